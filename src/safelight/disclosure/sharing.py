"""A packet's way out: prepared, shown to her, sent, recalled."""

from typing import Any
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys import envelope
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher, signing_key
from safelight.accounts.models import Agency
from safelight.core.vocabulary import GroundKind, Purpose
from safelight.disclosure import jobs
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.grounds import GroundRef
from safelight.disclosure.offers import Selection, Wish, guarded, parts, select
from safelight.disclosure.parcels import Parcel, pack, unpack
from safelight.ledger.acts import Act
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.packets.models import Packet

PACKET = Packet._meta.db_table


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


def send(opened: Opened, packet: UUID) -> Stopped | None:
    """Decide again at this moment and let the packet out; None when it went.

    Raises ChangedSince where what would go is no longer what was prepared,
    NotAllowedNow, NoSuchPacket, GroundMissing.
    """
    with acting_as(opened.by):
        row = packet_row(opened, packet)
        wish, chosen = _chosen(opened, row)
        own = cipher(opened.person)
        kept = unpack(own.open(_place(packet), bytes(row["content"])))
        if not chosen.parcel.pieces or _seen(kept) != _seen(chosen.parcel):
            raise ChangedSince
        sealed = egress(
            Leaving(
                act=Act.PACKET_SENT,
                about=own,
                parts=parts(chosen.parcel),
                values=guarded(opened, chosen.parcel),
                details=_details(packet, wish, chosen.parcel),
            ),
            chosen.decision,
            at=opened.at,
            seal=lambda: _close(opened, packet, wish.recipient, chosen.parcel),
        )
        if isinstance(sealed, Stopped):
            return sealed
        packets.send(opened, chosen.decision, packet, sealed)
        jobs.deliver.defer(
            packet=str(packet),
            sender=str(opened.by.agency),
            recipient=str(wish.recipient),
        )
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
    pieces = [(p.item.key, p.label, p.text, p.detail) for p in parcel.pieces]
    return parcel.ends, parcel.purpose, pieces


def _details(packet: UUID, wish: Wish, parcel: Parcel) -> dict[str, object]:
    return {
        "packet": str(packet),
        "recipient": str(wish.recipient),
        "purpose": wish.purpose.value,
        "ground": wish.ground.kind.value,
        "items": [piece.label for piece in parcel.pieces],
    }


def _close(opened: Opened, packet: UUID, recipient: UUID, parcel: Parcel) -> bytes:
    public = Agency.objects.get(id=recipient).encryption_public
    return envelope.close(
        envelope.Header(
            str(packet),
            str(opened.by.agency),
            str(recipient),
            parcel.ends.isoformat(),
        ),
        pack(parcel).encode(),
        to=bytes(public or b""),
        signed_by=signing_key(),
    )
