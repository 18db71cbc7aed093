"""Delivery: out of one agency's outbox, then into the other's inbox."""

from datetime import datetime
from uuid import UUID, uuid5

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.packet_life import is_readable
from safelight.disclosure import envelopes
from safelight.disclosure.parcels import Parcel, unpack
from safelight.ledger import witnessing
from safelight.ledger.acts import Act
from safelight.ledger.witnessing import keep, last_seen
from safelight.records.packets import actions as packets
from safelight.records.packets.models import Exchange, Packet

OUTBOX = Packet._meta.db_table


def deliver(packet: UUID, sender: UUID, recipient: UUID, *, at: datetime) -> None:
    """Twice is as good as once. Raises EnvelopeRefused for what the sender did not sign.

    A packet recalled or purged before it was delivered is not delivered.
    """
    with acting_as(Principal(PrincipalKind.DELIVERY, sender)):
        rows = Packet.objects.filter(agency_id=sender, id=packet)
        row = rows.values_list("person_id", "envelope").first()
        if row is None:
            return
        person, kept = row
        sealed = cipher(person).open(Place(OUTBOX, "envelope", packet), bytes(kept))
    by = Principal(PrincipalKind.DELIVERY, recipient)
    with acting_as(by):
        exchange = Exchange.objects.get(id=packet)
        if not is_readable(ends=exchange.ends, recalled_at=exchange.recalled_at, at=at):
            return
        opened(exchange, sealed)
        packets.receive(by=by, at=at, packet=packet, sender=sender, envelope=sealed)


def sending_of(packet: UUID) -> UUID:
    """The id of the ledger entry of a packet's sending."""
    return uuid5(packet, Act.PACKET_SENT)


def prove(packet: UUID, sender: UUID, recipient: UUID, *, at: datetime) -> bool:
    """Show the recipient that the sending is in the sender's ledger, and that it only
    grew; False where it must be tried again later."""
    since = last_seen(recipient, sender)
    shown = witnessing.prove(sender, sending_of(packet), since=since, at=at)
    if shown is None:
        return False
    keep(recipient, sender, packet, shown, at=at)
    return True


def opened(exchange: Exchange, sealed: str) -> Parcel:
    """Open an envelope as the acting agency, its recipient.

    Raises EnvelopeRefused, ParcelInvalid.
    """
    head = envelopes.header(
        exchange.id, exchange.sender_id, exchange.recipient_id, exchange.ends
    )
    return unpack(envelopes.disclose(sealed.encode(), head))
