"""An incident as its page shows it: steps, script, clocks, and everything that went out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.core.contact_kinds import SafeUse
from safelight.core.incident import Clock, Step, clocks, ends
from safelight.disclosure import standing
from safelight.disclosure.access import decide_identity
from safelight.disclosure.accounting import Line, account
from safelight.disclosure.guarding import everyone
from safelight.ledger.acts import Act
from safelight.records.incidents.models import Incident, StepTaken
from safelight.records.opened import Opened
from safelight.records.people.models import ContactPoint

# Acts by which something left the agency.
LEFT: Final = frozenset({
    Act.PACKET_SENT, Act.PACKET_PRINTED, Act.PAPER_MADE, Act.REGISTRY_SENT,
    Act.ANSWER_GIVEN, Act.ACCOUNT_GIVEN, Act.OVERRIDE_SEALED, Act.FLAG_TOLD,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncidentPage:
    incident: UUID
    found_at: datetime
    is_drill: bool
    has_safe_channel: bool
    steps: tuple[tuple[Step, datetime | None], ...]
    clocks: tuple[tuple[Clock, datetime], ...]
    went_out: tuple[Line, ...]


def current(opened: Opened) -> IncidentPage | None:
    """The open incident of a person; None where there is none."""
    with acting_as(opened.by):
        of_person = {"agency_id": opened.by.agency, "person_id": opened.person}
        row = Incident.objects.filter(**of_person, closed_at=None).first()
        if row is None:
            return None
        taken = dict(
            StepTaken.objects.filter(
                agency_id=opened.by.agency, incident_id=row.id
            ).values_list("step", "at")
        )
        kind = standing.vault(opened.by.agency).kind
        told = clocks(kind, has_locator_data=row.has_locator_data)
        safe = ContactPoint.objects.filter(**of_person, safe_use=SafeUse.SAFE).exists()
        went_out = tuple(_went_out(opened))
    return IncidentPage(
        row.id, row.found_at, row.is_drill, safe,
        tuple((step, taken.get(step.value)) for step in Step),
        tuple((clock, ends(clock, row.found_at)) for clock in told),
        went_out,
    )  # fmt: skip


def _went_out(opened: Opened) -> list[Line]:
    """Each thing that left about this person, and about others of their cases whom this
    worker may see: a paper can be made from either side."""
    together = sorted(everyone(opened.by.agency, opened.person), key=str)
    decision = decide_identity(opened.by, together, opened.at)
    seen = [p for p in together if not decision.rulings[f"name:{p}"].is_withheld]
    lines = [
        line
        for person in seen
        for line in account(Opened(opened.by, person, opened.at), LEFT, each=True)
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)
