"""Files encrypted with age to a key that is kept elsewhere (age-encryption.org/v1)."""

from pathlib import Path
from typing import IO

import pyrage

from safelight.hosting.private_files import appearing

SUFFIX = ".age"


class BackupKeyInvalid(ValueError):
    """The text is not an age key, or not the one a file was encrypted to."""


def new_pair() -> tuple[str, str]:
    """(the key that opens, to be kept elsewhere; the key to encrypt to)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def write(path: Path, reader: IO[bytes], to: str) -> None:
    """Encrypt a stream into a file that appears whole or not at all.

    Raises BackupKeyInvalid.
    """
    try:
        recipient = pyrage.x25519.Recipient.from_str(to)
    except pyrage.RecipientError:
        raise BackupKeyInvalid("This is not an age recipient (age1...).") from None
    with appearing(path) as file:
        pyrage.encrypt_io(reader, file, [recipient])


def read(path: Path, writer: IO[bytes], identity: str) -> None:
    """Decrypt a file into a stream. Raises BackupKeyInvalid."""
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
        with path.open("rb") as file:
            pyrage.decrypt_io(file, writer, [key])
    except (pyrage.IdentityError, pyrage.DecryptError):
        raise BackupKeyInvalid(
            f"{path.name} does not open with this key, or is damaged. Give the identity "
            "(AGE-SECRET-KEY-...) of the recipient it was made for."
        ) from None
