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
from safelight.core.vocabulary import Term
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


def _word(row: Any) -> Moment:
    said = "yes" if row.is_yes else "not now"
    return row.at, f"Said {said} to: {_action(row)}, until {row.ends_on:%-d %b %Y}"


def _warned(row: Any) -> Moment:
    heard, day = Heard(row.heard).label.lower(), f"{row.planned_on:%-d %b %Y}"
    return row.at, f"Warning of what is planned for {day}, {_action(row)}: {heard}"


def _scheduled(row: Any) -> Moment:
    state, day = State(row.state).label, f"{row.due_on:%-d %b %Y}"
    return row.at, f"{state}, for {day}: {_action(row)}"


def _settled(row: Any) -> Moment:
    return row.at, f"{Fact(row.fact).label}: {'yes' if row.is_so else 'no'}"


def _task(row: Any) -> Moment:
    state = "Done" if row.done_at else "To be done"
    return row.done_at or row.at, f"{state}: {RULES[TaskKind(row.kind)].words}"


def _incident(row: Any) -> Moment:
    words = "Drill: an address got out" if row.is_drill else "An address got out"
    return row.found_at, words


def _as(what: str, terms: type[Term], field: str, at: str = "at") -> Told:
    """How rows are told whose one field says it all."""

    def told(row: Any) -> Moment:
        return getattr(row, at), f"{what}: {terms(getattr(row, field)).label.lower()}"

    return told


OF_CASE: Final[dict[Any, Told]] = {
    models.Choice: _as("Chose", Light, "light"),
    models.Word: _word,
    models.Warned: _warned,
    models.Scheduled: _scheduled,
    models.Settled: _settled,
    models.Appointment: _as("Appointment", Kind, "kind", "starts_at"),
    models.Closing: _as("Closed", Ground, "ground"),
}
OF_PERSON: Final[dict[Any, Told]] = {
    models.Asked: _as("About safety", Screened, "outcome"),
    models.FlagCode: lambda row: (row.at, f"Indicator set, code {row.code}"),
    models.Claim: _as("Good cause", GoodCause, "state"),
    models.AddressRequest: _as("Request for the address", Request, "state"),
    models.Task: _task,
    Incident: _incident,
}


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
