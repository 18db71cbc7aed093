"""The only writers of court overrides. No value that is delivered passes through here."""

from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.vocabulary import HarmFinding
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.registry.models import Delivery, Override

OVERRIDE = Override._meta.db_table


def ask(
    opened: Opened, override: UUID, *, court: UUID, order_number: str, token: bytes,
    ends: datetime,
) -> None:  # fmt: skip
    """Record the court's order, and the digest of the token its papers will carry."""
    with acting_as(opened.by):
        own = cipher(opened.person)
        Override.objects.create(
            agency_id=opened.by.agency, id=override, person_id=opened.person,
            court_id=court, asked_at=opened.at, asked_by=opened.staff,
            order_number=own.seal(Place(OVERRIDE, "order_number", override), order_number),
        )  # fmt: skip
        Delivery.objects.create(
            id=override, sender_id=opened.by.agency, recipient_id=court, token=token,
            ends=ends, finding=HarmFinding.NONE,
        )  # fmt: skip
        write(Act.OVERRIDE_ASKED, at=opened.at, about=own)


def sealed(override: UUID, *, by: Principal, at: datetime) -> bool:
    """Mark it as sealed for the court; False where it was before, or cannot be."""
    with acting_as(by):
        rows = Delivery.objects.filter(
            id=override, sender_id=by.agency, sealed_at=None, ends__gt=at,
            finding=HarmFinding.NONE,
        )  # fmt: skip
        return bool(rows.update(sealed_at=at))


def delivered(override: UUID, *, by: Principal, at: datetime) -> bool:
    """Mark it as delivered, once; False where it was before, or cannot be."""
    with acting_as(by):
        rows = Delivery.objects.filter(
            id=override, recipient_id=by.agency, delivered_at=None, ends__gt=at,
            finding=HarmFinding.NONE, sealed_at__isnull=False,
        )  # fmt: skip
        return bool(rows.update(delivered_at=at))


def found(override: UUID, finding: HarmFinding, *, by: Principal, at: datetime) -> bool:
    """The court's finding, once. A harmful one locks the delivery against everybody."""
    with acting_as(by):
        rows = Delivery.objects.filter(
            id=override, recipient_id=by.agency, finding=HarmFinding.NONE
        )
        if not rows.update(finding=finding, found_at=at):
            return False
        write(Act.OVERRIDE_FOUND, at=at)
        return True
