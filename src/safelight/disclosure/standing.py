"""How a reader stands to some people: assigned, supervising, kept away; and what
protects those people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import once
from safelight.accounts.models import Agency, Staff
from safelight.core.gate.question import Asker, Protections
from safelight.core.vocabulary import (
    AgencyKind,
    Assignment,
    Duty,
    Flag,
    Fund,
    Standing,
)
from safelight.records.people import links
from safelight.records.people import models as people
from safelight.records.people.protecting import protections


@dataclass(frozen=True, slots=True)
class Reader:
    """A member of staff as the gate sees one."""

    staff: UUID
    asker: Asker


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """The facts of one person that every item of theirs shares."""

    protections: Protections
    assignment: Assignment
    staff_block: Flag


@dataclass(frozen=True, slots=True)
class Vault:
    """The agency whose vault items are in, as the gate sees it."""

    agency: UUID
    kind: AgencyKind
    funds: frozenset[Fund]
    jurisdiction: str


def reader(staff: UUID) -> Reader:
    """A member of staff as they stand now; read once in a transaction."""
    return once(("reader", staff), lambda: _reader(staff))


def _reader(staff: UUID) -> Reader:
    values = Staff.objects.select_related("agency").get(id=staff)
    asker = Asker(
        standing=Standing.STAFF,
        agency=str(values.agency_id),
        agency_kind=AgencyKind(values.agency.kind),
        duties=values.duties,
        active=values.is_active,
    )
    return Reader(staff, asker)


def vault(agency: UUID) -> Vault:
    """An agency as the gate sees it; read once in a transaction."""
    return once(("vault", agency), lambda: _vault(agency))


def _vault(agency: UUID) -> Vault:
    found = Agency.objects.get(id=agency)
    funds = frozenset(Fund(code) for code in found.funds)
    return Vault(agency, AgencyKind(found.kind), funds, found.jurisdiction)


def recipient(agency: UUID) -> Asker:
    """An agency as the one who would get a packet."""
    kind = AgencyKind(Agency.objects.get(id=agency).kind)
    return Asker(standing=Standing.STAFF, agency=str(agency), agency_kind=kind)


def about(
    agency: UUID, people_ids: Collection[UUID], who: Reader | None, at: datetime
) -> dict[UUID, AboutPerson]:
    """The shared facts of each person, with a few queries however many they are."""
    same = links.same(agency, people_ids)
    perhaps = links.perhaps_same(agency, people_ids, same) if who else {}
    known = protections(agency, people_ids, same, at)
    assignments = _assignments(agency, people_ids, perhaps, who)
    blocked = _blocked(agency, people_ids, perhaps, who)
    return {
        person: AboutPerson(
            known.get(person, Protections()),
            assignments.get(person, Assignment.NONE),
            Flag.SET if person in blocked else Flag.CLEAR,
        )
        for person in people_ids
    }


def _assignments(
    agency: UUID, ids: Collection[UUID], same: links.Links, who: Reader | None
) -> dict[UUID, Assignment]:
    if who is None:
        return {}
    everyone = {*ids, *(other for others in same.values() for other in others)}
    rows = people.Assignment.objects.filter(agency_id=agency, person_id__in=everyone)
    workers: dict[UUID, set[UUID]] = defaultdict(set)
    for person, staff in rows.values_list("person_id", "staff_id"):
        workers[person].add(staff)
    supervised = _supervised(who)
    return {
        person: _assignment(workers[person], who, supervised)
        if not any(who.staff in workers[other] for other in same.get(person, ()))
        else Assignment.ASSIGNED
        for person in ids
    }


def _supervised(who: Reader) -> set[UUID]:
    if Duty.SUPERVISE not in who.asker.duties:
        return set()
    return set(Staff.objects.filter(supervisor=who.staff).values_list("id", flat=True))


def _assignment(
    workers: Iterable[UUID], who: Reader, supervised: set[UUID]
) -> Assignment:
    workers = set(workers)
    if who.staff in workers:
        return Assignment.ASSIGNED
    if Duty.SUPERVISE in who.asker.duties and (not workers or workers & supervised):
        return Assignment.SUPERVISOR
    return Assignment.NONE


def has_blocks(agency: UUID, who: Reader) -> bool:
    """Whether this worker is kept away from anybody."""
    rows = people.StaffBlock.objects.filter(agency_id=agency, staff_id=who.staff)
    return rows.exists()


def _blocked(
    agency: UUID, ids: Collection[UUID], same: links.Links, who: Reader | None
) -> set[UUID]:
    if who is None:
        return set()
    rows = people.StaffBlock.objects.filter(agency_id=agency, staff_id=who.staff)
    kept = set(rows.values_list("person_id", flat=True))
    return {person for person in ids if kept & {person, *same.get(person, ())}}
