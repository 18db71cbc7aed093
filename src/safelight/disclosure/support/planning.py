"""The situation of a protected person in a case, and the plan that follows from it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import PAYING, CaseKind, Part
from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.gate.decide import decide
from safelight.core.support.actions import Light
from safelight.core.support.calendar import Kind
from safelight.core.support.flags import IN_THE_WAY
from safelight.core.support.planner import (
    Default,
    Heard,
    Planned,
    Screened,
    Situation,
    Told,
    plan,
    together,
)
from safelight.core.support.standing import Fact, State
from safelight.core.vocabulary import (
    Category,
    Channel,
    Partition,
    Source,
)
from safelight.disclosure import standing
from safelight.disclosure.access import question
from safelight.disclosure.items import new_item
from safelight.disclosure.participating import case_of_kind
from safelight.disclosure.shown import Refused
from safelight.disclosure.support import flag
from safelight.disclosure.support.newest import newest
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Case, Participation
from safelight.records.opened import Opened
from safelight.records.people.models import ContactPoint
from safelight.records.support.models import (
    Appointment,
    Asked,
    Choice,
    Scheduled,
    Settled,
    Warned,
    Word,
)

# Asked long ago is asked again before each step in court or between states.
ANSWERED: Final = (Screened.ASKED, Screened.DECLINED)


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's plan in one case. `chosen_on` is when they chose; None where not yet."""

    case: UUID
    situation: Situation
    actions: tuple[Planned, ...]
    chosen_on: datetime | None


def read(opened: Opened, participation: UUID) -> Plan | Refused:
    """The plan as it stands; one entry in the ledger."""
    with acting_as(opened.by):
        case = case_of(opened, participation)
        if case is None or not may_see(opened):
            return Refused()
        found, chosen_on = situation(opened, case)
        actions = plan_of(opened, case, found)
        write(Act.PLAN_VIEWED, at=opened.at, about=cipher(opened.person))
    return Plan(case, found, actions, chosen_on)


def case_of(opened: Opened, participation: UUID) -> UUID | None:
    """The child support case of a participation of this person, inside `acting_as`."""
    return case_of_kind(opened, participation, CaseKind.IVD_CASE)


def may_see(opened: Opened) -> bool:
    """Her choices are safety information: the gate says who works with it."""
    vault, who = (
        standing.vault(opened.by.agency),
        standing.reader(opened.by.worker),
    )
    facts = standing.about(vault.agency, [opened.person], who, opened.at)[opened.person]
    item = new_item(
        vault, opened.person, facts, Category.SAFETY, Partition.GENERAL, Source.SURVIVOR
    )
    asked = question(who, opened.at, Channel.VIEW)
    return not decide(asked, [item], with_routes=False).rulings[item.key].is_withheld


def situation(opened: Opened, case: UUID) -> tuple[Situation, datetime | None]:
    """What the planner knows, inside `acting_as`."""
    agency, person, at = opened.by.agency, opened.person, opened.at
    of_person = {"agency_id": agency, "person_id": person}
    of_case = {**of_person, "case_id": case}
    on = timezone.localdate(at)
    choice = Choice.objects.filter(**of_case).order_by("at").last()
    asked = Asked.objects.filter(**of_person).order_by("at").last()
    words = list(newest(Word, of_case, "action"))
    facts = {row.fact for row in newest(Settled, of_case, "fact") if row.is_so}
    known = standing.about(agency, [person], None, at)[person].protections
    return Situation(
        on=on,
        light=Light(choice.light) if choice else None,
        screened=Screened(asked.outcome) if asked else Screened.NOT_YET,
        screened_on=_answered_on(of_person),
        is_protected=not known.nothing_in_force,
        worries=_worries(opened, choice),
        yes_until={w.action: w.ends_on for w in words if w.is_yes},
        not_now=frozenset(w.action for w in words if not w.is_yes and on < w.ends_on),
        told={
            w.action: Told(Heard(w.heard), w.planned_on)
            for w in newest(Warned, of_case, "action")
        },
        default=Default(choice.default) if choice else Default.HOLD,
        running=_running(agency, case),
        has_substitute=_has_substitute(of_person),
        has_statement=Fact.STATEMENT in facts,
        has_venue=Fact.VENUE in facts,
        tests_apart=_tests_apart(opened, case),
        good_cause=flag.good_cause(of_person) in IN_THE_WAY,
        is_held=Fact.HELD in facts,
        request_open=flag.is_address_held(agency, of_person, on),
        is_closed=_is_closed(agency, case),
    ), choice.at if choice else None


def facts_of(of: Plan) -> list[Fact]:
    """What is there in the case."""
    now = of.situation
    known = {
        Fact.STATEMENT: now.has_statement, Fact.VENUE: now.has_venue,
        Fact.HELD: now.is_held,
    }  # fmt: skip
    return [fact for fact, is_so in known.items() if is_so]


def plan_of(opened: Opened, case: UUID, found: Situation) -> tuple[Planned, ...]:
    """Every action as it stands in the case: for the page, for papers and for the file that
    goes to the state system. Inside `acting_as`."""
    return together(plan(found), others(opened, case))


def others(opened: Opened, case: UUID) -> list[tuple[Planned, ...]]:
    """The plans of everybody else in a case who is protected, chose, or is held: each counts
    for the whole case, from whichever record somebody works. Inside `acting_as`."""
    agency = opened.by.agency
    rows = Participation.objects.filter(agency_id=agency, case_id=case)
    rows = rows.exclude(part=Part.CHILD).exclude(person_id=opened.person)
    found = []
    for person in rows.values_list("person_id", flat=True):
        theirs = Opened(opened.by, person, opened.at)
        now, _ = situation(theirs, case)
        known = standing.about(agency, [person], None, opened.at)[person].protections
        if known.any_in_force or now.light is not None or now.is_held:
            found.append(plan(now))
    return found


def _answered_on(of_person: dict[str, UUID]) -> date | None:
    rows = Asked.objects.filter(**of_person, outcome__in=ANSWERED).order_by("at")
    last = rows.last()
    return timezone.localdate(last.at) if last else None


def _worries(opened: Opened, choice: Any) -> frozenset[str]:
    if choice is None:
        return frozenset()
    place = Place(Choice._meta.db_table, "worries", choice.id)
    text = cipher(opened.person).open(place, bytes(choice.worries))
    return frozenset(json.loads(text))


def _running(agency: UUID, case: UUID) -> frozenset[str]:
    rows = Scheduled.objects.filter(agency_id=agency, case_id=case).order_by("at", "id")
    states = dict(rows.values_list("action", "state"))
    return frozenset(code for code, state in states.items() if state == State.RUNNING)


def _has_substitute(of_person: dict[str, UUID]) -> bool:
    rows = ContactPoint.objects.filter(**of_person, kind=ContactKind.SUBSTITUTE)
    return rows.exclude(safe_use=SafeUse.UNSAFE).exists()


def _tests_apart(opened: Opened, case: UUID) -> bool:
    """Whether both sides have their test booked: what is booked keeps them apart."""
    of_case = {"agency_id": opened.by.agency, "case_id": case}
    ahead = Appointment.objects.filter(
        **of_case, kind=Kind.TEST, ends_at__gte=opened.at
    )
    booked = set(ahead.values_list("person_id", flat=True))
    sides = {
        part in PAYING
        for person, part in Participation.objects.filter(**of_case)
        .exclude(part=Part.CHILD)
        .values_list("person_id", "part")
        if person in booked
    }
    return sides == {True, False}


def _is_closed(agency: UUID, case: UUID) -> bool:
    rows = Case.objects.filter(agency_id=agency, id=case, closed_on=None)
    return not rows.exists()
