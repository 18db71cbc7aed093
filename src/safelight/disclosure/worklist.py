"""My work: what is due about a worker's people, and the people themselves.

What is due is found by ids; names are opened for those alone who are on the page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.models import Staff
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.contact_kinds import CONFIRMED_FOR_DAYS, SafeUse
from safelight.core.support.due import Item
from safelight.core.support.planner import at_hearing
from safelight.core.vocabulary import Duty
from safelight.disclosure import standing
from safelight.disclosure.compelled import running_out
from safelight.disclosure.orders import to_hand_over
from safelight.disclosure.people import PersonRow, visible
from safelight.disclosure.support import planning
from safelight.disclosure.support.due import due as support_due
from safelight.records.cases.models import Case, Hearing, Participation
from safelight.records.notes import drafts
from safelight.records.opened import Opened
from safelight.records.people import links
from safelight.records.people.models import (
    Assignment,
    ContactPoint,
    Person,
    PossibleMatch,
)

NEWEST: Final = 60
LONGEST_LIST: Final = 100
HEARINGS_WITHIN: Final = timedelta(days=14)


# A hearing's time, somebody who takes part, and the case.
Heard = tuple[datetime, UUID, UUID]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """How many things of one worker are late, and how many are due soon."""

    name: str
    late: int
    coming: int


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for a worker. `people` are those on the page, of `total`."""

    people: tuple[PersonRow, ...]
    total: int
    unassigned: tuple[PersonRow, ...]
    hearings: tuple[tuple[datetime, PersonRow, tuple[str, ...]], ...]
    possible_matches: tuple[tuple[PersonRow, PersonRow], ...]
    to_confirm: tuple[PersonRow, ...]
    unsaved: tuple[tuple[PersonRow, UUID | None], ...]
    support: tuple[tuple[date, PersonRow, Item], ...] = ()
    team: tuple[TeamRow, ...] = ()
    reports: tuple[tuple[datetime, PersonRow, str], ...] = ()
    handovers: tuple[PersonRow, ...] = ()


def work(by: Principal, at: datetime, *, everybody: bool = True) -> Work:
    """What is due, with the worker's people: all, or those given to them last; and for
    a supervisor those nobody has yet."""
    with acting_as(by):
        own = _own(by)
        mine = [*_maybe_same(by, own), *own]
        hearings, matches = _hearings(by, mine, at), _matches(by, mine)
        confirm, texts = _to_confirm(by, mine, at), drafts.waiting(by.worker, by.agency)
        due = (
            {person for _, person, _ in hearings} | {p for p, _ in texts} | set(confirm)
        )
        due |= {one for pair in matches for one in pair}
        support = support_due(by.agency, mine, at)
        support = support if everybody else support[:LONGEST_LIST]
        due |= {person for _, person, _ in support}
        reports = running_out(by.agency, mine, at)
        due |= {person for _, person, _ in reports}
        handovers = to_hand_over(by.agency, mine, at)
        due |= set(handovers)
        once = _without_copies(by, own)
        listed = set(once if everybody else once[:NEWEST])
        rows, _ = visible(by, listed | due, at)
        found = {row.person: row for row in rows}
        waiting, _ = visible(by, _unassigned(by), at)
        safety = {one: _safety(by, one, at) for one in hearings if one[1] in found}
        team = tuple(_team(by, at))
    return Work(
        tuple(row for row in rows if row.person in listed),
        len(once),
        tuple(waiting),
        tuple((one[0], found[one[1]], words) for one, words in safety.items()),
        tuple((found[a], found[b]) for a, b in matches if {a, b} <= set(found)),
        tuple(found[p] for p in confirm if p in found),
        tuple((found[p], _note_of(form)) for p, form in texts if p in found),
        tuple((on, found[p], item) for on, p, item in support if p in found),
        team,
        tuple((when, found[p], what) for when, p, what in reports if p in found),
        tuple(found[p] for p in handovers if p in found),
    )


def _note_of(form: str) -> UUID | None:
    """The note that a draft changes; nothing for the draft of a new one."""
    _, _, note = form.partition("note-")
    return UUID(note) if note else None


def _own(by: Principal) -> list[UUID]:
    """The people of this worker, those given to them last first."""
    rows = Assignment.objects.filter(agency_id=by.agency, staff_id=by.worker)
    newest = rows.order_by("-since").values_list("person_id", flat=True)
    return list(dict.fromkeys(newest))


def _maybe_same(by: Principal, own: list[UUID]) -> list[UUID]:
    """New records that may be somebody of this worker's, for them to decide."""
    rows = PossibleMatch.objects.filter(agency_id=by.agency, other_id__in=own)
    return sorted(set(rows.values_list("person_id", flat=True)) - set(own))


def _without_copies(by: Principal, own: list[UUID]) -> list[UUID]:
    """One record of each person: of those told to be the same, the first received."""
    same = links.same(by.agency, own)
    rows = Person.objects.filter(agency_id=by.agency, id__in=list(same))
    received = dict(rows.values_list("id", "received_at"))

    def is_copy(person: UUID) -> bool:
        others = (received.get(other) for other in same.get(person, ()) if other in own)
        return any(when and when < received[person] for when in others)

    return [person for person in own if not is_copy(person)]


def _unassigned(by: Principal) -> set[UUID]:
    """For a supervisor, the people nobody works with yet, the longest waiting first."""
    if Duty.SUPERVISE not in standing.reader(by.worker).asker.duties:
        return set()
    rows = unassigned(by.agency).order_by("received_at").values_list("id", flat=True)
    return set(rows[:LONGEST_LIST])


def unassigned(agency: UUID) -> Any:
    """People whom nobody works with yet, as a query."""
    taken = Assignment.objects.filter(agency_id=agency).values("person_id")
    return Person.objects.filter(agency_id=agency).exclude(id__in=taken)


def _team(by: Principal, at: datetime) -> Iterator[TeamRow]:
    """For a supervisor, whose work is late; no name of anybody it is about."""
    today = timezone.localdate(at)
    staff = Staff.objects.filter(agency_id=by.agency, supervisor=by.worker)
    for worker in staff.filter(is_active=True).order_by("name"):
        rows = Assignment.objects.filter(agency_id=by.agency, staff_id=worker.id)
        people = list(rows.values_list("person_id", flat=True))
        items = support_due(by.agency, people, at)
        late = sum(on < today for on, _, _ in items)
        if items:
            yield TeamRow(worker.name, late, len(items) - late)


def _safety(by: Principal, hearing: Heard, at: datetime) -> tuple[str, ...]:
    """What keeps somebody safe at a hearing of theirs in a support case."""
    _, person, case = hearing
    opened = Opened(by, person, at)
    rows = Participation.objects.filter(agency_id=by.agency, person_id=person)
    ours = Case.objects.filter(agency_id=by.agency, id=case, kind=CaseKind.IVD_CASE)
    parts = rows.filter(case_id__in=ours.values("id")).exclude(part=Part.CHILD)
    if not parts.exists() or not planning.may_see(opened):
        return ()
    return at_hearing(planning.situation(opened, case)[0])


def _hearings(by: Principal, mine: list[UUID], at: datetime) -> list[Heard]:
    parts = Participation.objects.filter(agency_id=by.agency, person_id__in=mine)
    cases = list(parts.values_list("case_id", "person_id"))
    soon = Hearing.objects.filter(
        agency_id=by.agency,
        case_id__in={case for case, _ in cases},
        at__gte=at,
        at__lt=at + HEARINGS_WITHIN,
    )
    due = dict(soon.order_by("-at").values_list("case_id", "at"))
    return sorted((due[case], person, case) for case, person in cases if case in due)


def _matches(by: Principal, mine: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    rows = PossibleMatch.objects.filter(agency_id=by.agency, person_id__in=mine)
    return list(rows.order_by("found_at").values_list("person_id", "other_id"))


def _to_confirm(by: Principal, mine: list[UUID], at: datetime) -> list[UUID]:
    """People with a channel said to be safe so long ago that it must be asked again."""
    oldest = timezone.localdate(at) - timedelta(days=CONFIRMED_FOR_DAYS)
    rows = ContactPoint.objects.filter(
        agency_id=by.agency,
        person_id__in=mine,
        safe_use=SafeUse.SAFE,
        confirmed_on__lt=oldest,
    )
    return sorted(set(rows.values_list("person_id", flat=True)))
