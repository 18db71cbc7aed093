"""The cryptography in use, each primitive in one place.

AES-256-GCM for values (NIST SP 800-38D), AES key wrap for keys (RFC 3394), HKDF and
HMAC with SHA-256 for derived keys and blind indexes (RFC 5869, RFC 2104).
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from uuid import UUID, uuid5

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safelight.accounts.fence.models import Sealed

KEY_BYTES = 32
NONCE_BYTES = 12
TOKEN_BYTES = 16
SECOND_FACTOR = b"second factor"  # what seals the staff's sign-in secrets


class CannotOpen(ValueError):
    """A wrong key, a damaged ciphertext, or one moved from another row or field."""

    def __init__(self) -> None:
        super().__init__(
            "A sealed value could not be opened: wrong key, damage, or a value moved "
            "from where it was sealed. Nothing is shown; tell your administrator."
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs; it opens nowhere else."""

    table: str
    column: str
    row: UUID

    @property
    def key_id(self) -> UUID:
        """The id of the key that this value has for itself alone."""
        return uuid5(self.row, self.column)

    def bound(self, agency: UUID) -> bytes:
        return f"v1|{agency}|{self.table}|{self.column}|{self.row}".encode()


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def wrap(wrapping: bytes, key: bytes) -> bytes:
    return keywrap.aes_key_wrap_with_padding(wrapping, key)


def unwrap(wrapping: bytes, wrapped: bytes) -> bytes:
    """Raises CannotOpen for another key or a damaged one."""
    try:
        return keywrap.aes_key_unwrap_with_padding(wrapping, wrapped)
    except (keywrap.InvalidUnwrap, ValueError):
        raise CannotOpen from None


def derive(key: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(
        key
    )


def seal(key: bytes, value: bytes, bound: bytes) -> Sealed:
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(nonce + AESGCM(key).encrypt(nonce, value, bound))


def unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Raises CannotOpen unless key, place and bytes are all as they were."""
    nonce, body = bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:])
    try:
        return AESGCM(key).decrypt(nonce, body, bound)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def seal_second_factor(master: bytes, secret: bytes) -> bytes:
    """A secret of the staff's sign-in, sealed under the master key."""
    return seal(derive(master, SECOND_FACTOR.decode()), secret, SECOND_FACTOR)


def open_second_factor(master: bytes, sealed: bytes) -> bytes:
    """Raises CannotOpen."""
    return unseal(derive(master, SECOND_FACTOR.decode()), sealed, SECOND_FACTOR)


def token(key: bytes, *parts: str) -> bytes:
    """A keyed token for exact search: the same words give the same token."""
    return digest(key, "\x1f".join(parts).encode(), sha256)[:TOKEN_BYTES]
