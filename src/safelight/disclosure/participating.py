"""The case in which a person takes part."""

from uuid import UUID

from safelight.core.case_kinds import CaseKind
from safelight.records.cases.models import Case, Participation
from safelight.records.opened import Opened


def case_of_kind(opened: Opened, participation: UUID, kind: CaseKind) -> UUID | None:
    """The case of a participation of this person, where it is of a kind; inside
    `acting_as`."""
    rows = Participation.objects.filter(
        agency_id=opened.by.agency, id=participation, person_id=opened.person
    )
    case: UUID | None = rows.values_list("case_id", flat=True).first()
    if case is None:
        return None
    ours = Case.objects.filter(agency_id=opened.by.agency, id=case, kind=kind)
    return case if ours.exists() else None
