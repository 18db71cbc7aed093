"""The directory of agencies and staff: what every agency may know of the others."""

from dataclasses import dataclass
from uuid import UUID

from safelight.accounts.fence.acting import Principal
from safelight.accounts.models import Agency, Staff
from safelight.core.release_rules import RECIPIENT_DUTIES
from safelight.core.vocabulary import AgencyKind, Duty

CASE_DUTIES = frozenset({Duty.CASEWORK, Duty.ADVOCACY, Duty.ADJUDICATE})


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """An agency with what it may have to keep or pass on."""

    id: UUID
    name: str
    kind: AgencyKind

    @property
    def duty(self) -> str:
        return RECIPIENT_DUTIES[self.kind]


def other_agencies(by: Principal) -> list[AgencyCard]:
    rows = Agency.objects.exclude(id=by.agency).order_by("name")
    return [
        AgencyCard(agency, name, AgencyKind(kind))
        for agency, name, kind in rows.values_list("id", "name", "kind")
    ]


def case_staff(agency: UUID) -> list[tuple[str, str]]:
    """Who at an agency works on cases: (id, name)."""
    rows = Staff.objects.filter(agency_id=agency, is_active=True).order_by("name")
    return [(str(s.id), s.name) for s in rows if s.duties & CASE_DUTIES]
