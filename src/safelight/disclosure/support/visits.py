"""Appointments of one case: booked only where two sides do not meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher, ciphers
from safelight.core.case_kinds import PAYING
from safelight.core.leakguard.guard import Guarded, search
from safelight.core.support import calendar
from safelight.core.support.calendar import Kind, Visit
from safelight.disclosure.guarding import protected_values
from safelight.disclosure.support import planning
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.support import visits
from safelight.records.support.models import Appointment

TABLE = Appointment._meta.db_table


@dataclass(frozen=True, slots=True)
class Shown:
    """One of this person's own appointments."""

    visit: Visit
    leaving: str


def of_person(opened: Opened, participation: UUID) -> list[Shown] | None:
    """What is ahead, the earliest first; None where there is no such case."""
    with acting_as(opened.by):
        case = planning.case_of(opened, participation)
        if case is None:
            return None
        rows = Appointment.objects.filter(
            agency_id=opened.by.agency, case_id=case, person_id=opened.person,
            ends_at__gte=opened.at,
        ).order_by("starts_at")  # fmt: skip
        own, hers = cipher(opened.person), not _pays(opened, case)
        found = [_visit(row, own.open, is_hers=hers) for row in rows]
    return [Shown(one, calendar.leaving(one)) for one in found]


def book(
    opened: Opened, participation: UUID, *, kind: Kind, site: str,
    starts_at: datetime, ends_at: datetime, is_remote: bool,
) -> bool:  # fmt: skip
    """False where there is no such case. Raises Clash, and ValueError for a visit that
    ends before it begins."""
    if ends_at <= starts_at:
        raise ValueError("It ends before it begins.")
    if starts_at < opened.at:
        raise ValueError("This time is past.")
    with acting_as(opened.by):
        case = planning.case_of(opened, participation)
        if case is None:
            return False
        visit = Visit(kind=kind, site=site, starts_at=starts_at, ends_at=ends_at,
                      is_remote=is_remote, is_hers=not _pays(opened, case))  # fmt: skip
        values = tuple(protected_values(opened.by.agency, opened.person))
        if search([("site", site)], Guarded(values)):
            raise calendar.Clash(calendar.ELSEWHERE)
        calendar.check(visit, list(_others(opened, case)))
        visits.add(opened, case, uuid4(), visit)
        return True


def _pays(opened: Opened, case: UUID) -> bool:
    rows = Participation.objects.filter(
        agency_id=opened.by.agency, case_id=case, person_id=opened.person
    )
    return rows.filter(part__in=PAYING).exists()


def _others(opened: Opened, case: UUID) -> Iterator[Visit]:
    """Of everybody else in the case, also of those whom this worker may not see: they
    learn no more than that another time must be chosen."""
    agency = opened.by.agency
    rows = Appointment.objects.filter(
        agency_id=agency, case_id=case, ends_at__gte=opened.at
    ).exclude(person_id=opened.person)
    found = list(rows)
    keys = ciphers(sorted({row.person_id for row in found}))
    parts = Participation.objects.filter(agency_id=agency, case_id=case)
    paying = set(parts.filter(part__in=PAYING).values_list("person_id", flat=True))
    for row in found:
        yield _visit(row, keys[row.person_id].open, is_hers=row.person_id not in paying)


def _visit(
    row: Appointment, read: Callable[[Place, bytes], str], *, is_hers: bool
) -> Visit:
    site = read(Place(TABLE, "site", row.id), bytes(row.site))
    starts, ends = (timezone.localtime(at) for at in (row.starts_at, row.ends_at))
    return Visit(kind=Kind(row.kind), site=site, starts_at=starts, ends_at=ends,
                 is_remote=row.is_remote, is_hers=is_hers)  # fmt: skip
