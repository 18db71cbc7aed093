"""The one way to a key. A separate key agent can take this module's place.

The master key (from the installation's settings) wraps each agency's key; that one
wraps the data key of every person and of every packet held. Whoever destroys a data
key has purged all that was sealed under it, wherever a copy may be.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from safelight.accounts.fence.acting import current
from safelight.accounts.fence.models import Sealed
from safelight.accounts.keys import material
from safelight.accounts.models import Agency, AgencySecret, DataKey


class KeyGone(LookupError):
    """There is no key: it was purged, or never was."""

    def __init__(self) -> None:
        super().__init__("There is no key for this record: it was purged.")


class MasterKeyWrong(RuntimeError):
    def __init__(self) -> None:
        super().__init__(
            "SAFELIGHT_MASTER_KEY does not open this installation's keys. "
            "Set the key it was made with; nothing was changed."
        )


@dataclass(frozen=True, slots=True)
class DataCipher:
    """Seals and opens the values of one person, or of one packet held."""

    agency: UUID
    subject: UUID
    _key: bytes = field(repr=False)

    def seal(self, place: material.Place, text: str) -> Sealed:
        return material.seal(self._key, text.encode(), place.bound(self.agency))

    def open(self, place: material.Place, sealed: bytes) -> str:
        """Raises CannotOpen."""
        return material.unseal(self._key, sealed, place.bound(self.agency)).decode()

    def mark(self) -> bytes:
        """The subject's mark in the ledger; without the key it points at nobody."""
        return material.token(material.derive(self._key, "ledger"), str(self.subject))


def make_agency_keys(agency: Agency) -> None:
    """The agency's own key and its two key pairs, once. Acts as that agency."""
    own = material.new_key()
    signing, encryption = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    AgencySecret.objects.create(
        agency_id=current().agency,
        id=agency.id,
        wrapped_key=material.wrap(_master(), own),
        wrapped_signing=material.wrap(own, signing.private_bytes_raw()),
        wrapped_encryption=material.wrap(own, encryption.private_bytes_raw()),
    )
    agency.signing_public = signing.public_key().public_bytes_raw()
    agency.encryption_public = encryption.public_key().public_bytes_raw()
    agency.save(update_fields=["signing_public", "encryption_public"])


def new_cipher(subject: UUID) -> DataCipher:
    """Make the data key of a new person or packet in the acting agency's vault."""
    agency, key = current().agency, material.new_key()
    wrapped = material.wrap(_agency_key(agency), key)
    DataKey.objects.create(agency_id=agency, id=subject, wrapped=wrapped)
    return DataCipher(agency, subject, key)


def cipher(subject: UUID) -> DataCipher:
    """The cipher of a person or packet in the acting agency's vault.

    Raises KeyGone where there is no key.
    """
    return ciphers([subject])[subject]


def ciphers(subjects: list[UUID]) -> dict[UUID, DataCipher]:
    """Several ciphers with one query. Raises KeyGone if one has no key."""
    agency = current().agency
    rows = DataKey.objects.filter(agency_id=agency, id__in=subjects)
    wrapped = dict(rows.values_list("id", "wrapped"))
    if len(wrapped) < len(set(subjects)):
        raise KeyGone
    own = _agency_key(agency)
    return {
        subject: DataCipher(agency, subject, material.unwrap(own, wrapped[subject]))
        for subject in subjects
    }


def index_key() -> bytes:
    """The acting agency's key for blind indexes."""
    return material.derive(_agency_key(current().agency), "blind index")


def signing_key() -> Ed25519PrivateKey:
    own, row = _agency_key(current().agency), _secret(current().agency)
    raw = material.unwrap(own, bytes(row.wrapped_signing))
    return Ed25519PrivateKey.from_private_bytes(raw)


def decryption_key() -> X25519PrivateKey:
    own, row = _agency_key(current().agency), _secret(current().agency)
    raw = material.unwrap(own, bytes(row.wrapped_encryption))
    return X25519PrivateKey.from_private_bytes(raw)


def _master() -> bytes:
    return bytes.fromhex(settings.MASTER_KEY)


def _secret(agency: UUID) -> AgencySecret:
    found: AgencySecret = AgencySecret.objects.get(agency_id=agency, id=agency)
    return found


def _agency_key(agency: UUID) -> bytes:
    return _unwrapped(bytes(_secret(agency).wrapped_key))


@lru_cache(maxsize=256)
def _unwrapped(wrapped: bytes) -> bytes:
    try:
        return material.unwrap(_master(), wrapped)
    except material.CannotOpen:
        raise MasterKeyWrong from None
