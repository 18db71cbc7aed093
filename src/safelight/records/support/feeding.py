"""The only writer of what the state system's daily file brings."""

from datetime import date
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.support.standing import State
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.support.models import Scheduled


def scheduled(
    opened: Opened, case: UUID, action: str, *, due_on: date, state: State, number: str
) -> bool:
    """An action of the state system, known by its number there; False where nothing of it
    is new."""
    with acting_as(opened.by):
        where = {"agency_id": opened.by.agency, "case_id": case, "number": number}
        last = Scheduled.objects.filter(**where).order_by("at", "id").last()
        now = (action, due_on, state.value)
        if last and (last.action, last.due_on, last.state) == now:
            return False
        Scheduled.objects.create(
            **where, person_id=opened.person, at=opened.at,
            recorded_by=opened.by.agency, action=action, due_on=due_on, state=state,
        )  # fmt: skip
        own = cipher(opened.person)
        write(Act.ACTION_SCHEDULED, at=opened.at, about=own, what=state.label)
        return True
