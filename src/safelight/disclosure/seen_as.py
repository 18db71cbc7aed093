"""See it as: a record as somebody else would lawfully get it at this moment.

Nothing leaves: the worker sees, of their own record, what another reader would get.
What the worker may not see themselves is not shown to them here either.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import NO_GROUND, ORDER, Decision, Reason, Ruling
from safelight.core.gate.question import Asker, Ground, Item, Question
from safelight.core.leakguard.guard import search
from safelight.core.viewpoints import OUTSIDERS
from safelight.core.vocabulary import Answer, Channel, Purpose, Standing
from safelight.disclosure import directory, grounds, standing
from safelight.disclosure.access import question
from safelight.disclosure.items import Held, held
from safelight.disclosure.offers import guarded_around, parts, pieces_of, substitute_of
from safelight.disclosure.options import ground_options
from safelight.disclosure.parcels import Piece
from safelight.disclosure.person import decided
from safelight.disclosure.shown import Field, Shown, Withheld
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened

LEAK = Reason(
    code="leak-guard",
    law="42 U.S.C. 654(26); 34 U.S.C. 12291(b)(2)",
    because="The text shows where somebody can be found or reached: the leak guard stops "
    "it on its way out.",
    says=NO_GROUND.says,
)
NOT_YOURS = "They would get this; it is not shown to you."


class NoSuchViewpoint(LookupError):
    """Nobody of this code whose eyes the record could be seen with."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Somebody whose eyes a record can be seen with: a code and how they are called."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What they would get: given fields, and withheld ones with the words they get."""

    viewpoint: Viewpoint
    fields: tuple[Field, ...]

    @property
    def given(self) -> list[Field]:
        return [f for f in self.fields if isinstance(f, Shown) or f.words == NOT_YOURS]

    @property
    def withheld(self) -> list[Withheld]:
        given = self.given
        return [f for f in self.fields if f not in given and isinstance(f, Withheld)]

    @property
    def reasons(self) -> dict[Reason, list[Withheld]]:
        """What is withheld, under the first reason for each."""
        found: dict[Reason, list[Withheld]] = {}
        for field in self.withheld:
            found.setdefault(field.reasons[0], []).append(field)
        return found


def viewpoints(opened: Opened) -> dict[str, list[Viewpoint]]:
    """Everybody, in groups: outsiders, other agencies, their team members, colleagues."""
    others = directory.other_agencies(opened.by)
    colleagues = directory.case_staff(opened.by.agency)
    return {
        "Outside": [Viewpoint(s.value, one.label) for s, one in OUTSIDERS.items()],
        "Other agencies": [Viewpoint(f"agency-{a.id}", a.name) for a in others],
        "In a review team": [
            Viewpoint(f"team-{a.id}", f"A team member from {a.name}") for a in others
        ],
        "Colleagues": [Viewpoint(f"staff-{staff}", name) for staff, name in colleagues],
    }


def seen_as(opened: Opened, code: str) -> Seen:
    """The record as this reader would get it now. Raises NoSuchViewpoint."""
    every = {v.code: v for group in viewpoints(opened).values() for v in group}
    if code not in every:
        raise NoSuchViewpoint(code)
    with acting_as(opened.by):
        own, (_, mine, _) = cipher(opened.person), decided(opened, Channel.VIEW)
        found, questions = _facts(opened, code)
        decision = _best(questions, [h.item for h in found])
        substitute = substitute_of(questions, found, own)
        pieces = {
            p.item.key: p for p in pieces_of(tuple(found), substitute, decision, own)
        }
        stopped = _stopped(opened, code, pieces.values())
        fields = tuple(
            _stays(h)
            if h.item.key in stopped
            else _field(h, decision.rulings[h.item.key], pieces.get(h.item.key), mine)
            for h in found
        )
        shown = [f.key for f in fields if isinstance(f, Shown)]
        policies = mine.policies
        write(
            Act.PERSON_VIEWED, at=opened.at, about=own, policies=policies, items=shown,
            seen_as=code,
        )  # fmt: skip
    return Seen(every[code], fields)


def _stopped(opened: Opened, code: str, pieces: Collection[Piece]) -> set[str]:
    """The items that the leak guard would stop on their way to anybody else."""
    if code.startswith("staff-") or code == Standing.SUBJECT:
        return set()
    values = guarded_around(opened, pieces, on_release=True)
    return {leak.part for leak in search(parts(pieces), values)}


def _stays(found: Held) -> Field:
    return Withheld(
        found.item.key,
        found.label,
        found.item.category,
        LEAK.says,
        (LEAK,),
        (),
        found.at,
    )


def _field(found: Held, ruling: Ruling, piece: Piece | None, mine: Decision) -> Field:
    """One item as they would get it, if this worker may see it too."""
    key, label, category = found.item.key, found.label, found.item.category
    if piece is None:
        return Withheld(
            key, label, category, ruling.words, ruling.reasons, ruling.routes, found.at
        )
    if mine.answer(key) is not Answer.RELEASE:
        return Withheld(key, label, category, NOT_YOURS)
    return Shown(key, piece.label, category, piece.text, piece.at, piece.answer)


def _facts(opened: Opened, code: str) -> tuple[list[Held], list[Question]]:
    """The items with the facts that count for this reader, and what they could ask."""
    kind, _, which = code.partition("-")
    agency = opened.by.agency
    who = standing.reader(UUID(which)) if kind == "staff" else None
    facts = standing.about(agency, [opened.person], who, opened.at)[opened.person]
    found = held(standing.vault(agency), opened.person, facts)
    if who is not None:
        return found, [question(who, opened.at, Channel.VIEW)]
    if not which:
        return found, list(_outsider(Standing(code), opened))
    return found, list(_agency(opened, UUID(which), team=kind == "team"))


def _outsider(who: Standing, opened: Opened) -> Iterator[Question]:
    party = str(opened.person) if who is Standing.SUBJECT else "another"
    for channel, purpose in OUTSIDERS[who].asks:
        yield Question(
            asker=Asker(standing=who, party=party),
            channel=channel,
            purpose=purpose,
            at=opened.at,
        )


def _agency(opened: Opened, agency: UUID, *, team: bool) -> Iterator[Question]:
    """One question for each ground in force and each of its purposes; one without any."""
    asked = Question(
        asker=standing.recipient(agency),
        channel=Channel.SHARE,
        purpose=Purpose.TEAM_REVIEW if team else Purpose.CASEWORK,
        at=opened.at,
    )
    yield asked
    for option in ground_options(opened):
        if option.recipient_id == agency:
            ground: Ground = grounds.load(
                option.ref, agency=opened.by.agency, person=opened.person
            )
            for purpose in option.purposes:
                if not team or purpose is Purpose.TEAM_REVIEW:
                    yield replace(asked, ground=ground, purpose=purpose)


def _best(questions: Iterable[Question], items: list[Item]) -> Decision:
    """The strongest answer to each item that any of the questions gets."""
    decisions = [decide(asked, items) for asked in questions]
    first, *others = decisions
    best = dict(first.rulings)
    for decision in others:
        for key, ruling in decision.rulings.items():
            if ORDER.index(ruling.answer) < ORDER.index(best[key].answer):
                best[key] = ruling
    return Decision(best, first.policies)
