"""The end of an agency's vault: every key destroyed, nothing readable ever again."""

from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.models import AgencySecret, DataKey, Staff
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.ledger.models import Leaf
from safelight.ledger.sealing import seal
from safelight.records.retention.actions import OnHold
from safelight.records.retention.models import LegalHold


class NotSealed(RuntimeError):
    """The last entry waits for an older transaction; no key was destroyed."""

    def __init__(self) -> None:
        super().__init__(
            "The ledger could not be closed: something else is still being written. "
            "No key was destroyed; try again in a minute."
        )


def destroy_keys(agency: UUID, *, at: datetime) -> int:
    """Destroy every key of an agency; returns how many. Its staff can no longer enter.

    The ledger stays verifiable; its last entry says that this happened. Raises OnHold
    while a legal hold keeps any record, and NotSealed.
    """
    by = Principal(PrincipalKind.RETENTION, agency)
    with acting_as(by):
        if LegalHold.objects.filter(agency_id=agency, lifted_at=None).exists():
            raise OnHold
        Staff.objects.filter(agency_id=agency).update(is_active=False)
        last = write(Act.KEYS_DESTROYED, at=at)
    seal(agency, at=at)
    with acting_as(by):
        if not Leaf.objects.filter(agency_id=agency, id=last).exists():
            raise NotSealed
        keys = DataKey.objects.filter(agency_id=agency)
        count: int = keys.count()
        keys.delete()
        AgencySecret.objects.filter(agency_id=agency).delete()
    return count
