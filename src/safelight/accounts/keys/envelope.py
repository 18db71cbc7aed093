"""The sealed envelope a packet travels in.

Encrypted to the recipient agency's key (HPKE, RFC 9180: X25519, HKDF-SHA256,
AES-256-GCM) and signed by the sender's (Ed25519, RFC 8032). The header is readable,
authenticated by both, and names no person. The same bytes serve two agencies on one
server and two installations apart.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class EnvelopeRefused(ValueError):
    """Not an envelope from this sender to this recipient."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The packet was refused: {why}. Nothing of it was kept or shown; "
            "ask the sending agency to send it again."
        )


@dataclass(frozen=True, slots=True)
class Header:
    """What is readable without a key: ids and times, no person."""

    packet: str
    sender: str
    recipient: str
    ends: str
    version: int = 1

    def bytes(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()


def close(
    header: Header,
    content: bytes,
    *,
    to: bytes,
    signed_by: Ed25519PrivateKey,
) -> bytes:
    """Encrypt and sign. `to` is the recipient's public key, 32 bytes."""
    recipient = X25519PublicKey.from_public_bytes(to)
    sealed = SUITE.encrypt(content, recipient, info=header.bytes())
    body = {"header": asdict(header), "sealed": base64.b64encode(sealed).decode()}
    signature = signed_by.sign(_signed(body))
    body["signature"] = base64.b64encode(signature).decode()
    return json.dumps(body, sort_keys=True).encode()


def open_envelope(
    envelope: bytes, expected: Header, *, key: X25519PrivateKey, sender: bytes
) -> bytes:
    """The content, if the sender signed it and it is the packet that was announced.

    Raises EnvelopeRefused, saying which of these failed.
    """
    try:
        body = json.loads(envelope)
        signature = base64.b64decode(body.pop("signature"), validate=True)
        sealed = base64.b64decode(body["sealed"], validate=True)
        header = Header(**body["header"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise EnvelopeRefused("it is not an envelope, or it is damaged") from None
    try:
        Ed25519PublicKey.from_public_bytes(sender).verify(signature, _signed(body))
    except InvalidSignature:
        raise EnvelopeRefused("the sender's signature does not fit") from None
    if header != expected:
        raise EnvelopeRefused("it is another packet than the one announced")
    try:
        return SUITE.decrypt(sealed, key, info=header.bytes())
    except (InvalidTag, ValueError):
        raise EnvelopeRefused("it was not encrypted to this agency's key") from None


def _signed(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, sort_keys=True).encode()
