"""The only writers of cases."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import CaseKind, Part
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Case, Hearing, Participation
from safelight.records.opened import Opened
from safelight.records.people import index

PARTICIPATION = Participation._meta.db_table


def open_case(
    parts: Sequence[tuple[Opened, Part]], *, kind: CaseKind, number: str
) -> UUID:
    """Open a case with its people, each of whose records is open to the worker.

    Raises ValueError without any person.
    """
    if not parts:
        raise ValueError("A case needs at least one person.")
    first = parts[0][0]
    with acting_as(first.by):
        case, today = uuid4(), timezone.localdate(first.at)
        Case.objects.create(
            agency_id=first.by.agency,
            id=case,
            kind=kind,
            opened_on=today,
        )
        for opened, part in parts:
            _take_part(case, opened, part, number)
        return case


def join_case(opened: Opened, case: UUID, part: Part, *, number: str) -> None:
    """Somebody more in a case."""
    with acting_as(opened.by):
        _take_part(case, opened, part, number)


def _take_part(case: UUID, opened: Opened, part: Part, number: str) -> None:
    own, participation = cipher(opened.person), uuid4()
    Participation.objects.create(
        agency_id=opened.by.agency,
        id=participation,
        case_id=case,
        person_id=opened.person,
        part=part,
        number=own.seal(Place(PARTICIPATION, "number", participation), number),
    )
    place = Place(PARTICIPATION, "number", participation)
    index.add(opened.person, place, [(index.CASE_NUMBER, index.normal(number))])
    write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Case opened")


def close_case(opened: Opened, participation: UUID, *, on: date) -> None:
    """Close a case, by this person's part in it. Raises ValueError."""
    with acting_as(opened.by):
        rows = Case.objects.filter(
            agency_id=opened.by.agency,
            id=_case_of(opened, participation),
            closed_on=None,
        )
        if not rows.update(closed_on=on):
            raise ValueError("This case is closed already.")
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Case closed")


def _case_of(opened: Opened, participation: UUID) -> UUID:
    parts = Participation.objects.filter(
        agency_id=opened.by.agency, id=participation, person_id=opened.person
    )
    case: UUID | None = parts.values_list("case_id", flat=True).first()
    if case is None:
        raise ValueError("This person takes no part in that case.")
    return case


def set_hearing(opened: Opened, participation: UUID, *, hearing_at: datetime) -> None:
    """Record a hearing in a case, by this person's part in it. Raises ValueError."""
    with acting_as(opened.by):
        case = _case_of(opened, participation)
        Hearing.objects.create(agency_id=opened.by.agency, case_id=case, at=hearing_at)
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Hearing recorded")
