"""The only writer of appointments."""

from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.support.calendar import Visit
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.support.models import Appointment


def add(opened: Opened, case: UUID, appointment: UUID, visit: Visit) -> None:
    """Book a visit that was checked (`disclosure`)."""
    with acting_as(opened.by):
        own = cipher(opened.person)
        place = Place(Appointment._meta.db_table, "site", appointment)
        Appointment.objects.create(
            agency_id=opened.by.agency, id=appointment, person_id=opened.person,
            case_id=case, at=opened.at, recorded_by=opened.staff, kind=visit.kind,
            site=own.seal(place, visit.site), starts_at=visit.starts_at,
            ends_at=visit.ends_at, is_remote=visit.is_remote,
        )  # fmt: skip
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Appointment booked")
