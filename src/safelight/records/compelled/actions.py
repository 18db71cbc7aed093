"""The only writer of demands and of the steps about them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.compelled.scenario import Advice
from safelight.core.compelled.steps import AFTERWARDS, BEFORE, Duty, Kind, Step
from safelight.core.vocabulary import Category, HarmFinding
from safelight.core.vocabulary import Duty as RoleDuty
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.compelled.models import Consultation, Demand, StepDone
from safelight.records.duties import has_duty
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets

STEP = StepDone._meta.db_table


class NotNow(ValueError):
    """It was not recorded; the message says why and what next."""


def begin(
    opened: Opened,
    kind: Kind,
    *,
    learned_at: datetime,
    duty: Duty = Duty.UNCLEAR,
    recipient: UUID | None = None,
    categories: Collection[Category] = (),
    harm_finding: HarmFinding = HarmFinding.NONE,
) -> UUID:
    """Something is asked for, or must be considered. Nothing leaves by it yet."""
    with acting_as(opened.by):
        demand = uuid4()
        Demand.objects.create(
            agency_id=opened.by.agency, id=demand, person_id=opened.person, kind=kind,
            duty=duty, recipient_id=recipient, categories=sorted(categories),
            harm_finding=harm_finding, learned_at=learned_at, opened_at=opened.at,
            opened_by=opened.staff,
        )  # fmt: skip
        own = cipher(opened.person)
        write(Act.DEMAND_OPENED, at=opened.at, about=own, kind=kind.value)
        return demand


def record(
    opened: Opened,
    demand: UUID,
    step: Step,
    words: str,
    *,
    elements: Collection[str] = (),
) -> None:
    """A step with what was done. Raises NotNow for one without words, or of another kind of
    demand, or about one that is closed."""
    if not words.strip():
        raise NotNow("Say in a few words what was done, or why it was not safe.")
    with acting_as(opened.by):
        row = _open(opened, demand)
        kind = Kind(row.kind)
        if step not in (*BEFORE[kind], *AFTERWARDS[kind]):
            raise NotNow("This step is not part of it.")
        if step is Step.APPROVED and not has_duty(opened, RoleDuty.SUPERVISE):
            raise NotNow("Only a director records this.")
        if step is Step.ELEMENT:
            row.elements = sorted(elements)
            row.save(update_fields=["elements"])
        own, done = cipher(opened.person), uuid4()
        StepDone.objects.filter(
            agency_id=opened.by.agency, demand_id=demand, step=step
        ).delete()
        StepDone.objects.create(
            agency_id=opened.by.agency, id=done, person_id=opened.person,
            demand_id=demand, step=step, at=opened.at, recorded_by=opened.staff,
            words=own.seal(Place(STEP, "words", done), words),
        )  # fmt: skip
        write(Act.DEMAND_STEP, at=opened.at, about=own, step=step.value)


def decide_duty(opened: Opened, demand: UUID, duty: Duty) -> None:
    """Whether the law binds the program. Raises NotNow for a closed one."""
    with acting_as(opened.by):
        row = _open(opened, demand)
        row.duty = duty
        row.save(update_fields=["duty"])
        own = cipher(opened.person)
        write(Act.DEMAND_STEP, at=opened.at, about=own, step="DUTY")


def close(opened: Opened, demand: UUID) -> int:
    """End it: nothing more leaves by it, and what left is recalled; returns how many."""
    with acting_as(opened.by):
        row = _open(opened, demand)
        row.closed_at, row.closed_by = opened.at, opened.staff
        row.save(update_fields=["closed_at", "closed_by"])
        write(Act.DEMAND_CLOSED, at=opened.at, about=cipher(opened.person))
        return packets.recall_on_ground(opened, demand)


def consult(
    by: Principal, chosen: Collection[str], advice: Advice, *, at: datetime
) -> None:
    """Advice on a question without names."""
    with acting_as(by):
        Consultation.objects.create(
            agency_id=by.agency, chosen=sorted(chosen), advice=advice, at=at,
            recorded_by=by.worker,
        )  # fmt: skip
        write(Act.CONSULTED, at=at)


def _open(opened: Opened, demand: UUID) -> Demand:
    row: Demand | None = Demand.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person, id=demand, closed_at=None
    ).first()
    if row is None:
        raise NotNow("There is nothing open here.")
    return row
