"""What a key-holder's words open: an age identity, sealed under a key made of the words.

Argon2id with the second recommended parameters of RFC 9106 (3 passes, 4 lanes, 64 MiB)
makes the key. The vault's key is encrypted to the identity's public half (age, X25519),
so that it can be changed without anybody's words.
"""

import os
import unicodedata
from dataclasses import dataclass
from typing import Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pyrage import x25519

SALT_BYTES: Final = 16
NONCE: Final = bytes(12)  # each key seals one thing, once
SHORTEST: Final = 20
FEWEST: Final = 5
PASSES, LANES, MEMORY_KIB = 3, 4, 65536


class WrongWords(ValueError):
    """The same for every reason: wrong words, no such holder, a damaged row."""

    def __init__(self) -> None:
        super().__init__("This does not open the vault. Nothing was changed.")


class TooShort(ValueError):
    def __init__(self) -> None:
        super().__init__(
            f"Take at least {FEWEST} different words of three letters or more that do not "
            f"belong together, {SHORTEST} characters in all; your names do not count."
        )


@dataclass(frozen=True, slots=True)
class Lock:
    """A holder's identity, closed. `recipient` is public: whoever has it can add to what
    the holder opens, and open nothing."""

    salt: bytes
    closed: bytes
    recipient: str


def new_lock(words: str, *names: str) -> Lock:
    """`names` are those of the program and of the holder. Raises TooShort."""
    known = set(_plain(" ".join(names)).casefold().split())
    counted = {one for one in _plain(words).casefold().split() if len(one) > 2} - known
    if len(_plain(words)) < SHORTEST or len(counted) < FEWEST:
        raise TooShort
    identity, salt = x25519.Identity.generate(), os.urandom(SALT_BYTES)
    closed = AESGCM(_derived(words, salt)).encrypt(NONCE, str(identity).encode(), salt)
    return Lock(salt, closed, str(identity.to_public()))


# Tried where there is no holder, so that both take as long.
NOBODY: Final = Lock(bytes(SALT_BYTES), bytes(90), "")


def open_lock(lock: Lock, words: str) -> str:
    """The identity. Raises WrongWords."""
    try:
        found = AESGCM(_derived(words, lock.salt)).decrypt(
            NONCE, lock.closed, lock.salt
        )
    except (InvalidTag, ValueError):
        raise WrongWords from None
    return found.decode()


def printed() -> tuple[str, str]:
    """A new identity to be printed, which has a checksum of its own, and its public half."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def close_to(secret: bytes, *recipients: str) -> bytes:
    """A secret that needs the identities of all these recipients, in this order."""
    for recipient in reversed(recipients):
        secret = pyrage.encrypt(secret, [x25519.Recipient.from_str(recipient)])
    return secret


def open_with(closed: bytes, *identities: str) -> bytes:
    """Raises WrongWords."""
    try:
        for identity in identities:
            opener = x25519.Identity.from_str("".join(identity.split()).upper())
            closed = pyrage.decrypt(closed, [opener])
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError):
        raise WrongWords from None
    return closed


def _derived(words: str, salt: bytes) -> bytes:
    made = Argon2id(
        salt=salt, length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    )
    return made.derive(_plain(words).encode("utf-8"))


def _plain(words: str) -> str:
    """The same words however they were typed: one space between, in one form."""
    return " ".join(unicodedata.normalize("NFKC", words).split())
