"""A packet that travels as a file, between installations that share no network.

The file is the sealed envelope with its readable head: whoever finds it learns two
agencies and an end. It is received once; the recipient signs a receipt, which the sender
takes in.
"""

import base64
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, ValidationError

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.agency import signing_key
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency
from safelight.core.vocabulary import GroundKind
from safelight.disclosure import envelopes
from safelight.disclosure.parcels import unpack
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.packets import actions
from safelight.records.packets.models import Exchange, Packet, ReceivedPacket

OUTBOX: Final = Packet._meta.db_table
NOT_READ: Final = (
    "This is not a file that `safelight packet export` wrote, or it was changed on the way. "
    "Nothing was taken in; ask for it again."
)


class NotCarried(ValueError):
    """It was not written or taken in; the message says why and what next."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int = 1


T = TypeVar("T", bound=_File)


class PacketFile(_File):
    """Ids, an end, and the envelope: signed by the sender, for the recipient's key."""

    packet: UUID
    sender: UUID
    recipient: UUID
    sent_at: datetime
    ends: datetime
    envelope: str


class Receipt(_File):
    """That the recipient has it: `digest` is of the envelope (SHA-256), `signature` the
    recipient's (Ed25519) over the rest."""

    packet: UUID
    sender: UUID
    recipient: UUID
    received_at: datetime
    digest: str
    signature: str = ""

    def signed(self) -> bytes:
        return self.model_dump_json(exclude={"signature"}).encode()


def export(agency: UUID, packet: UUID, *, at: datetime) -> str:
    """A packet that was sent, as a file for its recipient. Raises NotCarried."""
    with acting_as(Principal(PrincipalKind.DELIVERY, agency)):
        row = Packet.objects.filter(agency_id=agency, id=packet).first()
        exchange = Exchange.objects.filter(id=packet, sender_id=agency).first()
        if row is None or exchange is None or row.envelope is None:
            raise NotCarried("There is no such packet that was sent.")
        if exchange.recalled_at or exchange.ends <= at:
            raise NotCarried("This packet was recalled, or has ended.")
        if row.ground_kind != GroundKind.RELEASE:
            raise NotCarried(
                "Only a packet on a signed release travels as a file: an agreement can be "
                "checked at each reading only where both agencies share an installation."
            )
        own = cipher(row.person_id)
        sealed = own.open(Place(OUTBOX, "envelope", packet), bytes(row.envelope))
        details: dict[str, Any] = {"packet": str(packet)}
        details["recipient"] = str(row.recipient_id)
        write(Act.PACKET_EXPORTED, at=at, about=own, **details)
        return PacketFile(
            packet=packet, sender=agency, recipient=row.recipient_id,
            sent_at=exchange.sent_at, ends=exchange.ends, envelope=sealed,
        ).model_dump_json()  # fmt: skip


def take_in(text: str | bytes, *, at: datetime) -> str:
    """Put a packet into its recipient's inbox, once; returns the receipt for its sender.

    Raises NotCarried, also for what the sender did not sign, and VaultLocked.
    """
    file = _read(PacketFile, text)
    if file.ends <= at:
        raise NotCarried("This packet has ended. Ask for another.")
    recipient = Principal(PrincipalKind.DELIVERY, file.recipient)
    with acting_as(recipient):
        _require_both(file)
        if ReceivedPacket.objects.filter(
            agency_id=file.recipient, id=file.packet
        ).exists():
            raise NotCarried("This packet was taken in before. Nothing was changed.")
        _require_opens(file)
    with acting_as(Principal(PrincipalKind.DELIVERY, file.sender)):
        Exchange.objects.get_or_create(
            id=file.packet, sender_id=file.sender, recipient_id=file.recipient,
            defaults={"ends": file.ends, "sent_at": file.sent_at},
        )  # fmt: skip
    with acting_as(recipient):
        actions.receive(by=recipient, at=at, packet=file.packet, sender=file.sender,
                        envelope=file.envelope)  # fmt: skip
        return _receipt(file, at)


def note_receipt(text: str | bytes, *, at: datetime) -> UUID:
    """Keep that the recipient has it; returns the packet's id. Raises NotCarried."""
    receipt = _read(Receipt, text)
    sender = Principal(PrincipalKind.DELIVERY, receipt.sender)
    with acting_as(sender):
        row = Packet.objects.filter(
            agency_id=receipt.sender, id=receipt.packet, recipient_id=receipt.recipient
        ).first()
        if row is None or row.envelope is None:
            raise NotCarried("There is no such packet that was sent.")
        own = cipher(row.person_id)
        place = Place(OUTBOX, "envelope", receipt.packet)
        sealed = own.open(place, bytes(row.envelope))
        _require_signed(receipt, sealed)
        write(
            Act.PACKET_ARRIVED, at=at, about=own, packet=str(receipt.packet),
            recipient=str(receipt.recipient), received_at=str(receipt.received_at),
        )  # fmt: skip
    return receipt.packet


def _read(kind: type[T], text: str | bytes) -> T:
    try:
        return kind.model_validate_json(text)
    except ValidationError:
        raise NotCarried(NOT_READ) from None


def _require_opens(file: PacketFile) -> None:
    """Signed by its sender for this recipient, and whole."""
    head = envelopes.header(file.packet, file.sender, file.recipient, file.ends)
    try:
        unpack(envelopes.disclose(file.envelope.encode(), head))
    except ValueError as error:  # EnvelopeRefused, ParcelInvalid: each says what next
        raise NotCarried(str(error)) from None


def _require_both(file: PacketFile) -> None:
    known = Agency.objects.filter(id__in=[file.sender, file.recipient])
    if set(known.values_list("id", flat=True)) != {file.sender, file.recipient}:
        raise NotCarried(
            "Its sender or its recipient is not known on this installation: safelight agency "
            "know."
        )


def _digest(envelope: str) -> str:
    return sha256(envelope.encode()).hexdigest()


def _receipt(file: PacketFile, at: datetime) -> str:
    made = Receipt(
        packet=file.packet, sender=file.sender, recipient=file.recipient, received_at=at,
        digest=_digest(file.envelope),
    )  # fmt: skip
    signature = signing_key().sign(made.signed())
    made.signature = base64.b64encode(signature).decode("ascii")
    return made.model_dump_json()


def _require_signed(receipt: Receipt, envelope: str) -> None:
    public = Agency.objects.get(id=receipt.recipient).signing_public
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes(public or b""))
        key.verify(base64.b64decode(receipt.signature), receipt.signed())
    except (InvalidSignature, ValueError):
        raise NotCarried("The receipt is not signed by the recipient.") from None
    if receipt.digest != _digest(envelope):
        raise NotCarried("The receipt is for another envelope of this packet.")
