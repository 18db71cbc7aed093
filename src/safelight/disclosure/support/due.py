"""What is due about some people in their support cases, read afresh each time."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.models import Agency
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.support.actions import ACTIONS
from safelight.core.support.due import SOON, Due, Item
from safelight.core.support.flags import GoodCause
from safelight.core.support.planner import Heard, Screened
from safelight.core.support.standing import Fact, State
from safelight.core.support.tasks import RULES, TaskKind
from safelight.core.vocabulary import AgencyKind
from safelight.disclosure.support.flag import is_address_held
from safelight.disclosure.support.newest import newest
from safelight.records.cases.models import Case, Participation
from safelight.records.people import links
from safelight.records.support import flagging
from safelight.records.support.models import (
    AddressRequest,
    Asked,
    Claim,
    Removal,
    Scheduled,
    Settled,
    Task,
    Warned,
    Word,
)

Found = tuple[date, UUID, Item]
OF_ACTION = ("person_id", "case_id", "action")
UNHEARD = (Heard.SENT, Heard.DELIVERED, Heard.NOT_REACHED)


def due(agency: UUID, people: Collection[UUID], at: datetime) -> list[Found]:
    """Inside `acting_as`: day, person and what, the earliest first."""
    on, where = timezone.localdate(at), {"agency_id": agency, "person_id__in": people}
    found = [
        *_warnings(where, on), *_planned(where, on), *_asking(agency, where),
        *_reviews(where, on), *_notices(where), *_words(where, on), *_tasks(where),
        *_holds(agency, where, on),
    ]  # fmt: skip
    return sorted(set(found), key=lambda one: (one[0], str(one[1]), one[2].due.value))


def _unheard(where: dict[str, Any], on: date) -> Iterator[Warned]:
    """Warnings of what is still ahead that were not acknowledged."""
    for row in newest(Warned, where, *OF_ACTION):
        if row.heard in UNHEARD and on <= row.planned_on:
            yield row


def _warnings(where: dict[str, Any], on: date) -> Iterator[Found]:
    for row in _unheard(where, on):
        yield row.planned_on, row.person_id, Item(Due.CALL, ACTIONS[row.action].label)


def _planned(where: dict[str, Any], on: date) -> Iterator[Found]:
    told = {
        (row.person_id, row.case_id, row.action)
        for row in Warned.objects.filter(**where, planned_on__gte=on)
    }
    for row in newest(Scheduled, where, *OF_ACTION):
        action = ACTIONS[row.action]
        is_told = (row.person_id, row.case_id, row.action) in told
        if row.state == State.PLANNED and action.warns and not is_told:
            day = row.due_on - timedelta(days=action.warn_days)
            yield day, row.person_id, Item(Due.WARN, action.label)


def _asking(agency: UUID, where: dict[str, Any]) -> Iterator[Found]:
    """Whoever takes part in an open support case and was not asked, or is again."""
    same = links.same(agency, where["person_id__in"])
    rows = newest(Asked, where, "person_id")
    asked = {one: row for row in rows for one in (row.person_id, *same[row.person_id])}
    cases = Case.objects.filter(
        agency_id=agency, closed_on=None, kind=CaseKind.IVD_CASE
    )
    opened = dict(cases.values_list("id", "opened_on"))
    parts = Participation.objects.filter(**where, case_id__in=opened)
    for row in parts.exclude(part=Part.CHILD):
        last = asked.get(row.person_id)
        if last is None:
            yield opened[row.case_id], row.person_id, Item(Due.ASK)
        elif last.outcome == Screened.NOT_YET and last.again_on:
            yield last.again_on, row.person_id, Item(Due.ASK)


def _reviews(where: dict[str, Any], on: date) -> Iterator[Found]:
    for row in newest(Claim, where, "person_id"):
        if row.state == GoodCause.GRANTED and row.review_on <= on + SOON:
            yield row.review_on, row.person_id, Item(Due.REVIEW)


def _notices(where: dict[str, Any]) -> Iterator[Found]:
    for row in Removal.objects.filter(**where, noticed_on=None):
        yield timezone.localdate(row.at), row.person_id, Item(Due.NOTICE)


def _words(where: dict[str, Any], on: date) -> Iterator[Found]:
    for row in newest(Word, where, *OF_ACTION):
        if row.is_yes and on <= row.ends_on <= on + SOON:
            item = Item(Due.YES_ENDS, ACTIONS[row.action].label)
            yield row.ends_on, row.person_id, item


def _holds(agency: UUID, where: dict[str, Any], on: date) -> Iterator[Found]:
    """What holds a case: an address that got out, a claim, a request for an address."""
    for fact in newest(Settled, where, "person_id", "case_id", "fact"):
        if fact.fact == Fact.HELD and fact.is_so:
            item = Item(Due.HELD, "an address got out")
            yield timezone.localdate(fact.at), fact.person_id, item
    for claim in newest(Claim, where, "person_id"):
        if claim.state == GoodCause.PENDING:
            item = Item(Due.HELD, "good cause is claimed, not decided")
            yield timezone.localdate(claim.at), claim.person_id, item
    for asked in newest(AddressRequest, where, "person_id"):
        of_person = {"agency_id": agency, "person_id": asked.person_id}
        if is_address_held(agency, of_person, on):
            item = Item(Due.HELD, "a request for the address")
            yield asked.noticed_on, asked.person_id, item


def _tasks(where: dict[str, Any]) -> Iterator[Found]:
    for row in Task.objects.filter(**where, done_at=None):
        words = RULES[TaskKind(row.kind)].words
        yield timezone.localdate(row.at), row.person_id, Item(Due.TASK, words)


def raise_calls(at: datetime) -> int:
    """For every child support agency, by the job: a task to call where a warning was not
    acknowledged and the action is near. Returns how many are open."""
    agencies = Agency.objects.filter(kind=AgencyKind.CHILD_SUPPORT)
    return sum(_raise_in(one, at) for one in agencies.values_list("id", flat=True))


def _raise_in(agency: UUID, at: datetime) -> int:
    with acting_as(Principal(PrincipalKind.SUPPORT, agency)):
        on, raised = timezone.localdate(at), 0
        for row in _unheard({"agency_id": agency}, on):
            if row.planned_on <= on + SOON:
                flagging.raise_by_job(agency, row.person_id, row.case_id, at=at)
                raised += 1
        return raised
