"""The only writer of orders of protection."""

from datetime import date
from uuid import UUID, uuid4

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.orders.order import Order, require
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.vocabulary import Flag
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.orders.models import ProtectionOrder
from safelight.records.people.actions import record_protection
from safelight.records.rows import row_of

TABLE = ProtectionOrder._meta.db_table
KIND = ProtectionKind.PROTECTION_ORDER


def record(
    opened: Opened, order: Order, *, number: str, court: str, terms: str = "",
    restrained: UUID | None = None, registered_on: date | None = None,
    told_on_request: bool = False,
) -> UUID:  # fmt: skip
    """An order that is in force, or will be, sets the protection, and with it recalls packets
    that were decided without it; one that is over is kept and sets nothing. Raises
    NotLikeThis."""
    require(order)
    with acting_as(opened.by):
        own, row = cipher(opened.person), uuid4()
        ProtectionOrder.objects.create(
            **row_of(opened), id=row, number=own.seal(Place(TABLE, "number", row), number),
            court=own.seal(Place(TABLE, "court", row), court),
            terms=own.seal(Place(TABLE, "terms", row), terms) if terms else None,
            conditions=sorted(order.conditions), issued_on=order.issued_on,
            expires_on=order.expires_on, restrained_id=restrained,
            against_petitioner=order.against_petitioner,
            cross_petition=order.cross_petition, own_findings=order.own_findings,
            registered_on=registered_on, told_on_request=told_on_request,
        )  # fmt: skip
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Order of protection")
        if not order.is_over(timezone.localdate(opened.at)):
            record_protection(opened, kind=KIND, standing=Flag.SET, basis=Basis.ORDER)
        return row


def plan_handover(opened: Opened, row: UUID) -> bool:
    """How the children are handed over was planned with them; False for no such order."""
    with acting_as(opened.by):
        rows = ProtectionOrder.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=row
        )
        return _told(
            opened, rows.update(handover_planned_at=opened.at), "Handover planned"
        )


def end(opened: Opened, row: UUID, on: date) -> bool:
    """The court ended it, or it was recorded wrongly: in force until `on`. The protection
    stays until somebody lowers it. False for no such order."""
    with acting_as(opened.by):
        rows = ProtectionOrder.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=row
        )
        return _told(opened, rows.update(ended_on=on), "Order of protection ended")


def _told(opened: Opened, count: int, what: str) -> bool:
    if count:
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what=what)
    return bool(count)
