"""A demand as its page shows it: what must be first, what it opens, what runs out when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.accounts.models import Agency, Staff
from safelight.core.compelled import reporting, steps
from safelight.core.compelled.reporting import Deadline, Guide, due_at, guide, qualifies
from safelight.core.compelled.scenario import Advice
from safelight.core.compelled.steps import AFTERWARDS, BEFORE, LAW, Duty, Kind, Step
from safelight.core.vocabulary import AgencyKind, Category, Fund
from safelight.disclosure.grounds import is_open
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.compelled.models import Consultation, Demand, StepDone
from safelight.records.opened import Opened

STEP = StepDone._meta.db_table
# Who can be given something by each kind, on this installation.
RECIPIENTS = {
    Kind.COURT_ORDER: (AgencyKind.COURT, AgencyKind.CHILD_PROTECTION,
                       AgencyKind.CHILD_SUPPORT),
    Kind.REPORT: (AgencyKind.CHILD_PROTECTION,),
    Kind.EMERGENCY: (AgencyKind.CHILD_PROTECTION,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A step, with the words of it once it is done."""

    step: Step
    at: datetime | None
    words: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class DemandPage:
    demand: UUID
    kind: Kind
    law: str
    duty: Duty
    recipient: str
    learned_at: datetime
    closed_at: datetime | None
    before: tuple[Row, ...]
    after: tuple[Row, ...]
    opens: bool
    why_not: str
    is_by_law: bool
    categories: tuple[Category, ...]
    guide: Guide | None
    is_old: bool
    elements: tuple[str, ...]
    qualifies: bool
    deadlines: tuple[tuple[Deadline, datetime | None, datetime | None], ...]

    @property
    def missing(self) -> list[Step]:
        return [row.step for row in self.before if row.at is None]


def read(opened: Opened, demand: UUID) -> DemandPage | None:
    """One entry in the ledger; None for no such demand of this person."""
    with acting_as(opened.by):
        row = _rows(opened).filter(id=demand).first()
        if row is None:
            return None
        write(Act.PERSON_VIEWED, at=opened.at, about=cipher(opened.person),
              items=[f"demand:{demand}"])  # fmt: skip
        return _page(row, cipher(opened.person), opened.at)


def open_demands(opened: Opened) -> list[tuple[UUID, Kind, datetime]]:
    """Those of a person that are not closed, the newest first."""
    with acting_as(opened.by):
        rows = _rows(opened).filter(closed_at=None).order_by("-opened_at")
        found = rows.values_list("id", "kind", "learned_at")
        return [(row, Kind(kind), at) for row, kind, at in found]


def recipients(kind: Kind) -> list[tuple[str, str]]:
    """Agencies of this installation that can be given something by it."""
    rows = Agency.objects.filter(kind__in=RECIPIENTS.get(kind, ())).order_by("name")
    return [(str(row), name) for row, name in rows.values_list("id", "name")]


def categories(kind: Kind) -> tuple[Category, ...]:
    """What can be named: of a report the least the law asks for."""
    return tuple(Category) if kind is Kind.COURT_ORDER else steps.REPORTED


def advice(by: Principal) -> list[tuple[datetime, Advice]]:
    """The newest questions without names, and what was advised."""
    with acting_as(by):
        rows = Consultation.objects.filter(agency_id=by.agency).order_by("-at")[:10]
        return [(row.at, Advice(row.advice)) for row in rows]


def running_out(
    agency: UUID, people: Iterable[UUID], at: datetime
) -> list[tuple[datetime, UUID, str]]:
    """Deadlines of open reports, inside `acting_as`: when, whose record, what."""
    rows = Demand.objects.filter(
        agency_id=agency, person_id__in=list(people), kind=Kind.REPORT, closed_at=None
    )
    state = Agency.objects.get(id=agency).jurisdiction
    found = []
    for row in rows:
        done = {step: when for step, when in _done(row).items() if when}
        for one, due, made in _deadlines(guide(state), row.learned_at, done):
            if due is not None and made is None:
                found.append((due, row.person_id, one.what))
    return sorted(found)


def _rows(opened: Opened) -> "QuerySet[Demand]":
    return Demand.objects.filter(agency_id=opened.by.agency, person_id=opened.person)


def _done(row: Demand) -> dict[Step, datetime]:
    rows = StepDone.objects.filter(agency_id=row.agency_id, demand_id=row.id)
    return {Step(step): at for step, at in rows.values_list("step", "at")}


def _deadlines(
    of: Guide, learned: datetime, done: dict[Step, datetime]
) -> list[tuple[Deadline, datetime | None, datetime | None]]:
    oral, written = done.get(Step.ORAL), done.get(Step.WRITTEN)
    return [
        (one, due_at(one, learned, oral),
         oral if one.since is reporting.From.LEARNED else written)
        for one in of.deadlines
    ]  # fmt: skip


def _page(row: Demand, own: DataCipher, at: datetime) -> DemandPage:
    kind, duty = Kind(row.kind), Duty(row.duty)
    agency = Agency.objects.get(id=row.agency_id)
    staff = dict(
        Staff.objects.filter(agency_id=row.agency_id).values_list("id", "name")
    )
    told = {
        Step(one.step): Row(
            Step(one.step), one.at,
            own.open(Place(STEP, "words", one.id), bytes(one.words)),
            staff.get(one.recorded_by, ""),
        )
        for one in StepDone.objects.filter(agency_id=row.agency_id, demand_id=row.id)
    }  # fmt: skip
    law = guide(agency.jurisdiction) if kind is Kind.REPORT else None
    done = {step: one.at for step, one in told.items() if one.at}
    names = dict(Agency.objects.values_list("id", "name"))
    funds = [Fund(code) for code in agency.funds]
    return DemandPage(
        demand=row.id, kind=kind, law=LAW[kind], duty=duty,
        recipient=names.get(row.recipient_id, "") if row.recipient_id else "",
        learned_at=row.learned_at, closed_at=row.closed_at,
        before=tuple(told.get(step, Row(step, None, "")) for step in BEFORE[kind]),
        after=tuple(told.get(step, Row(step, None, "")) for step in AFTERWARDS[kind]),
        opens=is_open(row) and row.recipient_id is not None,
        why_not=steps.why_not(duty, funds) if kind in steps.BY_LAW else "",
        is_by_law=kind in steps.BY_LAW,
        categories=tuple(map(Category, row.categories)),
        guide=law, is_old=law is not None and law.is_old(timezone.localdate(at)),
        elements=tuple(row.elements), qualifies=qualifies(row.elements),
        deadlines=tuple(_deadlines(law, row.learned_at, done)) if law else (),
    )  # fmt: skip
