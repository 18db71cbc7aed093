"""What of a case would go to a requester, person by person, and what stays (CF-26).

Asked of the gate anew each time; items of another case of the same person are left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from safelight.accounts.keys.ring import cipher
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision, Reason, Ruling
from safelight.core.gate.question import Asker, Ground, Question
from safelight.core.leakguard.guard import Guarded, Protected
from safelight.core.leakguard.values import ValueKind
from safelight.core.protection import producing as rules
from safelight.core.protection.producing import NotProduced, Requester
from safelight.core.vocabulary import (
    Assignment,
    Category,
    Channel,
    Flag,
    GroundKind,
    Purpose,
    Standing,
)
from safelight.disclosure import standing
from safelight.disclosure.access import open_person
from safelight.disclosure.items import Held, held
from safelight.disclosure.offers import guarded_around, pieces_of, substitute_of
from safelight.disclosure.parcels import Piece
from safelight.disclosure.person import decided
from safelight.records.cases.models import Hearing, Participation
from safelight.records.opened import Opened
from safelight.records.protection.models import CaseStep, Production

OF_CASE: Final = ("case", "hearing", "step")
ORDER_LASTS: Final = timedelta(days=30)
NAME = "name"


@dataclass(frozen=True, slots=True)
class Stays:
    """An item that does not go: its label, and the first true reason with its law."""

    key: str
    label: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class About:
    """What goes and stays of one person in the case; `name` is for inside, and `mine` are
    the items that this worker may see themselves."""

    opened: Opened
    name: str
    pieces: tuple[Piece, ...]
    stays: tuple[Stays, ...]
    mine: frozenset[str]
    laws: Mapping[str, str]
    is_in_other_cases: bool

    @property
    def goes(self) -> list[tuple[Piece, str]]:
        """Each piece with the law that lets it go."""
        return [(piece, self.laws[piece.item.key]) for piece in self.pieces]

    @property
    def reasons(self) -> dict[Reason, list[str]]:
        """What stays, under the first reason for each."""
        found: dict[Reason, list[str]] = {}
        for one in self.stays:
            found.setdefault(one.reason, []).append(one.label)
        return found

    @property
    def heading(self) -> str:
        """The name where the requester gets it."""
        named = [p.text for p in self.pieces if p.item.key.startswith(f"{NAME}:")]
        return named[0] if named else "A person in the file"


def _members(opened: Opened, case: UUID) -> Iterator[Opened]:
    """Everybody in the case, whoever the request was begun from first."""
    rows = Participation.objects.filter(agency_id=opened.by.agency, case_id=case)
    if not _works_with(opened):
        raise NotProduced("You do not work with this person.")
    yield opened
    for who in rows.exclude(person_id=opened.person).values_list(
        "person_id", flat=True
    ):
        other = open_person(opened.by, who, opened.at)
        if not isinstance(other, Opened) or not _works_with(other):
            raise NotProduced(
                "You do not work with everybody in this case. Ask your supervisor to "
                "assign you; nothing is produced of a part."
            )
        yield other


def _works_with(opened: Opened) -> bool:
    who = standing.reader(opened.by.worker)
    facts = standing.about(opened.by.agency, [opened.person], who, opened.at)
    return facts[opened.person].assignment is not Assignment.NONE


def composed(opened: Opened, row: Production) -> tuple[list[About], Decision]:
    """Inside `acting_as`. Raises NotProduced."""
    people: list[About] = []
    rulings: dict[str, Ruling] = {}
    policies = ""
    for member in list(_members(opened, row.case_id)):
        about, decision = _about(member, row)
        people.append(about)
        rulings.update(decision.rulings)
        policies = decision.policies
    return people, Decision(rulings, policies)


def _about(member: Opened, row: Production) -> tuple[About, Decision]:
    agency, own = member.by.agency, cipher(member.person)
    facts = standing.about(agency, [member.person], None, member.at)[member.person]
    every = held(standing.vault(agency), member.person, facts)
    own_case = _of_case(member, row.case_id)
    found = [h for h in every if h.item.key.split(":")[0] not in OF_CASE
             or h.item.key in own_case]  # fmt: skip
    elsewhere = len(every) > len(found)
    if row.requester == Requester.PANEL:  # a number is as good as a name
        found = [h for h in found if not h.item.key.startswith("case:")]
    asked = _question(row, member)
    decision = decide(asked, [h.item for h in found], with_routes=False)
    substitute = substitute_of([asked], found, own)
    pieces = tuple(pieces_of(tuple(found), substitute, decision, own))
    given = {p.item.key for p in pieces}
    stays = tuple(_stays(h, decision) for h in found if h.item.key not in given)
    name = next(h.text(own) for h in found if h.item.key.startswith(f"{NAME}:"))
    _, mine, _ = decided(member, Channel.VIEW)
    laws = {key: r.reasons[0].law for key, r in decision.rulings.items()}
    about = About(member, name, pieces, stays, mine.released(), laws, elsewhere)
    return about, decision


def _of_case(member: Opened, case: UUID) -> set[str]:
    """The items that belong to this case; another case of the same person is not its file."""
    where = {"agency_id": member.by.agency, "case_id": case}
    rows = (
        ("case", Participation.objects.filter(**where, person_id=member.person)),
        ("hearing", Hearing.objects.filter(**where)),
        ("step", CaseStep.objects.filter(**where)),
    )
    return {f"{kind}:{row}" for kind, found in rows
            for row in found.values_list("id", flat=True)}  # fmt: skip


def _stays(found: Held, decision: Decision) -> Stays:
    return Stays(
        found.item.key, found.label, decision.rulings[found.item.key].reasons[0]
    )


def _question(row: Production, member: Opened) -> Question:
    requester = Requester(row.requester)
    if requester is Requester.SUBPOENA:
        raise NotProduced("A subpoena alone opens nothing (CF-19).")
    asker = (
        standing.recipient(row.recipient_id) if row.recipient_id
        else Asker(standing=Standing.PUBLIC)
    )  # fmt: skip
    base = Question(
        asker=asker, channel=Channel.SHARE, purpose=Purpose.COURT_PROCEEDING,
        at=member.at,
    )  # fmt: skip
    ground = _order(row) if requester is Requester.COURT else Ground()
    return rules.question(
        requester, base, subject=str(member.person), party=str(row.party_id or ""),
        ground=ground,
    )  # fmt: skip


def _order(row: Production) -> Ground:
    """The court's order as it is written: its categories, and sealed items by name."""
    return Ground(
        kind=GroundKind.COURT_ORDER, sender=str(row.agency_id),
        recipient=str(row.recipient_id), categories=frozenset(map(Category, row.categories)),
        items=frozenset(row.items), purposes=frozenset({Purpose.COURT_PROCEEDING}),
        channels=frozenset({Channel.SHARE}), starts=row.at, ends=row.at + ORDER_LASTS,
        revoked=Flag.CLEAR,
    )  # fmt: skip


def pieces(people: Iterable[About]) -> list[Piece]:
    """All that would go."""
    return [p for one in people for p in one.pieces]


def guarded(row: Production, people: list[About]) -> Guarded:
    """The whereabouts around everybody in the case, but the very items that go; for a panel
    also every name."""
    going = pieces(people)
    around = [guarded_around(one.opened, going, on_release=False) for one in people]
    values = dict.fromkeys(v for one in around for v in one.values)
    if row.requester == Requester.PANEL:
        values |= dict.fromkeys(
            Protected(f"name:{one.opened.person}", Category.IDENTITY, one.name,
                      ValueKind.NAME) for one in people
        )  # fmt: skip
    known = [one.allowed for one in around if one.allowed is not None]
    allowed = tuple(text for one in known for text in one) if known else None
    return Guarded(
        tuple(values), tuple(text for one in around for text in one.free), allowed
    )
