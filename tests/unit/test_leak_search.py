"""Every ordinary spelling is found, and ordinary text is let through."""

import base64
import re
import sysconfig
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.leakguard import matcher as engine
from safelight.core.leakguard import runs
from safelight.core.leakguard.guard import Guarded, Protected, search
from safelight.core.leakguard.matcher import Hit, Matcher, Value
from safelight.core.leakguard.shapes import unknown
from safelight.core.leakguard.values import ValueKind
from safelight.core.vocabulary import Category
from tests.unit.leak_spellings import corpus, many_values

WORDS_AT_LEAST = 1_000_000
HOME = Value("a1", ValueKind.ADDRESS, "12 Elm Street Apt 4, Alder, CT 00001")


def hits(value: Value, text: str) -> list[Hit]:
    return Matcher([value]).search(text.encode())


def test_every_spelling_of_a_generated_corpus_is_found() -> None:
    missed, many = [], 0
    for value, cases in groupby(corpus(7, 6), key=lambda case: case[0]):
        matcher = Matcher([value])
        for _, how, text in cases:
            many += 1
            if not matcher.search(f"so, {text} then".encode()):
                missed.append((value.kind, how))

    assert (many > 5000, missed) == (True, [])


@pytest.mark.parametrize(
    "kind, value, text",
    [
        ("ADDRESS", "1234 North 5th Avenue, Unit 7B", "1234 N. Fifth Ave"),
        ("ADDRESS", "1234 North 5th Avenue, Unit 7B", "twelve thirty-four n 5th av"),
        ("ADDRESS", "105 Main Street", "one oh five Main St."),
        ("ADDRESS", "1200 Elm Street NW", "twelve hundred elm street"),
        ("ADDRESS", "12 Court Street", "12 court st"),
        ("ADDRESS", "12 St. Marys Road", "12 Saint Mary's Rd"),
        ("ADDRESS", "9 Highway 61", "9 hwy 61"),
        ("ADDRESS", "PO Box 71", "post office box 71"),
        ("ADDRESS", "12 Elm Street", "12\\nElm Street"),
        ("ADDRESS", "12 Elm Street", "%2531%2532 Elm Street"),
        ("ADDRESS", "12 Elm Street", "1 2 E l m"),
        ("ADDRESS", "21 Elm Street", "the house, 21 Elm."),
        ("ADDRESS", "The Harbor House", "harbor house"),
        ("ADDRESS", "20 9th Street", "twenty ninth st, 20 Ninth Street"),
        ("ADDRESS", "30 Old Mill Road", "30 old mill rd"),
        ("ADDRESS", "12 Elm Street Apt 4", "on Elm St apartment four"),
        ("ADDRESS", "12 Elm Street Unit B", "Elm Street #B"),
        ("ADDRESS", "12 Elm Street, Harbor House", "at Harbor House"),
        ("ADDRESS", "12 Elm Park Drive", "12 Elm Park Dr"),
        ("ADDRESS", "12 El Dorado", "12 el dorado"),
        ("ADDRESS", "5 112th Street", "5 112th St."),
        ("PLACE", "St. Mt. Ft. Co. Dr. Ave. House", "st mt ft co dr ave house"),
        ("PHONE", "+44 20 7946 0958", "44 20 79460958"),
        ("DATE", "03/09/2014", "2014-03-09"),
        ("PHONE", "555-010-2233 ext 3", "triple five, oh ten, twenty-two thirty-three"),
        ("PHONE", "+1 (555) 010-2233", "cinco cinco cinco cero uno cero 2233"),
        ("PHONE", "(555) 010-2233", "555-O1O-2233"),
        ("PHONE", "(555) 010-2233", "010.2233"),
        ("EMAIL", "lena.b@mail.example", "lena punto b arroba mail punto example"),
        ("DATE", "2014-03-09", "9 de marzo de 2014"),
        ("DATE", "March 9, 2014", "March ninth, twenty fourteen"),
        ("DATE", "9 Mar 14", "03-09-14"),
        ("DATE", "20140309", "2014/3/9"),
        ("NAME", "O'Brien, Maria Q.", "Maria O\N{RIGHT SINGLE QUOTATION MARK}Brien"),
        ("NAME", "Cher", "CHER"),
        ("EMPLOYER", "Smith & Sons Co.", "Smith and Sons"),
        ("EMPLOYER", "Target", "TARGET"),
        ("PLACE", "P.S. 118", "PS 118"),
        ("PLACE", "Lincoln Elementary School", "lincoln elem"),
        ("NUMBER", "4417", "plate 4417"),
        ("NUMBER", "ABC-1234", "a b c 1 2 3 4"),
    ],
)
def test_spellings_of_their_own(kind: str, value: str, text: str) -> None:
    assert hits(Value("v", ValueKind(kind), value), text)


@pytest.mark.parametrize(
    "kind, value, text",
    [
        ("ADDRESS", "12 Elm Street", "12 Elm Road"),
        ("ADDRESS", "12 Elm Street", "12 elm trees"),
        ("ADDRESS", "2 Main Street", "the two main reasons"),
        ("ADDRESS", "3 Broadway", "three Broadway shows"),
        ("ADDRESS", "12 Elm Street, Port Alder, CT", "Port Alder, CT"),
        ("ADDRESS", "PO Box 90, Alder", "in Alder"),
        ("ADDRESS", "PO Box 7", "box 7"),
        ("ADDRESS", "12 St, Alder 00001", "12 visits"),
        ("PHONE", "(555) 010-2233", "MTIg RWxt: one two three 4444444"),
        ("PHONE", "(555) 010-2233", "(203) 010-2233"),
        ("PHONE", "(555) 010-2233", "5550102234"),
        ("PHONE", "(555) 010-2233", "555 times; room 010, then 2233 others"),
        ("DATE", "2018-02-04", "version 2.4.18"),
        ("DATE", "2014-03-09", "March 9, 2015"),
        ("EMPLOYER", "Target", "the target"),
        ("PLACE", "Lincoln Elementary School", "elementary school"),
        ("NAME", "Ann Lee", "Joann Lee and Ann Leeds"),
        ("NUMBER", "4417", "14.4417 and 44171"),
    ],
)
def test_what_only_looks_alike_is_let_through(kind: str, value: str, text: str) -> None:
    assert hits(Value("v", ValueKind(kind), value), text) == []


def innocent_text() -> bytes:
    """English as it is written: what the standard library says of itself."""
    sources = sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py"))
    sources += sorted(Path(sysconfig.get_paths()["purelib"]).rglob("*.py"))
    found, words = [], 0
    for path in sources:
        if "test" not in path.parts:
            found.append(path.read_bytes())
            words += len(found[-1].split())
        if words > 2 * WORDS_AT_LEAST:
            break
    assert words > WORDS_AT_LEAST
    return b"\n".join(found)


def test_at_most_one_false_stop_in_a_million_words_with_two_hundred_values() -> None:
    text = innocent_text()

    found = Matcher(many_values(200, seed=11)).search(text)

    assert len(found) <= len(text.split()) / WORDS_AT_LEAST


def test_a_place_is_given_in_the_bytes_that_came_in() -> None:
    texts = [
        "é 12 Elm St!",
        "&lt;12&nbsp;Elm St!",
        "x%2012%20Elm%20St!",
        "12 E\u00adlm St",
    ]
    for text in texts:
        (hit,) = hits(HOME, text)
        found = text.encode()[hit.start : hit.end].decode()
        assert found.startswith(("12", "2012")) and found.endswith("St"), text


def test_how_it_is_written_is_told_and_never_what() -> None:
    coded = base64.b64encode(b"12 Elm Street").decode()
    text = f"12 elm st, &#49;2 Elm St, twelve elm st, {coded}"

    found = hits(HOME, text)

    assert [hit.how for hit in found] == ["spelling", "coded", "spelling", "base64"]
    assert "elm" not in repr(found).lower()


def test_a_value_across_two_blocks_is_found_once() -> None:
    for before in range(engine.BLOCK - 30, engine.BLOCK + 30):
        (hit,) = hits(HOME, "." * before + "12 Elm Street" + "." * engine.BLOCK)
        assert (hit.start, hit.end) == (before, before + 13)


def test_short_and_long_texts_are_searched_alike() -> None:
    for value, _, text in list(corpus(3, 1))[::17]:
        matcher = Matcher([value])
        short = matcher.search(text.encode())
        long = matcher.search(text.encode() + b" ." * engine.WORTH_COMPILING)
        assert short == long


def test_values_that_find_nothing_are_named() -> None:
    values = [Value(str(n), kind, "-") for n, kind in enumerate(ValueKind)]
    matcher = Matcher(values)

    assert matcher.unusable == [v.id for v in values] and matcher.search(b"-") == []


@given(st.binary(max_size=300))
def test_any_bytes_can_be_searched(raw: bytes) -> None:
    matcher = Matcher([HOME])

    assert all(0 <= hit.start < hit.end <= len(raw) for hit in matcher.search(raw))
    assert matcher.search(raw + b" 12 Elm Street ")


@given(st.text(max_size=60))
def test_tags_can_be_anywhere(text: str) -> None:
    inside = re.sub(r"[<>]", "", text)
    raw = f"<p>12 <b title='{inside}'>Elm</b> Street</p>".encode()

    assert Matcher([HOME]).search(raw, tags=True)


@pytest.mark.parametrize(
    "text, categories",
    [
        ("send it to 7 Oak Hill Road now", [Category.LOCATION]),
        ("P.O. Box 9", [Category.LOCATION]),
        ("call (860) 555-0142", [Category.CONTACT]),
        ("write to x@y.example", [Category.CONTACT]),
        ("at the agency, 1 Court Square, 860-555-0100", []),
        ("in 5 minutes of drive, 12 cases on 2026-11-22, order 2026-000123", []),
        ("the İstanbul office: 860.555.0142", [Category.CONTACT]),
    ],
)
def test_what_has_the_shape_of_an_address_and_is_not_allowed(
    text: str, categories: list[Category]
) -> None:
    allowed = ["1 Court Sq., Alder", "(860) 555-0100"]

    assert [category for category, _, _ in unknown(text, allowed)] == categories


def test_a_code_of_a_code_has_an_end() -> None:
    text = "12 Elm Street".replace(" ", "%20")
    for _ in range(9):
        text = text.replace("%", "%25")
    assert hits(HOME, text) == []


def test_base64_of_base64_has_an_end_too() -> None:
    raw = b"she lives at 12 Elm Street, with a cat and two dogs"
    found = []
    for _ in range(6):
        raw = base64.b64encode(raw)
        found.append(bool(Matcher([HOME]).search(b"x " + raw + b" y")))
    assert found[0] and not found[-1]


def test_two_values_in_one_run_of_base64() -> None:
    phone = Value("p1", ValueKind.PHONE, "(555) 010-2233")
    run = base64.b64encode(b"12 Elm Street, 555.010.2233")

    assert {hit.value for hit in Matcher([HOME, phone]).search(run)} == {"a1", "p1"}


def test_figures_in_a_row_are_no_words() -> None:
    phone = Value("p1", ValueKind.PHONE, "(555) 010-2233")

    found = hits(phone, "three two one 5550102233")

    assert [hit.how for hit in found] == ["spelling"]


def test_a_run_of_nothing() -> None:
    assert list(runs.runs("no figure", 0, 9)) == []


def test_spread_letters_that_look_like_base64_are_none() -> None:
    spread = " ".join(base64.b64encode(b"12 Elm Street").decode())

    assert hits(HOME, spread) == []


@pytest.mark.parametrize("value", ["2014-13-45", "soon", "1 2"])
def test_what_is_no_date(value: str) -> None:
    assert Matcher([Value("d", ValueKind.DATE, value)]).unusable == ["d"]


@pytest.mark.parametrize(
    "free, text, stops",
    [
        ("12 Elm Street Apt 4, Alder, CT 00001", "12 elm st #4", False),
        ("12 Elm Street Apt 4, Alder, CT 00001", "12 Elm St", False),
        ("Apt 4, 12 Elm Street", "12 Elm", False),
        ("12 Elm Street", "12 Elm Street Apt 4", True),
        ("12 Apt 4", "12 Elm", True),
        ("12 Street", "12 Elm", True),
        ("12 5th Street", "12 Elm Street", True),
        ("9 Oak Road", "12 Elm Street", True),
    ],
)
def test_what_may_go_is_let_through_as_far_as_it_goes(
    free: str, text: str, stops: bool
) -> None:
    guarded = Guarded((Protected("1", Category.LOCATION, HOME.text),), (free,))

    assert bool(search([("note", text)], guarded)) is stops


@pytest.mark.parametrize(
    "value, text",
    [("(555) 010-2233", "call 555.010.2233"), ("7 Old Mill Apt 2", "7 old mill")],
)
def test_a_value_that_may_go_goes_in_other_spellings(value: str, text: str) -> None:
    guarded = Guarded((Protected("1", Category.LOCATION, value),), (value,))

    assert search([("note", text)], replace(guarded, free=()))
    assert search([("note", text)], guarded) == []


def test_whatever_looks_like_one_stops_where_somebody_is_protected() -> None:
    found = search([("note", "call 860-555-0142")], Guarded(allowed=()))

    assert [leak.category for leak in found] == [Category.CONTACT]
    assert search([("note", "call 860-555-0142")], Guarded()) == []
