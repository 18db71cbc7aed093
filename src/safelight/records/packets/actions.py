"""The only writers of packets, on the sender's side and on the recipient's."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.fence.models import Sealed
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher, new_cipher
from safelight.core.gate.decision import Decision
from safelight.core.packet_life import PacketAct, PacketState, after
from safelight.core.vocabulary import GroundKind, Purpose
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.packets.models import (
    Exchange,
    Packet,
    Reading,
    ReceivedPacket,
)

PACKET, RECEIVED = Packet._meta.db_table, ReceivedPacket._meta.db_table


class NoSuchPacket(LookupError):
    """No packet here, or not one that this agency may act on."""

    def __init__(self) -> None:
        super().__init__("There is no packet here that you can act on.")


def draft(
    opened: Opened,
    decision: Decision,
    *,
    packet: UUID,
    content: Sealed,
    recipient: UUID,
    attention: UUID | None,
    purpose: Purpose,
    ground_kind: GroundKind,
    ground: UUID,
    ends: datetime,
) -> None:
    """Keep a packet that was decided on but has not left."""
    with acting_as(opened.by):
        Packet.objects.create(
            agency_id=opened.by.agency,
            id=packet,
            person_id=opened.person,
            recipient_id=recipient,
            attention_id=attention,
            purpose=purpose,
            ground_kind=ground_kind,
            ground_id=ground,
            items=sorted(decision.rulings),
            content=content,
            ends=ends,
            state=PacketState.DRAFTED,
            drafted_at=opened.at,
            drafted_by=opened.staff,
        )
        write(
            Act.PACKET_DRAFTED,
            at=opened.at,
            about=cipher(opened.person),
            policies=decision.policies,
            packet=str(packet),
            recipient=str(recipient),
        )


def show(opened: Opened, packet: UUID) -> None:
    """Record that the person it is about has seen what will go. Raises NotAllowedNow."""
    with acting_as(opened.by):
        row = _own(opened, packet)
        row.state = _after(row, PacketAct.SHOW)
        row.shown_at, row.shown_by = opened.at, opened.staff
        row.save(update_fields=["state", "shown_at", "shown_by"])
        own = cipher(opened.person)
        write(Act.PACKET_SHOWN, at=opened.at, about=own, packet=str(packet))


def require_sendable(opened: Opened, packet: UUID) -> None:
    """Raises NotAllowedNow for a packet that was sent already, or not shown yet."""
    _after(_own(opened, packet), PacketAct.SEND)


def send(opened: Opened, decision: Decision, packet: UUID, envelope: bytes) -> None:
    """Put the envelope in the outbox, and the packet on the exchange.

    `decision` is the one made at this moment. Its ledger entry is written by egress,
    in the same transaction. Raises NotAllowedNow.
    """
    with acting_as(opened.by):
        row = _own(opened, packet)
        row.state = _after(row, PacketAct.SEND)
        row.sent_at, row.sent_by = opened.at, opened.staff
        own = cipher(opened.person)
        row.envelope = own.seal(Place(PACKET, "envelope", packet), envelope.decode())
        row.items = sorted(decision.rulings)
        row.save(update_fields=["state", "sent_at", "sent_by", "envelope", "items"])
        Exchange.objects.create(
            id=packet,
            sender_id=opened.by.agency,
            recipient_id=row.recipient_id,
            attention_id=row.attention_id,
            ends=row.ends,
            sent_at=opened.at,
        )


def stop(opened: Opened, packet: UUID) -> None:
    """A prepared packet does not go. Raises NotAllowedNow, NoSuchPacket."""
    with acting_as(opened.by):
        row = _own(opened, packet)
        row.state = _after(row, PacketAct.STOP)
        row.save(update_fields=["state"])
        write(
            Act.PACKET_STOPPED, at=opened.at, about=cipher(opened.person),
            packet=str(packet), recipient=str(row.recipient_id),
        )  # fmt: skip


def recall(opened: Opened, packet: UUID) -> None:
    """End all reading of a packet at once. Raises NotAllowedNow, NoSuchPacket."""
    with acting_as(opened.by):
        _recall(_own(opened, packet), opened)


def recall_on_ground(opened: Opened, ground: UUID) -> int:
    """Recall every packet that rests on a ground; returns how many were alive."""
    return _recall_all(opened, person_id=opened.person, ground_id=ground)


def recall_on_agreements(opened: Opened, people: Collection[UUID]) -> int:
    """Recall every packet about this person, in all their records, under an agreement."""
    kind = GroundKind.AGREEMENT
    return _recall_all(opened, person_id__in=people, ground_kind=kind)


def recall_everything(opened: Opened) -> int:
    """Recall every packet about a person that is on its way or can be read."""
    return _recall_all(opened, person_id=opened.person)


def recall_with_item(opened: Opened, key: str) -> int:
    """Recall packets about this person that carry an item under an agreement."""
    kind = GroundKind.AGREEMENT
    rows = Packet.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person, ground_kind=kind
    )
    carrying = [
        packet for packet, items in rows.values_list("id", "items") if key in items
    ]
    return _recall_all(opened, person_id=opened.person, id__in=carrying)


def _recall_all(opened: Opened, **which: object) -> int:
    with acting_as(opened.by):
        rows = Packet.objects.filter(agency_id=opened.by.agency, **which)
        readable = (PacketState.SENT, PacketState.READ)
        alive = [row for row in rows.select_for_update() if row.state in readable]
        for row in alive:
            _recall(row, opened)
        return len(alive)


def _recall(row: Packet, opened: Opened) -> None:
    row.state = _after(row, PacketAct.RECALL)
    row.save(update_fields=["state"])
    Exchange.objects.filter(id=row.id).update(recalled_at=opened.at)
    own = cipher(row.person_id)
    write(Act.PACKET_RECALLED, at=opened.at, about=own, packet=str(row.id))


def _own(opened: Opened, packet: UUID) -> Packet:
    rows = Packet.objects.select_for_update().filter(
        agency_id=opened.by.agency, person_id=opened.person, id=packet
    )
    row = rows.first()
    if row is None:
        raise NoSuchPacket
    found: Packet = row
    return found


def _after(row: Packet, act: PacketAct) -> PacketState:
    on_release = row.ground_kind == GroundKind.RELEASE
    return after(PacketState(row.state), act, on_release=on_release)


def receive(
    *, by: Principal, at: datetime, packet: UUID, sender: UUID, envelope: str
) -> None:
    """Put a delivered envelope in the inbox; a second delivery changes nothing.

    Two at the same moment: the packet's key is made once, and the other delivery fails.
    """
    with acting_as(by):
        if ReceivedPacket.objects.filter(agency_id=by.agency, id=packet).exists():
            return
        exchange, own = Exchange.objects.get(id=packet), new_cipher(packet)
        ReceivedPacket.objects.create(
            agency_id=by.agency,
            id=packet,
            sender_id=sender,
            attention_id=exchange.attention_id,
            envelope=own.seal(Place(RECEIVED, "envelope", packet), envelope),
            received_at=at,
        )
        write(Act.PACKET_RECEIVED, at=at, about=own, packet=str(packet))


def record_reading(
    *,
    by: Principal,
    at: datetime,
    packet: UUID,
    sender: UUID,
    on_paper: bool = False,
    is_refused: bool = False,
) -> None:
    """The receipt that the sender sees: read, printed, or refused."""
    with acting_as(by):
        Reading.objects.create(
            packet_id=packet,
            sender_id=sender,
            recipient_id=by.agency,
            staff_id=by.worker,
            at=at,
            on_paper=on_paper,
            is_refused=is_refused,
        )


def hand_on(*, by: Principal, at: datetime, packet: UUID, staff: UUID) -> None:
    """Give a received packet to a worker of this agency. Raises NoSuchPacket."""
    with acting_as(by):
        rows = ReceivedPacket.objects.filter(agency_id=by.agency, id=packet)
        if not rows.update(attention_id=staff):
            raise NoSuchPacket
        write(Act.PACKET_HANDED_ON, at=at, about=cipher(packet), worker=str(staff))
