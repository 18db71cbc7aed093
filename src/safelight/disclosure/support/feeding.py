"""The state system's daily file into the vault: re-runnable, nobody typed twice.

Nothing is read out to whoever runs it. Somebody who may be one already held is matched
inside the vault: their worker hears of it, the importer sees that they were received.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.identifiers import IdentifierKind
from safelight.core.support.feed import Kind, Line, Wrong, day
from safelight.core.support.standing import State
from safelight.core.vocabulary import Source
from safelight.disclosure.support.casefile import number_of
from safelight.records.cases import actions as cases
from safelight.records.cases.models import Case, Participation
from safelight.records.opened import Opened
from safelight.records.people import actions as people
from safelight.records.people import index
from safelight.records.people.models import Assignment
from safelight.records.support import feeding

# Where a case has several, actions are about whoever it is there to protect.
FIRST = (
    Part.CUSTODIAL_PARTY,
    Part.NONCUSTODIAL_PARENT,
    Part.PUTATIVE_FATHER,
    Part.CHILD,
)


class DryRun(Exception):
    """Everything is as it was."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many lines of each kind were received, and what was left out, with its rule. The
    same whether or not somebody was known before."""

    received: dict[str, int]
    wrong: tuple[Wrong, ...]
    is_dry: bool


def principal(agency: UUID) -> Principal:
    return Principal(PrincipalKind.SUPPORT, agency)


def take_in(
    agency: UUID, lines: Iterable[Line | Wrong], at: datetime, *, dry: bool
) -> Report:
    """One transaction: all of it, or with `dry` nothing."""
    feed = _Feed(principal(agency), at)
    counts: Counter[str] = Counter()
    wrong: list[Wrong] = []
    try:
        with acting_as(feed.by):
            for number, line in enumerate(lines, 1):
                match line:
                    case Wrong():
                        wrong.append(line)
                    case Line() if rule := feed.take(line):
                        wrong.append(Wrong(number, rule))
                    case Line():
                        counts[line.record] += 1
            if dry:
                raise DryRun
    except DryRun:
        pass
    return Report(dict(sorted(counts.items())), tuple(wrong), dry)


class _Feed:
    """One file being taken in; cases wait for the first person in them."""

    def __init__(self, by: Principal, at: datetime) -> None:
        self.by, self.at = by, at
        self.announced: set[str] = set()

    def take(self, line: Line) -> str:
        """The rule that a line breaks; nothing where it was taken."""
        match Kind(line.record):
            case Kind.CASE:
                self.announced.add(line.case)
                return ""
            case Kind.PERSON:
                return self._person(line)
            case Kind.ACTION:
                return self._action(line)

    def _person(self, line: Line) -> str:
        case = self._case(line.case)
        if case is None and line.case not in self.announced:
            return "its case is not announced before it"
        person, part = self._known(line), Part(line.part)
        opened = Opened(self.by, person, self.at)
        if case is None:
            cases.open_case([(opened, part)], kind=CaseKind.IVD_CASE, number=line.case)
        elif person not in self._people(case):
            cases.join_case(opened, case, part, number=line.case)
            self._share_workers(opened, case)
        return ""

    def _action(self, line: Line) -> str:
        case = self._case(line.case)
        if case is None:
            return "its case has nobody in it"
        taking = self._people(case)
        first = min(taking, key=lambda p: (FIRST.index(Part(taking[p])), str(p)))
        due = day(line.due_on)
        assert due is not None
        feeding.scheduled(
            Opened(self.by, first, self.at), case, line.action, due_on=due,
            state=State(line.state), number=line.number,
        )  # fmt: skip
        return ""

    def _known(self, line: Line) -> UUID:
        """Whoever has this number in the state system, or somebody new."""
        held = index.find(index.NUMBER, index.normal(line.person))
        if held:
            return min(held, key=str)
        person = people.receive(
            by=self.by, at=self.at, name=line.name, birth_date=day(line.birth_date),
            source=Source.PARTNER_AGENCY,
        )  # fmt: skip
        people.add_identifier(
            Opened(self.by, person, self.at), kind=IdentifierKind.PARTICIPANT,
            value=line.person, source=Source.PARTNER_AGENCY,
        )  # fmt: skip
        return person

    def _case(self, number: str) -> UUID | None:
        held = index.find(index.CASE_NUMBER, index.normal(number))
        rows = Participation.objects.filter(
            agency_id=self.by.agency, person_id__in=held
        )
        ours = Case.objects.filter(agency_id=self.by.agency, kind=CaseKind.IVD_CASE)
        for row in rows.filter(case_id__in=ours.values("id")).order_by("id"):
            if number_of(row) == number:
                return UUID(str(row.case_id))
        return None

    def _people(self, case: UUID) -> dict[UUID, str]:
        rows = Participation.objects.filter(agency_id=self.by.agency, case_id=case)
        return dict(rows.values_list("person_id", "part"))

    def _share_workers(self, opened: Opened, case: UUID) -> None:
        """Whoever works with the others of the case works with somebody new in it, but for
        workers who are kept away."""
        rows = Assignment.objects.filter(
            agency_id=self.by.agency, person_id__in=self._people(case)
        )
        people.assign_by_feed(opened, set(rows.values_list("staff_id", flat=True)))
