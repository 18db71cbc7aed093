"""One case of one person in the order of time: what was said, done, told and is ahead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.support.actions import ACTIONS, Light
from safelight.core.support.calendar import Kind
from safelight.core.support.closing import Ground
from safelight.core.support.flags import GoodCause, Request
from safelight.core.support.planner import Heard, Screened
from safelight.core.support.standing import Fact, State
from safelight.core.support.tasks import RULES, TaskKind
from safelight.disclosure.accounting import account
from safelight.disclosure.shown import Refused
from safelight.disclosure.support import planning
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Case, Hearing
from safelight.records.incidents.models import Incident
from safelight.records.opened import Opened
from safelight.records.support import models


@dataclass(frozen=True, slots=True)
class Event:
    """`has_time` says whether the hour is known too."""

    at: datetime
    words: str
    has_time: bool = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """`ahead` the soonest first, `past` the newest first."""

    ahead: tuple[Event, ...]
    past: tuple[Event, ...]


Moment = tuple[datetime | date | None, str]
Told = Callable[[Any], Moment]


def _action(row: Any) -> str:
    return ACTIONS[row.action].label.lower()


OF_CASE: Final[dict[Any, Told]] = {
    models.Choice: lambda r: (r.at, f"Chose {Light(r.light).label.lower()}"),
    models.Word: lambda r: (
        r.at,
        f"Said {'yes' if r.is_yes else 'not now'} to: {_action(r)}, "
        f"until {r.ends_on:%-d %b %Y}",
    ),
    models.Warned: lambda r: (
        r.at,
        f"Warning of what is planned for {r.planned_on:%-d %b %Y}, {_action(r)}: "
        f"{Heard(r.heard).label.lower()}",
    ),
    models.Scheduled: lambda r: (
        r.at,
        f"{State(r.state).label}, for {r.due_on:%-d %b %Y}: {_action(r)}",
    ),
    models.Settled: lambda r: (
        r.at,
        f"{Fact(r.fact).label}: {'yes' if r.is_so else 'no'}",
    ),
    models.Appointment: lambda r: (
        r.starts_at,
        f"Appointment: {Kind(r.kind).label.lower()}",
    ),
    models.Closing: lambda r: (r.at, f"Closed: {Ground(r.ground).label.lower()}"),
}
OF_PERSON: Final[dict[Any, Told]] = {
    models.Asked: lambda r: (
        r.at,
        f"About safety: {Screened(r.outcome).label.lower()}",
    ),
    models.FlagCode: lambda r: (r.at, f"Indicator set, code {r.code}"),
    models.Claim: lambda r: (r.at, f"Good cause: {GoodCause(r.state).label.lower()}"),
    models.AddressRequest: lambda r: (
        r.at,
        f"Request for the address: {Request(r.state).label.lower()}",
    ),
    models.Task: lambda r: (r.done_at or r.at, _task(r)),
    Incident: lambda r: (
        r.found_at,
        "Drill: an address got out" if r.is_drill else "An address got out",
    ),
}


def _task(row: Any) -> str:
    words = RULES[TaskKind(row.kind)].words
    return f"{'Done' if row.done_at else 'To be done'}: {words}"


def read(opened: Opened, participation: UUID) -> Timeline | Refused:
    """One entry in the ledger. Of others in the case nothing but the hearings."""
    with acting_as(opened.by):
        case = planning.case_of(opened, participation)
        if case is None or not planning.may_see(opened):
            return Refused()
        found = sorted(_events(opened, case), key=lambda one: one.at)
        write(Act.PLAN_VIEWED, at=opened.at, about=cipher(opened.person))
    ahead = tuple(one for one in found if opened.at < one.at)
    past = tuple(one for one in reversed(found) if one.at <= opened.at)
    return Timeline(ahead, past)


def _events(opened: Opened, case: UUID) -> Iterator[Event]:
    of_person = {"agency_id": opened.by.agency, "person_id": opened.person}
    sources = [(m, told, {**of_person, "case_id": case}) for m, told in OF_CASE.items()]
    sources += [(m, told, of_person) for m, told in OF_PERSON.items()]
    for model, told, where in sources:
        for row in model.objects.filter(**where):
            yield from _event(*told(row))
    for at, words in _of_the_case(opened.by.agency, case):
        yield from _event(at, words)
    for line in account(opened, {Act.PAPER_MADE, Act.PACKET_SENT}, each=True):
        yield Event(line.at, line.what)


def _of_the_case(agency: UUID, case: UUID) -> Iterator[Moment]:
    for row in Case.objects.filter(agency_id=agency, id=case):
        yield row.opened_on, "Case opened"
        yield row.closed_on, "Case closed"
    for hearing in Hearing.objects.filter(agency_id=agency, case_id=case):
        yield hearing.at, "Hearing"


def _event(at: datetime | date | None, words: str) -> Iterator[Event]:
    if isinstance(at, datetime):
        yield Event(at, words)
    elif at is not None:
        yield Event(timezone.make_aware(datetime.combine(at, time.min)), words, False)
