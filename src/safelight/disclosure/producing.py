"""A child protection file for a legal request: item by item what the requester may lawfully
get, what stays and by which law, the leak guard over every page (CF-26, CF-29)."""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency, Staff
from safelight.core.documents.files import texts
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision, Reason, Ruling
from safelight.core.gate.question import Asker, Ground, Question
from safelight.core.leakguard.guard import Guarded, Leak, Protected, search
from safelight.core.leakguard.values import ValueKind
from safelight.core.papers.pages import behind
from safelight.core.papers.rendering import FILE, pdf
from safelight.core.protection import producing as rules
from safelight.core.protection.producing import LAW, NotProduced, Requester, Step
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
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.items import Held, held
from safelight.disclosure.offers import guarded_around, parts, pieces_of, substitute_of
from safelight.disclosure.parcels import Piece
from safelight.disclosure.person import decided
from safelight.disclosure.shown import Refused
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Hearing, Participation
from safelight.records.opened import Opened
from safelight.records.protection import producing as actions
from safelight.records.protection.models import CaseStep, Production

OF_CASE: Final = ("case", "hearing", "step")
ORDER_LASTS: Final = timedelta(days=30)
TITLE, LOG = "File", "What was withheld, for the judge in camera"
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


@dataclass(frozen=True, slots=True)
class Done:
    """A step as it was recorded."""

    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class ProductionPage:
    production: UUID
    requester: Requester
    law: str
    party: str
    court: str
    steps: tuple[tuple[Step, Done | None], ...]
    people: tuple[About, ...]
    leaks: tuple[Leak, ...]
    not_yet: str
    produced_at: datetime | None

    @property
    def pieces(self) -> list[Piece]:
        return [piece for one in self.people for piece in one.pieces]


def read(opened: Opened, production: UUID) -> ProductionPage | Refused:
    """What would go at this moment, for those who prepare and approve it. Refused with
    words where the worker does not work with everybody in the case."""
    with acting_as(opened.by):
        try:
            row = actions.of(opened, production)
        except NotProduced:
            return Refused()
        try:
            people = _looked_at(opened, row)
        except NotProduced as error:
            return Refused(str(error))
        done = {Step(one.step): one for one in actions.steps_of(row)}
        names = dict(Staff.objects.values_list("id", "name"))
        own = cipher(opened.person)
        steps = [
            (step, Done(one.at, names.get(one.recorded_by, ""),
                        own.open(Place(actions.STEP, "words", one.id), bytes(one.words))))
            if (one := done.get(step)) else (step, None) for step in Step
        ]  # fmt: skip
        requester = Requester(row.requester)
        agencies = {one.id: one.name for one in Agency.objects.all()}
        court = agencies[row.recipient_id] if row.recipient_id else ""
        return ProductionPage(
            production, requester, LAW[requester],
            next((a.name for a in people if a.opened.person == row.party_id), ""),
            court, tuple(steps), tuple(people),
            tuple(search(parts(_pieces(people)), _guarded(row, people)))
            if people else (), _missing(requester, done), row.produced_at,
        )  # fmt: skip


def _looked_at(opened: Opened, row: Production) -> list[About]:
    """An entry in the ledger for each person; nothing of a subpoena's."""
    if row.requester == Requester.SUBPOENA:
        return []
    people, decision = _composed(opened, row)
    for one in people:
        write(
            Act.PERSON_VIEWED, at=opened.at, about=cipher(one.opened.person),
            policies=decision.policies, seen_as=row.requester,
            items=sorted(p.item.key for p in one.pieces if p.item.key in one.mine),
        )  # fmt: skip
    return people


def _missing(requester: Requester, done: Iterable[Step]) -> str:
    try:
        rules.require(requester, set(done))
    except NotProduced as error:
        return str(error)
    return ""


def seen(opened: Opened, production: UUID) -> str:
    """The SHA-256 of what would go now, which an approval is bound to. Raises NotProduced."""
    with acting_as(opened.by):
        return _seen(_composed(opened, actions.of(opened, production))[0])


def _seen(people: Iterable[About]) -> str:
    pieces = [
        (p.item.key, p.label, p.text, p.file) for one in people for p in one.pieces
    ]
    return sha256(repr(sorted(pieces)).encode()).hexdigest()


def produce(opened: Opened, production: UUID) -> bytes | Stopped:
    """The file as a PDF, decided on at this moment, once. Raises NotProduced, also where
    something changed since the approval."""
    with acting_as(opened.by):
        row = actions.of(opened, production)
        rules.require(
            Requester(row.requester), {Step(s.step) for s in actions.steps_of(row)}
        )
        if row.produced_at:
            raise NotProduced("This was produced already; begin another request.")
        people, decision = _composed(opened, row)
        if _seen(people) != row.approved:
            raise NotProduced(
                "Something changed since counsel approved it. Counsel looks at it again, "
                "and approves it anew."
            )
        content = _file(opened, people)
        leaving = Leaving(
            act=Act.FILE_PRODUCED, about=cipher(opened.person),
            parts=[*parts(_pieces(people)), *texts(content)],
            guarded=_guarded(row, people), details=_details(row, people[0]),
        )  # fmt: skip
        made = egress(leaving, decision, at=opened.at, seal=lambda: content)
        if isinstance(made, Stopped):
            return made
        _tell_others(row, people, decision, at=opened.at)
        actions.close(opened, production, sha256(made).hexdigest())
        return made


def log(opened: Opened, production: UUID) -> bytes | Stopped:
    """The kinds of items withheld with the law of each, for the judge in camera; no value.
    Raises NotProduced for any other requester than a court."""
    with acting_as(opened.by):
        row = actions.of(opened, production)
        if row.requester != Requester.COURT or not row.produced_at:
            raise NotProduced("Only a court gets the list, in camera, after the file.")
        people, decision = _composed(opened, row)
        sections = [
            {"title": one.heading, "entries": [
                {"head": ", ".join(labels), "text": f"{reason.because} {reason.law}"}
                for reason, labels in one.reasons.items()
            ]} for one in people
        ]  # fmt: skip
        content = _rendered(opened, LOG, sections)
        leaving = Leaving(
            act=Act.FILE_PRODUCED, about=cipher(opened.person), parts=texts(content),
            guarded=_guarded(row, people),
            details={**_details(row, people[0]), "log": True},
        )  # fmt: skip
        made = egress(leaving, decision, at=opened.at, seal=lambda: content)
        if not isinstance(made, Stopped):
            _tell_others(row, people, decision, at=opened.at, log=True)
        return made


def _tell_others(
    row: Production, people: list[About], decision: Decision, *, at: datetime,
    **more: bool,
) -> None:  # fmt: skip
    """An entry for everybody else in the case too."""
    for other in people[1:]:
        write(
            Act.FILE_PRODUCED, at=at, about=cipher(other.opened.person),
            policies=decision.policies, **{**_details(row, other), **more},
        )  # fmt: skip


def _details(row: Production, one: About) -> dict[str, Any]:
    return {"requester": row.requester, "production": str(row.id),
            "count": len(one.pieces)}  # fmt: skip


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


def _composed(opened: Opened, row: Production) -> tuple[list[About], Decision]:
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


def _pieces(people: Iterable[About]) -> list[Piece]:
    return [p for one in people for p in one.pieces]


def _guarded(row: Production, people: list[About]) -> Guarded:
    """The whereabouts around everybody in the case, but the very items that go; for a panel
    also every name."""
    pieces = _pieces(people)
    around = [guarded_around(one.opened, pieces, on_release=False) for one in people]
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


def _file(opened: Opened, people: Iterable[About]) -> bytes:
    """People of whom nothing goes are not in it, nor that something stays."""
    sections, attached = [], []
    for one in people:
        if one.pieces:
            sections.append(
                {"title": one.heading, "entries": [_entry(p) for p in one.pieces]}
            )
        attached += [b64decode(p.file) for p in one.pieces if p.file]
    return behind(_rendered(opened, TITLE, sections), attached)


def _entry(piece: Piece) -> dict[str, str]:
    on = f", {timezone.localdate(piece.at):%-d %b %Y}" if piece.at else ""
    return {"head": f"{piece.label}{on}", "text": piece.text}


def _rendered(opened: Opened, title: str, sections: list[dict[str, Any]]) -> bytes:
    agency = Agency.objects.get(id=opened.by.agency)
    return pdf(
        {"title": title, "sender": agency.name, "lang": "en", "paragraphs": [],
         "date": f"{timezone.localdate(opened.at):%-d %B %Y}", "sections": sections},
        FILE,
    )  # fmt: skip
