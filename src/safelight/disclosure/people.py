"""Lists of people, each decided in one batch: a worker's own list, a family."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import DataCipher, ciphers
from safelight.accounts.models import Staff
from safelight.core.contact_kinds import CONFIRMED_FOR_DAYS, SafeUse
from safelight.core.vocabulary import Answer, Duty
from safelight.disclosure import standing
from safelight.disclosure.access import decide_identity
from safelight.records.cases.models import Hearing, Participation
from safelight.records.notes import drafts
from safelight.records.opened import Opened
from safelight.records.people.models import (
    Assignment,
    ContactPoint,
    Person,
    PossibleMatch,
    Relationship,
)

TABLE = Person._meta.db_table
LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class PersonRow:
    person: UUID
    name: str
    birth_date: date | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for a worker: people, and what is due about them."""

    people: tuple[PersonRow, ...]
    unassigned: tuple[PersonRow, ...]
    hearings: tuple[tuple[datetime, PersonRow], ...]
    possible_matches: tuple[tuple[PersonRow, PersonRow], ...]
    to_confirm: tuple[PersonRow, ...]
    unsaved: tuple[tuple[PersonRow, str], ...]


def work(by: Principal, at: datetime) -> Work:
    """The worker's own people, and for a supervisor those nobody has yet."""
    with acting_as(by):
        staff = by.worker
        mine = Assignment.objects.filter(agency_id=by.agency, staff_id=staff)
        known = set(mine.values_list("person_id", flat=True))
        maybe = PossibleMatch.objects.filter(agency_id=by.agency, other_id__in=known)
        known |= set(maybe.values_list("person_id", flat=True))
        own, _ = visible(by, known, at)
        waiting, _ = visible(by, _unassigned(by), at)
        by_id = {row.person: row for row in own}
        return Work(
            tuple(own),
            tuple(waiting),
            tuple(_hearings(by, by_id, at)),
            tuple(_matches(by, by_id)),
            tuple(by_id[person] for person in _to_confirm(by, by_id, at)),
            tuple(_unsaved(by, at)),
        )


def _unsaved(by: Principal, at: datetime) -> list[tuple[PersonRow, str]]:
    """What the worker was writing: the person, and the note it changes, if any."""
    texts = drafts.waiting(by.worker, by.agency)
    rows, _ = visible(by, {person for person, _ in texts}, at)
    by_id = {row.person: row for row in rows}
    found = [(by_id[p], form) for p, form in texts if p in by_id]
    return [(row, form.partition("note-")[2]) for row, form in found]


def visible(
    by: Principal, people: Collection[UUID], at: datetime
) -> tuple[list[PersonRow], str]:
    """The people whose identity the gate releases to this worker, by name."""
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


def _row(row: dict[str, Any], own: DataCipher) -> PersonRow:
    """One line of a list; a damaged name does not hide the others."""
    person, born = row["id"], row["birth_date"]
    try:
        name = own.open(Place(TABLE, "name", person), bytes(row["name"]))
        text = own.open(Place(TABLE, "birth_date", person), bytes(born)) if born else ""
    except (CannotOpen, KeyGone):
        return PersonRow(person, "Name cannot be read", None, row["received_at"])
    birth_date = date.fromisoformat(text) if text else None
    return PersonRow(person, name, birth_date, row["received_at"])


def _unassigned(by: Principal) -> set[UUID]:
    """For a supervisor, the people nobody works with yet, the longest waiting first."""
    if Duty.SUPERVISE not in standing.reader(by.worker).asker.duties:
        return set()
    taken = Assignment.objects.filter(agency_id=by.agency).values("person_id")
    rows = Person.objects.filter(agency_id=by.agency).exclude(id__in=taken)
    oldest = rows.order_by("received_at").values_list("id", flat=True)
    return set(oldest[:LONGEST_LIST])


def _hearings(
    by: Principal, people: dict[UUID, PersonRow], at: datetime
) -> list[tuple[datetime, PersonRow]]:
    soon = Hearing.objects.filter(
        agency_id=by.agency, at__gte=at, at__lt=at + timedelta(days=14)
    )
    due = dict(soon.order_by("-at").values_list("case_id", "at"))
    parts = Participation.objects.filter(agency_id=by.agency, case_id__in=due)
    pairs = parts.filter(person_id__in=people).values_list("case_id", "person_id")
    found = [(due[case], people[person]) for case, person in pairs]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))


def _matches(
    by: Principal, people: dict[UUID, PersonRow]
) -> list[tuple[PersonRow, PersonRow]]:
    rows = PossibleMatch.objects.filter(
        agency_id=by.agency, person_id__in=people, other_id__in=people
    ).order_by("found_at")
    pairs = rows.values_list("person_id", "other_id")
    return [(people[person], people[other]) for person, other in pairs]


def _to_confirm(
    by: Principal, people: dict[UUID, PersonRow], at: datetime
) -> list[UUID]:
    """People with a channel said to be safe so long ago that it must be asked again."""
    oldest = timezone.localdate(at) - timedelta(days=CONFIRMED_FOR_DAYS)
    rows = ContactPoint.objects.filter(
        agency_id=by.agency,
        person_id__in=people,
        safe_use=SafeUse.SAFE,
        confirmed_on__lt=oldest,
    )
    return sorted(set(rows.values_list("person_id", flat=True)))


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
