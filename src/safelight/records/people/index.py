"""Blind indexes: search on what is sealed, by keyed tokens of a normal form.

Each token is a row in a b-tree of (agency, field, token). A name is found by its whole,
by its family name, and by how each of its words starts: one token for every start of
three to eight letters. A token knows the value it came from, and goes with it.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from safelight.accounts.fence.acting import current
from safelight.accounts.keys.agency import index_key
from safelight.accounts.keys.material import Place, token
from safelight.core.leakguard.normal import WORD, digits, fold, tokens
from safelight.records.people.models import SearchToken

NAME, FAMILY_NAME, START = "name", "family", "start"
BIRTH_DATE, CASE_NUMBER, PHONE, NUMBER = "birth", "case", "phone", "number"
SHORTEST_START, LONGEST_START = 3, 8
PHONE_DIGITS: Final = 10

Fields = Iterable[tuple[str, str]]


def normal(text: str) -> str:
    return " ".join(part.text for part in tokens(text))


def words(text: str) -> list[str]:
    """The words of a name, as their starts are indexed."""
    return [fold(found.group()).replace(".", "") for found in WORD.finditer(text)]


def name_fields(name: str) -> Iterator[tuple[str, str]]:
    """Whole name, family name, and the starts of each word."""
    yield NAME, normal(name)
    yield FAMILY_NAME, normal(name.split()[-1])
    for word in words(name):
        yield START, word[:LONGEST_START]
        for length in range(SHORTEST_START, min(len(word), LONGEST_START)):
            yield START, word[:length]


def birth_fields(birth_date: date) -> Iterator[tuple[str, str]]:
    yield BIRTH_DATE, birth_date.isoformat()


def phone_form(text: str) -> str:
    """A phone number without punctuation and country code."""
    return "".join(digit.text for digit in digits(text))[-PHONE_DIGITS:]


def add(person: UUID, place: Place, fields: Fields) -> None:
    """Make a person findable by one value of theirs."""
    key, agency = index_key(), current().agency
    known = SearchToken.objects.filter(agency_id=agency, person_id=person)
    is_open = bool(known.values_list("is_open", flat=True).first())
    rows = [
        SearchToken(
            agency_id=agency,
            person_id=person,
            field=field,
            token=token(key, field, text),
            value_id=place.key_id,
            is_open=is_open,
        )
        for field, text in dict.fromkeys(fields)
        if text
    ]
    SearchToken.objects.bulk_create(rows, ignore_conflicts=True)


def forget(person: UUID, places: Iterable[Place]) -> None:
    """A person is no longer found by these values."""
    rows = SearchToken.objects.filter(agency_id=current().agency, person_id=person)
    rows.filter(value_id__in=[place.key_id for place in places]).delete()


def open_to_all(person: UUID, *, is_open: bool) -> None:
    """Keep with the tokens whether nothing protects the person: a list of names that
    start alike asks the gate only about those who could be shown."""
    rows = SearchToken.objects.filter(agency_id=current().agency, person_id=person)
    rows.exclude(is_open=is_open).update(is_open=is_open)


def matching(field: str, text: str) -> Any:
    """The tokens of the acting agency with exactly this value, as a query."""
    wanted = token(index_key(), field, text)
    return SearchToken.objects.filter(
        agency_id=current().agency, field=field, token=wanted
    )


def find(field: str, text: str) -> set[UUID]:
    """The people of the acting agency with exactly this value."""
    return set(matching(field, text).values_list("person_id", flat=True))


def has(person: UUID, field: str) -> bool:
    """Whether a person has any value of this kind."""
    rows = SearchToken.objects.filter(
        agency_id=current().agency, person_id=person, field=field
    )
    return rows.exists()


def find_exactly(text: str, born: date | None) -> set[UUID]:
    """The people whose whole name, case, phone or participant number or birth date it is."""
    if born is not None:
        return find(BIRTH_DATE, born.isoformat())
    plain = normal(text)
    fields = [(NAME, plain), (CASE_NUMBER, plain), (NUMBER, plain)]
    if len(phone_form(text)) == PHONE_DIGITS:
        fields.append((PHONE, phone_form(text)))
    return set().union(*(find(field, value) for field, value in fields))


def starting(text: str) -> Any:
    """The tokens of people one of whose names has words that start so, as a query.

    An initial beside a longer word is not looked for; a name of two letters is, whole.
    None where the text has no word to look for.
    """
    parts = sorted((w[:LONGEST_START] for w in words(text)), key=len, reverse=True)
    if not parts:
        return None
    first, *others = [w for w in parts if len(w) >= SHORTEST_START] or parts
    rows = matching(START, first)
    for word in others:
        rows = rows.filter(person_id__in=matching(START, word).values("person_id"))
    return rows


def others_named(names: Collection[str]) -> set[UUID]:
    """Whoever here has one of these whole names."""
    return set().union(*(find(NAME, normal(name)) for name in names))
