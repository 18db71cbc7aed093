"""Orders of protection of one person, and what each asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.orders.order import HANDOVER, Condition, Order
from safelight.core.vocabulary import Flag
from safelight.disclosure import person
from safelight.disclosure.shown import Shown
from safelight.records.opened import Opened
from safelight.records.orders.actions import TABLE
from safelight.records.orders.models import ProtectionOrder

KEY = "order"


@dataclass(frozen=True, slots=True)
class Kept:
    row: UUID
    order: Order
    number: str
    court: str
    terms: str
    is_in_force: bool
    is_registered: bool
    told_on_request: bool
    handover_planned_at: datetime | None

    @property
    def needs_handover_plan(self) -> bool:
        return (
            self.is_in_force and self.order.needs_handover
            and self.handover_planned_at is None
        )  # fmt: skip

    @property
    def listed(self) -> list[Condition]:
        return sorted(self.order.conditions)


def read(opened: Opened) -> list[Kept]:
    """Those that the gate shows this worker, the newest first."""
    shown = {f.key for f in person.read(opened).of(KEY) if isinstance(f, Shown)}
    with acting_as(opened.by):
        own, today = cipher(opened.person), timezone.localdate(opened.at)
        rows = ProtectionOrder.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        ).order_by("-issued_on", "-at")
        found = []
        for row in rows:
            if f"{KEY}:{row.id}" not in shown:
                continue
            order = order_of(row)
            number, court = (
                own.open(Place(TABLE, column, row.id), bytes(getattr(row, column)))
                for column in ("number", "court")
            )
            terms = bytes(row.terms) if row.terms else b""
            found.append(Kept(
                row.id, order, number, court,
                own.open(Place(TABLE, "terms", row.id), terms) if terms else "",
                order.is_in_force(today), row.registered_on is not None,
                row.told_on_request, row.handover_planned_at,
            ))  # fmt: skip
    return found


def order_of(row: ProtectionOrder) -> Order:
    return Order(
        issued_on=row.issued_on, expires_on=row.expires_on, ended_on=row.ended_on,
        conditions=frozenset(map(Condition, row.conditions)),
        against_petitioner=Flag(row.against_petitioner),
        cross_petition=Flag(row.cross_petition), own_findings=Flag(row.own_findings),
    )  # fmt: skip


def to_hand_over(agency: UUID, people: Collection[UUID], at: datetime) -> list[UUID]:
    """Whose children are handed over under an order, and nobody has planned how; inside
    `acting_as`."""
    rows = ProtectionOrder.objects.filter(
        agency_id=agency, person_id__in=list(people), handover_planned_at=None,
        conditions__overlap=sorted(HANDOVER),
    )  # fmt: skip
    today = timezone.localdate(at)
    return sorted({row.person_id for row in rows if order_of(row).is_in_force(today)})
