"""Packets received: the list, and one packet read, asked of the gate at every reading."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.envelope import EnvelopeRefused
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import DataCipher, cipher, ciphers
from safelight.accounts.models import Agency, Staff
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import ORDER, Decision
from safelight.core.gate.question import Ground, Question
from safelight.core.leakguard.guard import Guarded
from safelight.core.packet_life import is_readable
from safelight.core.vocabulary import (
    Answer,
    Assignment,
    Channel,
    Duty,
    Flag,
    GroundKind,
    Purpose,
)
from safelight.disclosure import grounds, standing
from safelight.disclosure.delivery import opened
from safelight.disclosure.directory import case_staff
from safelight.disclosure.egress import Leaving, egress
from safelight.disclosure.grounds import GroundMissing, GroundRef
from safelight.disclosure.parcels import Parcel, ParcelInvalid, Piece
from safelight.disclosure.shown import Field, Refused, Shown, Withheld
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.packets import actions as packets
from safelight.records.packets.models import Exchange, Reading, ReceivedPacket
from safelight.records.people import index

TOLD_FOR = timedelta(days=30)
NOT_AVAILABLE = Refused("This packet is not available.")


@dataclass(frozen=True, slots=True)
class InboxRow:
    packet: UUID
    sender: str
    received_at: datetime
    ends: datetime
    attention: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class PacketPage:
    """What this reader gets of a packet at this moment."""

    packet: UUID
    sender: str
    purpose: Purpose
    ground: GroundKind
    ends: datetime
    fields: tuple[Field, ...]
    can_hand_on: bool
    files: Mapping[str, bytes]


def inbox(by: Principal, at: datetime) -> list[InboxRow]:
    """The packets that this worker could read now; one they could not is not listed."""
    with acting_as(by):
        mine = readable(by, at)
        own = Reading.objects.filter(staff_id=by.worker, is_refused=False)
        read = set(own.values_list("packet_id", flat=True))
        senders = dict(Agency.objects.values_list("id", "name"))
        names = dict(Staff.objects.filter(agency=by.agency).values_list("id", "name"))
    listed = [
        InboxRow(
            row.id,
            senders[row.sender_id],
            row.received_at,
            parcel.ends,
            names.get(row.attention_id or row.id, ""),
            row.id not in read,
        )
        for row, parcel in mine
    ]
    return sorted(listed, key=lambda row: row.received_at, reverse=True)


@dataclass(frozen=True, slots=True)
class EndedRow:
    """A packet this worker read that nobody can read any more; nothing of its content."""

    sender: str
    ended_at: datetime
    was_printed: bool


def ended(by: Principal, at: datetime) -> list[EndedRow]:
    """What ended or was recalled in the last month and may still lie on a desk."""
    with acting_as(by):
        own = Reading.objects.filter(staff_id=by.worker, is_refused=False)
        read: dict[UUID, bool] = {}
        for packet, on_paper in own.values_list("packet_id", "on_paper"):
            read[packet] = on_paper or read.get(packet, False)
        rows = Exchange.objects.filter(id__in=list(read), recipient_id=by.agency)
        senders = dict(Agency.objects.values_list("id", "name"))
        over = [(row, min(filter(None, (row.recalled_at, row.ends)))) for row in rows]
    found = [
        EndedRow(senders[row.sender_id], end, read[row.id])
        for row, end in over
        if end <= at < end + TOLD_FOR
    ]
    return sorted(found, key=lambda row: row.ended_at, reverse=True)


def readable(by: Principal, at: datetime) -> list[tuple[ReceivedPacket, Parcel]]:
    """The packets that the gate gives this worker something of now, opened."""
    with acting_as(by):
        who = standing.reader(by.worker)
        alive = Exchange.objects.filter(
            recipient_id=by.agency, recalled_at=None, ends__gt=at
        )
        exchanges = {exchange.id: exchange for exchange in alive}
        rows = ReceivedPacket.objects.filter(agency_id=by.agency, id__in=exchanges)
        if Duty.SUPERVISE not in who.asker.duties:
            rows = rows.filter(attention_id=who.staff)
        keys = ciphers(list(rows.values_list("id", flat=True)), [])
        asked = [
            (row, _ask(exchanges[row.id], row, keys[row.id], who, Channel.VIEW, at))
            for row in rows
        ]
        return [
            (row, found.parcel) for row, found in asked if isinstance(found, _Given)
        ]


def _assignment(row: ReceivedPacket, who: standing.Reader) -> Assignment:
    """How a reader stands to a packet: addressed to them, or theirs to hand on."""
    if row.attention_id == who.staff:
        return Assignment.ASSIGNED
    if Duty.SUPERVISE in who.asker.duties:
        return Assignment.SUPERVISOR
    return Assignment.NONE


def read(
    by: Principal, packet: UUID, at: datetime, *, on_paper: bool = False
) -> PacketPage | Refused:
    """Read or print a packet. Its end and its ground are checked now.

    A packet that is recalled, ended, not addressed to this reader or not there at all
    gets the same words, and an entry in the ledger; the sender sees the refusal too.
    """
    with acting_as(by):
        who = standing.reader(by.worker)
        row = ReceivedPacket.objects.filter(agency_id=by.agency, id=packet).first()
        exchange = Exchange.objects.filter(id=packet, recipient_id=by.agency).first()
        if row is None or exchange is None:
            write(Act.PACKET_REFUSED, at=at)
            return NOT_AVAILABLE
        channel = Channel.PAPER if on_paper else Channel.VIEW
        own = cipher(packet)
        found = _ask(exchange, row, own, who, channel, at)
        if isinstance(found, _Given):
            return _give(by, at, exchange, found, who, on_paper)
        write(Act.PACKET_REFUSED, at=at, about=own, policies=found)
        packets.record_reading(
            by=by, at=at, packet=packet, sender=exchange.sender_id, is_refused=True
        )
        return NOT_AVAILABLE


def hand_on(by: Principal, packet: UUID, staff: UUID, at: datetime) -> bool:
    """Give a packet to a colleague who works on cases; False where it cannot be given."""
    with acting_as(by):
        colleagues = {worker for worker, _ in case_staff(by.agency)}
        mine = {row.packet for row in inbox(by, at)}
        if packet not in mine or str(staff) not in colleagues:
            return False
        packets.hand_on(by=by, at=at, packet=packet, staff=staff)
        return True


@dataclass(frozen=True, slots=True)
class _Given:
    """A packet that this reader gets something of, with the decision."""

    parcel: Parcel
    decision: Decision


def _ask(
    exchange: Exchange,
    row: ReceivedPacket,
    own: DataCipher,
    who: standing.Reader,
    channel: Channel,
    at: datetime,
) -> _Given | str:
    """What this reader gets, or the digest of the policies that gave nothing."""
    alive = is_readable(ends=exchange.ends, recalled_at=exchange.recalled_at, at=at)
    parcel = parcel_of(exchange, own, bytes(row.envelope)) if alive else None
    if parcel is None:
        return ""
    decision = _decide(parcel, exchange, row, who, channel, at)
    if all(ruling.is_withheld for ruling in decision.rulings.values()):
        return decision.policies
    return _Given(parcel, decision)


def parcel_of(exchange: Exchange, own: DataCipher, sealed: bytes) -> Parcel | None:
    """A packet received, opened; None for one that is damaged or forged."""
    place = Place(ReceivedPacket._meta.db_table, "envelope", exchange.id)
    try:
        return opened(exchange, own.open(place, sealed))
    except (CannotOpen, EnvelopeRefused, ParcelInvalid):
        return None


def _decide(
    parcel: Parcel,
    exchange: Exchange,
    row: ReceivedPacket,
    who: standing.Reader,
    channel: Channel,
    at: datetime,
) -> Decision:
    question = Question(
        asker=who.asker,
        channel=channel,
        purpose=parcel.purpose,
        ground=_ground_now(parcel, exchange),
        at=at,
    )
    items = [
        replace(
            piece.item,
            assignment=_assignment(row, who),
            staff_block=_block(parcel, exchange.recipient_id, who),
        )
        for piece in parcel.pieces
    ]
    return decide(question, items, with_routes=False)


def _block(parcel: Parcel, agency: UUID, who: standing.Reader) -> Flag:
    """Kept away here from somebody of this name is kept away from the packet.

    A packet without a name could be about anybody this reader is kept away from.
    """
    names = [
        piece.text
        for piece in parcel.pieces
        if piece.item.key.startswith("name:") and piece.answer is Answer.RELEASE
    ]
    if not names:
        return Flag.UNKNOWN if standing.has_blocks(agency, who) else Flag.CLEAR
    facts = standing.about(agency, index.others_named(names), who, parcel.ends)
    blocked = any(found.staff_block is not Flag.CLEAR for found in facts.values())
    return Flag.SET if blocked else Flag.CLEAR


def _ground_now(parcel: Parcel, exchange: Exchange) -> Ground:
    """The ground as it stands at this moment, as far as the recipient can see it."""
    if parcel.ground_kind is GroundKind.AGREEMENT:
        ref = GroundRef(GroundKind.AGREEMENT, parcel.ground_id)
        try:
            return grounds.load(ref, agency=exchange.sender_id, person=None)
        except GroundMissing:
            return replace(parcel.ground, revoked=Flag.UNKNOWN)
    revoked = Flag.CLEAR if exchange.recalled_at is None else Flag.SET
    return replace(parcel.ground, revoked=revoked)


def _give(
    by: Principal,
    at: datetime,
    exchange: Exchange,
    found: _Given,
    who: standing.Reader,
    on_paper: bool,
) -> PacketPage:
    parcel, decision = found.parcel, found.decision
    fields = tuple(_field(piece, decision) for piece in parcel.pieces)
    given = [f.label for f in fields if isinstance(f, Shown)]
    details: dict[str, Any] = {"packet": str(exchange.id), "items": given}
    about = cipher(exchange.id)
    if on_paper:
        parts = [(f.key, f.text) for f in fields if isinstance(f, Shown)]
        leaving = Leaving(
            act=Act.PACKET_PRINTED,
            about=about,
            parts=parts,
            guarded=Guarded(),
            details=details,
        )
        egress(leaving, decision, at=at, seal=bytes)
    else:
        policies = decision.policies
        write(Act.PACKET_READ, at=at, about=about, policies=policies, **details)
    packets.record_reading(
        by=by,
        at=at,
        packet=exchange.id,
        sender=exchange.sender_id,
        on_paper=on_paper,
    )
    return PacketPage(
        exchange.id,
        Agency.objects.get(id=exchange.sender_id).name,
        parcel.purpose,
        parcel.ground_kind,
        exchange.ends,
        fields,
        Duty.SUPERVISE in who.asker.duties,
        {f.key: b64decode(p.file) for f, p in zip(fields, parcel.pieces, strict=True)
         if p.file and isinstance(f, Shown)},
    )  # fmt: skip


def _field(piece: Piece, decision: Decision) -> Field:
    """An item as the recipient gets it; what stays back is in neutral words.

    What was sent as a full value is shown only where the gate still says a full value.
    """
    ruling = decision.rulings[piece.item.key]
    if ORDER.index(ruling.answer) > ORDER.index(piece.answer):
        return Withheld(piece.item.key, piece.label, piece.item.category, ruling.words)
    return Shown(
        piece.item.key,
        piece.label,
        piece.item.category,
        piece.text,
        piece.at,
        piece.answer,
        piece.detail,
    )
