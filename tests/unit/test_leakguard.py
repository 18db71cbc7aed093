"""The leak guard finds a protected value in every exact form, and nothing else."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.leakguard.guard import Guarded, Leak, Protected
from safelight.core.leakguard.guard import search as search_all
from safelight.core.leakguard.normal import tokens
from safelight.core.vocabulary import Category

HOME = Protected("contact:1", Category.LOCATION, "12 Elm Street Apt 4")
PHONE = Protected("contact:2", Category.CONTACT, "(555) 010-2233")
EMAIL = Protected("contact:3", Category.CONTACT, "lena.b@mail.example")
VALUES = (HOME, PHONE, EMAIL)


def search(parts: list[tuple[str, str]], values: Iterable[Protected]) -> list[Leak]:
    return search_all(parts, Guarded(tuple(values)))


def found(text: str) -> list[Leak]:
    return search([("note", text)], VALUES)


@pytest.mark.parametrize(
    "text",
    [
        "12 Elm Street Apt 4",
        "12 elm st apt 4",
        "12 ELM ST. #4",
        "12 Elm St, No. 4",
        "12  Elm\nStreet  Unit 4",
        "12-Elm-Street-4",
        "12 Élm Street Apt 4",
        "１２ Elm Street Apt 4",
        "She moved to 12 Elm Street, apartment 4, last week.",
        "12elm street apt4",
    ],
)
def test_an_address_in_any_case_spacing_and_abbreviation(text: str) -> None:
    assert [leak.category for leak in found(text)] == [Category.LOCATION]


@pytest.mark.parametrize(
    "text",
    ["5550102233", "555.010.2233", "555 010 2233", "+1 (555) 010-2233", "555-0102233"],
)
def test_a_number_however_it_is_grouped(text: str) -> None:
    assert {leak.category for leak in found(text)} == {Category.CONTACT}


@pytest.mark.parametrize("text", ["LENA.B@mail.example", "lena.b @ mail . example"])
def test_an_email_however_it_is_written(text: str) -> None:
    assert [leak.category for leak in found(text)] == [Category.CONTACT]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 Elm Road Apt 4",
        "Elm Street 12",
        "112 Elm Street Apt 4",
        "He called 555 times; room 010, then 2233 others.",
        "5550102234",
        "Nothing of the kind.",
    ],
)
def test_what_is_not_the_value_is_let_through(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "value, text",
    [
        ("12 Elm Street Apt 4, Alder 00001", "12 Elm Street"),
        ("12 Elm Street Apt 4, Alder 00001", "Apt 4, 12 Elm Street"),
        ("12 Elm Street Apt 4, Alder 00001", "12 elm st #4"),
        ("12 Elm Street Alder 00001", "near 12 elm st"),
        ("Apt 4, 12 Elm Street, Alder 00001", "12 Elm Street"),
        ("44 Orchard Way, Alder 00003", "44 orchard way"),
        ("860-555-0142 ext 3", "call 860-555-0142"),
        ("860-555-0142 or 860-555-0199", "5550142 is best"),
        ("Apt 4 12 Elm Street Alder 00001", "12 Elm Street"),
        ("12 Broadway Alder 00001", "at 12 Broadway"),
        ("12 Elm Street, Alder 00001", "12 Elm"),
        ("PO Box 71, Capital City 00009", "P.O. Box 71"),
        ("12 Elm Street, Alder 00001", "12 E\u00adlm Str\u200beet"),
        ("12 Elm Street, Alder, CT 00001", "12 elm st"),
        ("7 Old Post Office Apt 2", "7 old post office"),
        ("Birch Lane School, 80 Birch Lane, Alder 00001", "at 80 birch ln now"),
        ("Birch Lane School, 80 Birch Lane, Alder 00001", "Birch Lane School"),
        ("Alder Freight, 2 Dock Road, Port Alder 00004", "works at Alder Freight"),
        ("Alder Freight, 2 Dock Road, Port Alder 00004", "2 Dock Rd"),
        ("+1 (555) 010-2233", "555.010.2233"),
        ("+1 (555) 010-2233", "call 010-2233"),
    ],
)
def test_a_shorter_form_that_still_finds_somebody(value: str, text: str) -> None:
    values = [Protected("1", Category.LOCATION, value)]

    assert search([("note", text)], values)


@pytest.mark.parametrize(
    "value, text",
    [
        ("12 Elm Street Apt 4, Alder 00001", "the county of Alder 00001"),
        ("12 Elm Street Apt 4, Alder 00001", "Port Alder"),
        ("12 Elm Street, Alder, CT 00001", "Alder County"),
        ("Apt 4, 12 Elm Street, Alder 00001", "4 visits in May"),
        ("12 Elm Street, Alder 00001", "12 visits, and an elm"),
    ],
)
def test_what_finds_nobody_is_let_through(value: str, text: str) -> None:
    values = [Protected("1", Category.LOCATION, value)]

    assert search([("note", text)], values) == []


def test_the_place_is_shown_and_the_value_is_not() -> None:
    text = "Moved to 12 elm st #4 in May."
    (leak,) = found(text)

    assert (leak.part, text[leak.start : leak.end]) == ("note", "12 elm st #4")
    assert "elm" not in repr(leak).lower()


def test_every_place_and_every_part_is_found() -> None:
    text = "12 Elm Street Apt 4; 12 elm st apt 4"

    leaks = search([("a", text), ("b", "none"), ("c", text)], VALUES)

    assert [leak.part for leak in leaks] == ["a", "a", "c", "c"]


def test_a_value_without_a_word_finds_nothing() -> None:
    empty = Protected("contact:4", Category.LOCATION, " #, ")

    assert search([("note", "anything # at all")], [empty]) == []


separators = st.sampled_from([" ", "  ", ", ", ". ", "\n", " - ", "\t"])


@given(
    st.text(max_size=30),
    st.lists(separators, min_size=4, max_size=4),
    st.booleans(),
    st.text(max_size=30),
)
def test_whatever_stands_around_it(
    before: str, between: list[str], upper: bool, after: str
) -> None:
    words = ["12", "Elm", "Street", "Apt", "4"]
    value = "".join(w + s for w, s in zip(words, [*between, ""], strict=True))
    text = f"{before} {value.upper() if upper else value} {after}"

    assert any(leak.category is Category.LOCATION for leak in found(text))


@given(st.text())
def test_tokens_keep_the_place_they_came_from(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
