"""A child protection case as its workers see it: its course, and the pattern as facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.protection.course import Outcome, Responsible, Step, step_of
from safelight.core.protection.pattern import (
    APART,
    FACTORS,
    VIOLENCE,
    FactKind,
    Towards,
)
from safelight.core.protection.producing import Requester
from safelight.core.protection.producing import Step as AskedStep
from safelight.core.vocabulary import Source
from safelight.disclosure import person
from safelight.disclosure.access import open_person
from safelight.disclosure.participating import case_of_kind
from safelight.disclosure.people import visible
from safelight.disclosure.shown import Refused, Shown
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.people.models import Assignment
from safelight.records.protection import actions
from safelight.records.protection.models import CaseStep, FactRow, Production
from safelight.records.protection.producing import steps_of
from safelight.records.support.models import Asked


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the case whom this worker may open."""

    person: UUID
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Course:
    """A case on its page; `number` as the gate shows it. `others` are people in it whose
    records this worker does not work with."""

    case: UUID
    number: str
    steps: tuple[tuple[date, Step, Outcome], ...]
    responsible: Responsible
    who: Member | None
    members: tuple[Member, ...]
    others: int
    not_asked: int


@dataclass(frozen=True, slots=True)
class Known:
    """A fact, with how it is known."""

    row: UUID
    kind: FactKind
    towards: Towards
    on: date
    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Facts of one person, the newest first."""

    facts: tuple[Known, ...]

    def _of(self, kinds: tuple[FactKind, ...]) -> list[Known]:
        return [one for one in self.facts if one.kind in kinds]

    @property
    def violence(self) -> list[Known]:
        return self._of(VIOLENCE)

    @property
    def protective(self) -> list[Known]:
        return self._of((FactKind.PROTECTS,))

    @property
    def factors(self) -> Mapping[FactKind, list[Known]]:
        """All five, so that what nobody has looked at is seen to be empty."""
        return {kind: self._of((kind,)) for kind in FACTORS}

    @property
    def apart(self) -> list[Known]:
        """What may be raised with the person using violence: known without the survivor
        and without a child."""
        return [one for one in self.violence if one.source in APART]


def course(opened: Opened, participation: UUID) -> Course | Refused:
    """The case, where the gate shows this worker its number."""
    page = person.read(opened)
    shown = {f.key: f.text for f in page.fields if isinstance(f, Shown)}
    number = shown.get(f"case:{participation}")
    with acting_as(opened.by):
        case = case_of_kind(opened, participation, CaseKind.CPS_CASE)
        if case is None or number is None:
            return Refused()
        rows = CaseStep.objects.filter(agency_id=opened.by.agency, case_id=case)
        steps = [(row.on, Outcome(row.outcome)) for row in rows.order_by("at", "id")]
        state, who = actions.responsible_of(opened.by.agency, case)
        parts = dict(_parts(opened, case))
        waiting = not_asked(opened, case)
    members = [m for one, part in parts.items() if (m := _member(opened, one, part))]
    return Course(
        case, number, tuple((on, step_of(one), one) for on, one in steps), state,
        next((m for m in members if m.person == who), None), tuple(members),
        len(parts) - len(members), waiting,
    )  # fmt: skip


def sealed(opened: Opened, found: Course) -> list[tuple[str, str]]:
    """The sealed items of the case that this worker may see: key, and whose and what."""
    choices = []
    for member in found.members:
        other = open_person(opened.by, member.person, opened.at)
        fields = person.read(other).fields if isinstance(other, Opened) else ()
        choices += [
            (f.key, f"{member.name}: {f.label}: {f.text[:80]}")
            for f in fields
            if isinstance(f, Shown) and f.is_sealed
        ]
    return choices


def waiting(
    by: Principal, at: datetime
) -> list[tuple[UUID, UUID, str, Requester, str]]:
    """Requests not produced yet about people of this worker's: person, request, name, who
    asks, and what is missing first; a subpoena waits for nothing here."""
    with acting_as(by):
        mine = Assignment.objects.filter(agency_id=by.agency, staff_id=by.worker)
        rows = list(Production.objects.filter(
            agency_id=by.agency, produced_at=None, person_id__in=mine.values("person_id")
        ).exclude(requester=Requester.SUBPOENA).order_by("at"))  # fmt: skip
        seen, _ = visible(by, {row.person_id for row in rows}, at)
        names = {one.person: one.name for one in seen}
        found = []
        for row in rows:
            done = {one.step for one in steps_of(row)}
            missing = [one.label for one in AskedStep if one not in done]
            if row.person_id in names:
                what = missing[0] if missing else "Ready to be produced"
                asks = Requester(row.requester)
                found.append((row.person_id, row.id, names[row.person_id], asks, what))
    return found


def productions(opened: Opened, case: UUID) -> list[tuple[UUID, Requester, datetime]]:
    """Requests begun from this person's record, the newest first."""
    with acting_as(opened.by):
        rows = Production.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, case_id=case
        ).order_by("-at")
        return [(row.id, Requester(row.requester), row.at) for row in rows]


def _parts(opened: Opened, case: UUID) -> list[tuple[UUID, Part]]:
    rows = Participation.objects.filter(agency_id=opened.by.agency, case_id=case)
    found = rows.order_by("part", "person_id").values_list("person_id", "part")
    return [(one, Part(part)) for one, part in found]


def not_asked(opened: Opened, case: UUID) -> int:
    """How many adults of a case nobody spoke with about safety, or tried to; inside
    `acting_as`."""
    adults = [one for one, part in _parts(opened, case) if part is not Part.CHILD]
    asked = Asked.objects.filter(agency_id=opened.by.agency, person_id__in=adults)
    return len(set(adults) - set(asked.values_list("person_id", flat=True)))


def _member(opened: Opened, who: UUID, part: Part) -> Member | None:
    other = open_person(opened.by, who, opened.at)
    if not isinstance(other, Opened):
        return None
    return Member(who, person.read(other).name, part)


def pattern(opened: Opened) -> Pattern:
    """The facts that the gate shows this worker."""
    page = person.read(opened)
    shown = {f.key: f.text for f in page.of("fact") if isinstance(f, Shown)}
    with acting_as(opened.by):
        rows = FactRow.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, struck_at=None
        )
        facts = [
            Known(row.id, FactKind(row.kind), Towards(row.towards), row.on,
                  Source(row.source), shown[f"fact:{row.id}"])
            for row in rows.order_by("-on", "-at") if f"fact:{row.id}" in shown
        ]  # fmt: skip
    return Pattern(tuple(facts))
