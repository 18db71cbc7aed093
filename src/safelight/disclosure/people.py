"""Lists of people, each decided in one batch: a worker's own list, a family."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import DataCipher, ciphers
from safelight.accounts.models import Staff
from safelight.core.gate.policies import shipped
from safelight.core.vocabulary import Answer
from safelight.disclosure.access import decide_identity
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.people.models import (
    Assignment,
    Person,
    Relationship,
)

TABLE = Person._meta.db_table
UNREADABLE = "Name cannot be read"


@dataclass(frozen=True, slots=True)
class PersonRow:
    person: UUID
    name: str
    birth_date: date | None
    received_at: datetime


def visible(
    by: Principal, people: Collection[UUID], at: datetime
) -> tuple[list[PersonRow], str]:
    """The people whose identity the gate releases to this worker, by name."""
    if not people:
        return [], shipped().digest
    decision = decide_identity(by, sorted(people), at)
    seen = [p for p in people if decision.answer(f"name:{p}") is Answer.RELEASE]
    keys = ciphers(seen, [Place(TABLE, "birth_date", person) for person in seen])
    rows = Person.objects.filter(agency_id=by.agency, id__in=seen)
    found = []
    for row in rows.values("id", "name", "birth_date", "received_at"):
        own = keys[row["id"]]
        found.append(_row(dict(row), own))
    found.sort(key=lambda row: (row.name, row.person))
    return found, decision.policies


def about(opened: Opened) -> PersonRow | None:
    """Whose record is open, for the head of its pages."""
    with acting_as(opened.by):
        rows, _ = visible(opened.by, [opened.person], opened.at)
    return rows[0] if rows else None


def _row(row: dict[str, Any], own: DataCipher) -> PersonRow:
    """One line of a list; a damaged name does not hide the others."""
    person, born = row["id"], row["birth_date"]
    try:
        name = own.open(Place(TABLE, "name", person), bytes(row["name"]))
        text = own.open(Place(TABLE, "birth_date", person), bytes(born)) if born else ""
    except (CannotOpen, KeyGone):
        return PersonRow(person, UNREADABLE, None, row["received_at"])
    birth_date = date.fromisoformat(text) if text else None
    return PersonRow(person, name, birth_date, row["received_at"])


def family(opened: Opened) -> list[PersonRow]:
    """Whoever shares a case or kinship with this person and is open to this worker."""
    with acting_as(opened.by):
        own = Participation.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        )
        others = Participation.objects.filter(
            agency_id=opened.by.agency, case_id__in=own.values("case_id")
        ).exclude(person_id=opened.person)
        people = set(others.values_list("person_id", flat=True))
        kin = Relationship.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        )
        people |= set(kin.values_list("other_id", flat=True))
        return visible(opened.by, people, opened.at)[0]


def workers(opened: Opened) -> list[str]:
    """The names of the workers assigned to this person."""
    with acting_as(opened.by):
        rows = Assignment.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        )
        ids = list(rows.values_list("staff_id", flat=True))
    names = Staff.objects.filter(id__in=ids).order_by("name")
    return list(names.values_list("name", flat=True))


def colleagues(by: Principal) -> list[tuple[str, str]]:
    """Everyone who works at this agency: (id, name)."""
    rows = Staff.objects.filter(agency_id=by.agency, is_active=True).order_by("name")
    return [(str(staff), name) for staff, name in rows.values_list("id", "name")]
