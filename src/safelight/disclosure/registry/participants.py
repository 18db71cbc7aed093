"""Everybody in a child support case as the registry would know them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.gate.question import Protections
from safelight.core.identifiers import IdentifierKind
from safelight.core.protections import strictest
from safelight.core.registry.abstract import Participant
from safelight.core.registry_life import TaskKind
from safelight.disclosure import standing
from safelight.records.cases.models import Case, Participation
from safelight.records.people.models import Identifier, Person, Protection
from safelight.records.registry.models import Submission, Task

PERSON = Person._meta.db_table
IDENTIFIER = Identifier._meta.db_table
PARTICIPATION = Participation._meta.db_table


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody's part in a case of which the registry may not know the latest: with what
    was sent last, and whether the case is closed."""

    person: UUID
    case: UUID
    participation: UUID
    part: Part
    last: UUID | None
    is_closed: bool


def due(agency: UUID) -> list[Due]:
    """Every part in a case whose last submission is older than what is recorded."""
    last = _last(agency)
    changed = _changed(agency)
    cases = Case.objects.filter(agency_id=agency, kind=CaseKind.IVD_CASE)
    closed = dict(cases.values_list("id", "closed_on"))
    rows = Participation.objects.filter(agency_id=agency, case_id__in=closed)
    found = []
    for row in rows.order_by("case_id", "id").values():
        person, case = row["person_id"], row["case_id"]
        sent = last.get((person, case))
        if sent is None and closed[case]:
            continue
        if sent is None or closed[case] or changed.get(person, sent[1]) > sent[1]:
            found.append(
                Due(person, case, row["id"], Part(row["part"]), sent and sent[0],
                    closed[case] is not None)
            )  # fmt: skip
    return found


def _last(agency: UUID) -> dict[tuple[UUID, UUID], tuple[UUID, datetime]]:
    rows = Submission.objects.filter(agency_id=agency).order_by("sent_at")
    values = rows.values_list("person_id", "case_id", "id", "sent_at")
    return {(person, case): (which, at) for person, case, which, at in values}


def _changed(agency: UUID) -> dict[UUID, datetime]:
    """When anything the registry may need to know of each person was last recorded, or
    what it had rejected was said to be mended."""
    found: dict[UUID, datetime] = {}
    rows = Task.objects.filter(agency_id=agency, kind=TaskKind.REJECTED)
    for times, column in (
        (Protection.objects.filter(agency_id=agency), "since"),
        (Identifier.objects.filter(agency_id=agency), "recorded_at"),
        (rows.exclude(done_at=None), "done_at"),
    ):
        for person, at in times.values_list("person_id", column):
            found[person] = max(at, found.get(person, at))
    return found


def participants(
    agency: UUID, found: Collection[Due], at: datetime
) -> Iterator[tuple[Due, DataCipher, Participant, Protections]]:
    """Each with their cipher, and with what protects anybody in their case (CS-17)."""
    cases = {one.case for one in found}
    rows = Participation.objects.filter(agency_id=agency, case_id__in=cases)
    together: dict[UUID, set[UUID]] = {}
    for case, person in rows.values_list("case_id", "person_id"):
        together.setdefault(case, set()).add(person)
    everyone = sorted({person for people in together.values() for person in people})
    facts = standing.about(agency, everyone, None, at)
    for one in found:
        own = cipher(one.person)
        protections = facts[one.person].protections
        shared = [facts[other].protections for other in together[one.case]]
        made = _participant(agency, one, own, protections)
        yield one, own, made, strictest([protections, *shared])


def _participant(
    agency: UUID, one: Due, own: DataCipher, protections: Protections
) -> Participant:
    person = Person.objects.get(agency_id=agency, id=one.person)
    taken = Participation.objects.get(agency_id=agency, id=one.participation)
    known = numbers(agency, one.person, own)
    born = _opened(own, PERSON, "birth_date", one.person, person.birth_date)
    return Participant(
        case_id=_opened(own, PARTICIPATION, "number", taken.id, taken.number),
        member_id=known.get(IdentifierKind.PARTICIPANT, ""),
        part=one.part,
        name=_opened(own, PERSON, "name", one.person, person.name),
        birth_date=date.fromisoformat(born) if born else None,
        ssn=known.get(IdentifierKind.SSN, ""),
        protections=protections,
    )


def numbers(agency: UUID, person: UUID, own: DataCipher) -> dict[str, str]:
    """The newest identifier of each kind."""
    rows = Identifier.objects.filter(agency_id=agency, person_id=person)
    return {
        row.kind: _opened(own, IDENTIFIER, "value", row.id, row.value)
        for row in rows.order_by("recorded_at")
    }


def case_numbers(agency: UUID, person: UUID, own: DataCipher) -> Iterator[str]:
    """The numbers of the cases somebody takes part in, open or closed."""
    rows = Participation.objects.filter(agency_id=agency, person_id=person)
    for row in rows.exclude(number=None):
        yield _opened(own, PARTICIPATION, "number", row.id, row.number)


def _opened(
    own: DataCipher, table: str, column: str, row: UUID, sealed: bytes | None
) -> str:
    return own.open(Place(table, column, row), bytes(sealed)) if sealed else ""
