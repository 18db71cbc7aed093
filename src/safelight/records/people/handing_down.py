"""Before one of several records of a person goes: what it protects stays on the others."""

from uuid import UUID

from django.db.models import Q

from safelight.core.vocabulary import Flag
from safelight.records.opened import Opened
from safelight.records.people import links
from safelight.records.people.models import (
    IN_ORDER,
    PossibleMatch,
    Protection,
    StaffBlock,
)
from safelight.records.people.protecting import refresh_search


def hand_down(opened: Opened) -> None:
    """Give protections to records of the same person, and staff blocks also to those
    that may be. Inside the caller's `acting_as`; the links are still there."""
    agency, person = opened.by.agency, opened.person
    same = links.same(agency, [person])[person]
    maybe = PossibleMatch.objects.filter(
        Q(person_id=person) | Q(other_id=person), agency_id=agency
    )
    pairs = maybe.values_list("person_id", "other_id")
    for other in sorted(same):
        _protections(opened, other)
    for other in sorted(same | {one for pair in pairs for one in pair} - {person}):
        _blocks(agency, person, other)


def _protections(opened: Opened, other: UUID) -> None:
    rows = Protection.objects.filter(
        agency_id=opened.by.agency, person_id__in=[opened.person, other]
    )
    newest: dict[tuple[UUID, str], Protection] = {
        (row.person_id, row.kind): row for row in rows.order_by(*IN_ORDER)
    }
    for (person, kind), row in newest.items():
        theirs = newest.get((other, kind))
        stricter = row.standing != Flag.CLEAR and (
            theirs is None or theirs.standing == Flag.CLEAR or row.standing == Flag.SET
        )
        if person == opened.person and stricter:
            Protection.objects.create(
                agency_id=row.agency_id, person_id=other, kind=kind,
                standing=row.standing, basis=row.basis, since=opened.at,
                recorded_by=row.recorded_by,
            )  # fmt: skip
    refresh_search(opened.by.agency, other, opened.at)


def _blocks(agency: UUID, person: UUID, other: UUID) -> None:
    for row in StaffBlock.objects.filter(agency_id=agency, person_id=person):
        StaffBlock.objects.get_or_create(
            agency_id=agency,
            person_id=other,
            staff_id=row.staff_id,
            defaults={"since": row.since, "recorded_by": row.recorded_by},
        )
