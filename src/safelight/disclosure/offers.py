"""What a recipient would get of one person's record, decided for this moment."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.core.documents.files import StaysInside, outside, texts
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision
from safelight.core.gate.question import Ground, Question
from safelight.core.leakguard.guard import Guarded, Leak, search
from safelight.core.vocabulary import Answer, Channel, GroundKind, Purpose
from safelight.disclosure import grounds, standing
from safelight.disclosure.grounds import GroundRef
from safelight.disclosure.guarding import allowed_for, protected_dates, protected_values
from safelight.disclosure.items import DOCUMENT, Held, held
from safelight.disclosure.letting import WITHIN, allows
from safelight.disclosure.parcels import Parcel, Piece
from safelight.disclosure.shown import Field, Shown, Withheld
from safelight.records.documents import actions
from safelight.records.opened import Opened

ON_FILE = "On file: yes"
SUBSTITUTE = "Address to use"
AGREEMENT_PACKET_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a worker wants to share: with whom, for what, on which ground, what."""

    recipient: UUID
    purpose: Purpose
    ground: GroundRef
    keys: tuple[str, ...]
    attention: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the recipient would get, item by item, and what would have to be cut."""

    fields: tuple[Field, ...]
    parcel: Parcel
    leaks: tuple[Leak, ...]
    with_reason: bool

    @property
    def can_go(self) -> bool:
        """Whether it can be prepared; with findings, only where a reason is enough."""
        given = any(isinstance(found, Shown) for found in self.fields)
        return given and (self.with_reason or not self.leaks)


@dataclass(frozen=True, slots=True)
class Selection:
    """The wished items, the gate's answer for the recipient, and what would travel."""

    question: Question
    found: tuple[Held, ...]
    decision: Decision
    parcel: Parcel


def offer(opened: Opened, wish: Wish, ground: Ground | None = None) -> Offer:
    """Decide what would go; nothing is kept or sent. A `ground` may be one that is not
    recorded yet. Raises GroundMissing."""
    with acting_as(opened.by):
        chosen = select(opened, wish, ground)
        leaks = search(parts(chosen.parcel.pieces), guarded(opened, chosen.parcel))
        with_reason = bool(leaks) and all(map(may_go(opened, chosen), leaks))
    pieces = {piece.item.key: piece for piece in chosen.parcel.pieces}
    fields = [_field(h, chosen.decision, pieces.get(h.item.key)) for h in chosen.found]
    return Offer(tuple(fields), chosen.parcel, tuple(leaks), with_reason)


def select(opened: Opened, wish: Wish, ground: Ground | None = None) -> Selection:
    """Gather and decide, inside the caller's `acting_as`. Raises GroundMissing."""
    agency = opened.by.agency
    if ground is None:
        ground = grounds.load(wish.ground, agency=agency, person=opened.person)
    facts = standing.about(agency, [opened.person], None, opened.at)[opened.person]
    every = held(standing.vault(agency), opened.person, facts)
    found = tuple(h for h in every if h.item.key in wish.keys)
    question = Question(
        asker=standing.recipient(wish.recipient),
        channel=Channel.SHARE,
        purpose=wish.purpose,
        ground=ground,
        at=opened.at,
    )
    decision = decide(question, [h.item for h in found])
    own = cipher(opened.person)
    substitute = substitute_of([question], every, own)
    parcel = Parcel(
        purpose=wish.purpose,
        ground_id=wish.ground.id,
        ground=ground,
        ends=_ends(ground, opened.at),
        pieces=tuple(pieces_of(found, substitute, decision, own)),
        obligations=decision.obligations(),
    )
    return Selection(question, found, decision, parcel)


def _ends(ground: Ground, at: datetime) -> datetime:
    """A release says how long; an agreement runs on, so its packets end before it."""
    if ground.kind is GroundKind.RELEASE:
        return ground.ends
    return min(ground.ends, at + timedelta(days=AGREEMENT_PACKET_DAYS))


def pieces_of(
    found: tuple[Held, ...], substitute: str, decision: Decision, own: DataCipher
) -> Iterator[Piece]:
    """What travels of each item: its value, and no date or remark that nobody released.

    A note keeps its date, which is part of it. A substitute does not say in place of what.
    """
    for h in found:
        answer = decision.answer(h.item.key)
        match answer:
            case Answer.RELEASE:
                yield from _whole(h, own)
            case Answer.SUBSTITUTE if substitute:
                text = substitute
                yield Piece(item=h.item, answer=answer, label=SUBSTITUTE, text=text)
            case Answer.ANSWER:
                yield Piece(item=h.item, answer=answer, label=h.label, text=ON_FILE)


def _whole(h: Held, own: DataCipher) -> Iterator[Piece]:
    """An item with its value; a document only where it could be searched."""
    kind, _, row = h.item.key.partition(":")
    piece = Piece(
        item=h.item, answer=Answer.RELEASE, label=h.label, text=h.text(own),
        at=h.at if kind == "note" else None,
    )  # fmt: skip
    if kind != DOCUMENT:
        yield piece
        return
    with suppress(StaysInside):
        pdf = outside(actions.content(UUID(h.item.vault), UUID(row), own))
        yield replace(piece, file=b64encode(pdf).decode("ascii"))


def substitute_of(
    questions: Iterable[Question], every: list[Held], own: DataCipher
) -> str:
    """The newest substitute that nobody called unsafe and that the gate lets go itself,
    for one of the questions.

    A substitute has a source too: one known from federal tax data goes nowhere.
    """
    found = [h for h in every if h.is_substitute]
    for question in questions:
        decision = decide(question, [h.item for h in found], with_routes=False)
        usable = [h for h in found if not decision.rulings[h.item.key].is_withheld]
        if usable:
            return usable[-1].text(own)
    return ""


def _field(found: Held, decision: Decision, piece: Piece | None) -> Field:
    """A wished item as the sender sees it: what goes, or the true reason it stays."""
    item, ruling = found.item, decision.rulings[found.item.key]
    if piece is None and not ruling.is_withheld and item.key.startswith(DOCUMENT):
        words = str(StaysInside())
        return Withheld(item.key, found.label, item.category, words, at=found.at)
    if piece is not None:
        return Shown(
            item.key,
            found.label,
            item.category,
            piece.text,
            piece.at,
            piece.answer,
            piece.detail,
        )
    return Withheld(
        item.key,
        found.label,
        item.category,
        ruling.words,
        ruling.reasons,
        ruling.routes,
        found.at,
    )


def parts(pieces: Iterable[Piece]) -> list[tuple[str, str]]:
    """The texts of a parcel, by item, as the leak guard reads them; of a document also
    each page and whatever else is in the file."""
    found = []
    for p in pieces:
        found.append((p.item.key, f"{p.text}\n{p.detail}"))
        if p.file:
            pages = texts(b64decode(p.file))
            found += [(f"{p.item.key}{WITHIN}{place}", text) for place, text in pages]
    return found


def may_go(opened: Opened, chosen: Selection) -> Callable[[Leak], bool]:
    """Whether a finding in a text could go to this recipient with a reason."""
    pieces = chosen.parcel.pieces
    return allows(opened, {p.item.key: (chosen.question, p.item) for p in pieces})


def guarded(opened: Opened, parcel: Parcel) -> Guarded:
    """What must not be in the parcel."""
    on_release = parcel.ground_kind is GroundKind.RELEASE
    return guarded_around(opened, parcel.pieces, on_release=on_release)


def guarded_around(
    opened: Opened, pieces: Iterable[Piece], *, on_release: bool
) -> Guarded:
    """What must not be among the pieces: everyone's whereabouts but those they carry.

    On a person's own release the values they chose are free wherever else they stand
    (a child's home is the parent's); under an agreement only the very items decided on.
    What is substituted stays guarded; the substitute itself is free. For anybody protected
    whatever looks like a whereabouts and is no agency's own is found too.
    """
    values = protected_values(opened.by.agency, opened.person)
    values += protected_dates(opened)
    every = list(pieces)
    carried = [p for p in every if p.item.key.startswith("contact:")]
    released = [p for p in carried if p.answer is Answer.RELEASE]
    keys = {p.item.key for p in every if p.answer is Answer.RELEASE}
    texts = [p.text for p in carried if p.answer is Answer.SUBSTITUTE]
    if on_release:
        texts += [p.text for p in released]
    kept = tuple(v for v in values if v.key not in keys)
    return Guarded(kept, tuple(texts), allowed_for(opened, [p.text for p in carried]))
