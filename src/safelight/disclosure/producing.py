"""A child protection file for a legal request: item by item what the requester may lawfully
get, what stays and by which law, the leak guard over every page (CF-26, CF-29)."""

from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency, Staff
from safelight.core.documents.files import texts
from safelight.core.gate.decision import Decision
from safelight.core.leakguard.guard import Leak, search
from safelight.core.papers.pages import behind
from safelight.core.papers.rendering import FILE, pdf
from safelight.core.protection import producing as rules
from safelight.core.protection.producing import LAW, NotProduced, Requester, Step
from safelight.disclosure.composing import About, composed, guarded, pieces
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.offers import parts
from safelight.disclosure.parcels import Piece
from safelight.disclosure.shown import Refused
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.protection import producing as actions
from safelight.records.protection.models import Production

TITLE, LOG = "File", "What was withheld, for the judge in camera"


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
        return pieces(self.people)


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
            tuple(search(parts(pieces(people)), guarded(row, people)))
            if people else (), _missing(requester, done), row.produced_at,
        )  # fmt: skip


def _looked_at(opened: Opened, row: Production) -> list[About]:
    """An entry in the ledger for each person; nothing of a subpoena's."""
    if row.requester == Requester.SUBPOENA:
        return []
    people, decision = composed(opened, row)
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
        return _seen(composed(opened, actions.of(opened, production))[0])


def _seen(people: Iterable[About]) -> str:
    going = [(p.item.key, p.label, p.text, p.file) for p in pieces(people)]
    return sha256(repr(sorted(going)).encode()).hexdigest()


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
        people, decision = composed(opened, row)
        if _seen(people) != row.approved:
            raise NotProduced(
                "Something changed since counsel approved it. Counsel looks at it again, "
                "and approves it anew."
            )
        content = _file(opened, Requester(row.requester), people)
        leaving = Leaving(
            act=Act.FILE_PRODUCED, about=cipher(opened.person),
            parts=[*parts(pieces(people)), *texts(content)],
            guarded=guarded(row, people), details=_details(row, people[0]),
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
        people, decision = composed(opened, row)
        sections = [
            {"title": one.heading, "entries": [
                {"head": ", ".join(labels), "text": f"{reason.because} {reason.law}"}
                for reason, labels in one.reasons.items()
            ]} for one in people
        ]  # fmt: skip
        content = _rendered(opened, LOG, sections)
        leaving = Leaving(
            act=Act.FILE_PRODUCED, about=cipher(opened.person), parts=texts(content),
            guarded=guarded(row, people),
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


def _file(opened: Opened, requester: Requester, people: Iterable[About]) -> bytes:
    """People of whom nothing goes are not in it, nor that something stays."""
    sections, attached = [], []
    for one in people:
        if one.pieces:
            sections.append(
                {"title": one.heading, "entries": [_entry(p) for p in one.pieces]}
            )
        attached += [b64decode(p.file) for p in one.pieces if p.file]
    for_whom = [f"For: {requester.label}", LAW[requester]]
    return behind(_rendered(opened, TITLE, sections, for_whom), attached)


def _entry(piece: Piece) -> dict[str, str]:
    on = f", {timezone.localdate(piece.at):%-d %b %Y}" if piece.at else ""
    return {"head": f"{piece.label}{on}", "text": piece.text}


def _rendered(
    opened: Opened, title: str, sections: list[dict[str, Any]],
    paragraphs: Sequence[str] = (),
) -> bytes:  # fmt: skip
    agency = Agency.objects.get(id=opened.by.agency)
    return pdf(
        {"title": title, "sender": agency.name, "lang": "en", "paragraphs": list(paragraphs),
         "date": f"{timezone.localdate(opened.at):%-d %B %Y}", "sections": sections},
        FILE,
    )  # fmt: skip
