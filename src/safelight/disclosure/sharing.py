"""A packet's way out: prepared, shown to her, sent, recalled."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import cipher
from safelight.core.packet_life import NotAllowedNow
from safelight.core.vocabulary import GroundKind, Purpose
from safelight.disclosure import envelopes, jobs
from safelight.disclosure.delivery import sending_of
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.grounds import GroundMissing, GroundRef, lock
from safelight.disclosure.offers import Selection, Wish, guarded, may_go, parts, select
from safelight.disclosure.parcels import Parcel, pack, unpack
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.packets.models import Packet
from safelight.records.people.stillness import hold_still

PACKET = Packet._meta.db_table


@dataclass(frozen=True, slots=True)
class NotSent:
    """It did not leave; the words say why and what next."""

    words: str


class ChangedSince(ValueError):
    """The record or the ground changed after the packet was prepared."""

    def __init__(self) -> None:
        super().__init__(
            "Something changed since this packet was prepared, so it was not sent. "
            "Prepare it again, and look at what they will get."
        )


def prepare(opened: Opened, wish: Wish) -> UUID:
    """Keep the packet as a draft, sealed with the person's key; returns its id."""
    with acting_as(opened.by):
        chosen, packet = select(opened, wish), uuid4()
        content = cipher(opened.person).seal(_place(packet), pack(chosen.parcel))
        packets.draft(
            opened,
            chosen.decision,
            packet=packet,
            content=content,
            recipient=wish.recipient,
            attention=wish.attention,
            purpose=wish.purpose,
            ground_kind=wish.ground.kind,
            ground=wish.ground.id,
            ends=chosen.parcel.ends,
        )
        return packet


def send(opened: Opened, packet: UUID, *, reason: str = "") -> Stopped | NotSent | None:
    """Decide again at this moment and let the packet out; None when it went. With a reason
    a finding of the leak guard goes too, where the gate would release it.

    Whatever stops it is a value, and an entry in the ledger. Raises NoSuchPacket.
    """
    with acting_as(opened.by):
        row = packet_row(opened, packet)
        try:
            with transaction.atomic():
                return _send(opened, row, reason)
        except (ChangedSince, NotAllowedNow, GroundMissing, CannotOpen) as error:
            own, why = cipher(opened.person), type(error).__name__
            details: dict[str, Any] = {"packet": str(packet)}
            details["recipient"] = str(row["recipient_id"])
            write(Act.PACKET_STOPPED, at=opened.at, about=own, why=why, **details)
            return NotSent(str(error))


def _send(opened: Opened, row: dict[str, Any], reason: str) -> Stopped | None:
    hold_still([opened.person])
    lock(GroundRef(GroundKind(row["ground_kind"]), row["ground_id"]))
    packets.require_sendable(opened, row["id"])
    wish, chosen = _chosen(opened, row)
    own, packet = cipher(opened.person), row["id"]
    kept = unpack(own.open(_place(packet), bytes(row["content"])))
    if not chosen.parcel.pieces or _seen(kept) != _seen(chosen.parcel):
        raise ChangedSince
    chosen = replace(chosen, parcel=replace(chosen.parcel, ends=kept.ends))
    sealed = egress(
        Leaving(
            act=Act.PACKET_SENT,
            about=own,
            parts=parts(chosen.parcel.pieces),
            guarded=guarded(opened, chosen.parcel),
            details=_details(packet, wish, chosen.parcel),
            entry=sending_of(packet),
            allows=may_go(opened, chosen),
            reason=reason,
        ),
        chosen.decision,
        at=opened.at,
        seal=lambda: _close(opened, packet, wish.recipient, chosen.parcel),
    )
    if isinstance(sealed, Stopped):
        return sealed
    packets.send(opened, chosen.decision, packet, sealed)
    ids = {"packet": packet, "sender": opened.by.agency, "recipient": wish.recipient}
    named = {name: str(value) for name, value in ids.items()}
    jobs.deliver.defer(**named)
    pair = f"prove {named['sender']} {named['recipient']}"
    jobs.prove.configure(schedule_in={"seconds": 15}, lock=pair).defer(**named)
    return None


def packet_row(opened: Opened, packet: UUID) -> dict[str, Any]:
    """A packet of this person's. Raises NoSuchPacket."""
    rows = Packet.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person, id=packet
    )
    row: dict[str, Any] | None = rows.values().first()
    if row is None:
        raise packets.NoSuchPacket
    return row


def prepared(opened: Opened, row: dict[str, Any]) -> Parcel:
    """What a packet carries, from the sender's own sealed copy."""
    with acting_as(opened.by):
        sealed = bytes(row["content"])
        return unpack(cipher(opened.person).open(_place(row["id"]), sealed))


def _chosen(opened: Opened, row: dict[str, Any]) -> tuple[Wish, Selection]:
    wish = Wish(
        recipient=row["recipient_id"],
        purpose=Purpose(row["purpose"]),
        ground=GroundRef(GroundKind(row["ground_kind"]), row["ground_id"]),
        keys=tuple(row["items"]),
        attention=row["attention_id"],
    )
    return wish, select(opened, wish)


def _place(packet: UUID) -> Place:
    return Place(PACKET, "content", packet)


def _seen(parcel: Parcel) -> object:
    """What a person looks at on the page before it is sent."""
    pieces = [(p.item.key, p.label, p.text, p.detail, p.file) for p in parcel.pieces]
    is_release = parcel.ground_kind is GroundKind.RELEASE
    return parcel.ends if is_release else None, parcel.purpose, pieces


def _details(packet: UUID, wish: Wish, parcel: Parcel) -> dict[str, Any]:
    return {
        "packet": str(packet),
        "recipient": str(wish.recipient),
        "purpose": wish.purpose.value,
        "ground": wish.ground.kind.value,
        "ground_id": str(wish.ground.id),
        "items": [piece.label for piece in parcel.pieces],
    }


def _close(opened: Opened, packet: UUID, recipient: UUID, parcel: Parcel) -> bytes:
    head = envelopes.header(packet, opened.by.agency, recipient, parcel.ends)
    return envelopes.enclose(head, pack(parcel).encode())
