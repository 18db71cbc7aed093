"""Blind indexes: exact search on what is sealed, by keyed tokens of a normal form."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from safelight.accounts.fence.acting import current
from safelight.accounts.keys.agency import index_key
from safelight.accounts.keys.material import token
from safelight.core.leakguard.normal import tokens
from safelight.records.people.models import SearchToken

NAME, FAMILY_NAME, BIRTH_DATE, CASE_NUMBER = "name", "family", "birth", "case"


def normal(text: str) -> str:
    return " ".join(part.text for part in tokens(text))


def identity_fields(name: str, birth_date: date | None) -> Iterator[tuple[str, str]]:
    """The searchable values of a person: whole name, family name, birth date."""
    yield NAME, normal(name)
    yield FAMILY_NAME, normal(name.split()[-1])
    if birth_date:
        yield BIRTH_DATE, birth_date.isoformat()


def add(person: UUID, fields: Iterable[tuple[str, str]]) -> None:
    """Make a person findable by some values; one that is there already stays."""
    key, agency = index_key(), current().agency
    rows = [
        SearchToken(
            agency_id=agency,
            person_id=person,
            field=field,
            token=token(key, field, text),
        )
        for field, text in fields
        if text
    ]
    SearchToken.objects.bulk_create(rows, ignore_conflicts=True)


def find(field: str, text: str) -> set[UUID]:
    """The people of the acting agency with exactly this value."""
    wanted = token(index_key(), field, text)
    rows = SearchToken.objects.filter(
        agency_id=current().agency, field=field, token=wanted
    )
    return set(rows.values_list("person_id", flat=True))


def has(person: UUID, field: str) -> bool:
    """Whether a person has any value of this kind."""
    rows = SearchToken.objects.filter(
        agency_id=current().agency, person_id=person, field=field
    )
    return rows.exists()


def find_any(text: str) -> set[UUID]:
    """The people whose case number, whole or family name, or birth date this is."""
    plain = normal(text)
    fields = [(NAME, plain), (FAMILY_NAME, plain), (CASE_NUMBER, plain)]
    fields.append((BIRTH_DATE, text.strip()))
    return set().union(*(find(field, value) for field, value in fields))
