"""An agency's own keys: the one that wraps, and the secrets it wraps for the agency.

The master key (from the installation's settings) wraps an agency's key; that of a held
vault is wrapped by a key that only its own people open. While keys are rotated an agency
has two: the newest wraps what is new, and both open.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid4, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db.models import Max

from safelight.accounts.fence.acting import PrincipalKind, current, once
from safelight.accounts.keys import material
from safelight.accounts.keys.held import asking
from safelight.accounts.models import Agency, AgencySecret, DataKey

SIGNING, ENCRYPTION, INDEX = "signing", "encryption", "blind index"


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


def make_agency_keys(agency: Agency, *, at: datetime) -> None:
    """The agency's own key and its secrets, once. Acts as that agency."""
    signing, encryption = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    add_agency_key(at=at)
    _keep(SIGNING, signing.private_bytes_raw())
    _keep(ENCRYPTION, encryption.private_bytes_raw())
    _keep(INDEX, material.new_key())
    agency.signing_public = signing.public_key().public_bytes_raw()
    agency.encryption_public = encryption.public_key().public_bytes_raw()
    agency.save(update_fields=["signing_public", "encryption_public"])


def add_agency_key(*, at: datetime, held: bool = False) -> UUID:
    """Make the key that wraps from now on, also where a clock went back; returns its id.
    Raises VaultLocked for one that is `held` while the vault is locked."""
    key_id, wrapping = uuid4(), seal_key() if held else master_key()
    rows = AgencySecret.objects.filter(agency_id=current().agency)
    last = rows.aggregate(last=Max("made_at"))["last"]
    at = max(at, last + timedelta.resolution) if last else at
    AgencySecret.objects.create(
        agency_id=current().agency,
        id=key_id,
        wrapped_key=material.wrap(wrapping, material.new_key()),
        held=held,
        made_at=at,
    )
    return key_id


def is_held() -> bool:
    """Whether the acting agency's people hold their vault themselves."""
    return AgencySecret.objects.filter(agency_id=current().agency, held=True).exists()


def agency_keys() -> Mapping[UUID, bytes]:
    """The acting agency's keys by id, the newest last. Raises KeyGone, MasterKeyWrong,
    VaultLocked."""
    rows = AgencySecret.objects.filter(agency_id=current().agency).order_by("made_at")
    keys = {
        key_id: _unheld(bytes(wrapped)) if held else _unwrapped(bytes(wrapped))
        for key_id, wrapped, held in rows.values_list("id", "wrapped_key", "held")
    }
    if not keys:
        raise KeyGone
    return keys


def newest() -> tuple[UUID, bytes]:
    """The id of the key that wraps what is new, and the key."""
    return list(agency_keys().items())[-1]


def index_key() -> bytes:
    """The acting agency's key for blind indexes."""
    return _secret(INDEX)


def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_secret(SIGNING))


def decryption_key() -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_secret(ENCRYPTION))


def master_key() -> bytes:
    return bytes.fromhex(settings.MASTER_KEY)


def secret_id(agency: UUID, name: str) -> UUID:
    return uuid5(agency, name)


def _keep(name: str, secret: bytes) -> None:
    agency, (key_id, key) = current().agency, newest()
    DataKey.objects.create(
        agency_id=agency,
        id=secret_id(agency, name),
        wrapped=material.wrap(key, secret),
        wrapped_by=key_id,
    )


def _secret(name: str) -> bytes:
    agency = current().agency
    rows = DataKey.objects.filter(agency_id=agency, id=secret_id(agency, name))
    own, row = agency_keys(), rows.values_list("wrapped", "wrapped_by").first()
    if row is None:
        raise KeyGone
    return unwrap_by(own, row[1], bytes(row[0]))


def unwrap_by(own: Mapping[UUID, bytes], key_id: UUID, wrapped: bytes) -> bytes:
    """Unwrap with one of the agency's keys; one made since `own` was read is read now."""
    key = own.get(key_id) or agency_keys()[key_id]
    return material.unwrap(key, wrapped)


def seal_key() -> bytes:
    """What wraps a held agency's keys. Asked for once in a transaction; a job does not keep
    the vault open. Raises VaultLocked."""
    by = current()
    at_work = by.kind is PrincipalKind.STAFF
    return once(
        ("seal key", by.agency), lambda: asking.seal_key(by.agency, at_work=at_work)
    )


def _unheld(wrapped: bytes) -> bytes:
    """Never remembered here: a locked vault must be locked everywhere at once."""
    try:
        return material.unwrap(seal_key(), wrapped)
    except material.CannotOpen:  # the agent remembers a key from before a change
        raise asking.VaultLocked from None


@lru_cache(maxsize=256)
def _unwrapped(wrapped: bytes) -> bytes:
    try:
        return material.unwrap(master_key(), wrapped)
    except material.CannotOpen:
        raise MasterKeyWrong from None
