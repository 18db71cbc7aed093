"""The only writer of closings."""

from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.support.closing import Ground
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.support.models import Closing


def record(opened: Opened, case: UUID, ground: Ground) -> None:
    with acting_as(opened.by):
        Closing.objects.create(
            agency_id=opened.by.agency, person_id=opened.person, case_id=case,
            at=opened.at, recorded_by=opened.staff, ground=ground,
        )  # fmt: skip
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Ground of closing")
