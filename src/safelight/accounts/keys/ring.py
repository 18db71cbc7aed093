"""The one way to the key of a person or of a packet held.

The agency's key wraps theirs, and theirs wraps one for each sealed value. Whoever
destroys a person's key has purged everything about that person, and whoever destroys
a value's key that value with all its earlier versions, wherever a copy may be. A
separate key agent can take this module's place.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from safelight.accounts.fence.acting import current
from safelight.accounts.fence.models import Sealed
from safelight.accounts.keys import material
from safelight.accounts.keys.agency import KeyGone, agency_keys, newest, unwrap_by
from safelight.accounts.models import DataKey

# Sealed with the subject's own key: purging one of these alone would purge the subject.
OWN_KEY: Final = frozenset(
    {
        ("people_person", "name"),
        ("packets_receivedpacket", "envelope"),
        ("ledger_entry", "body"),
    }
)


@dataclass(frozen=True, slots=True)
class DataCipher:
    """Seals and opens the values of one person, or of one packet held."""

    agency: UUID
    subject: UUID
    _key: bytes = field(repr=False)
    _values: dict[UUID, bytes] = field(repr=False, default_factory=dict)

    def seal(self, place: material.Place, text: str) -> Sealed:
        """Seal a value; one that has no key yet gets its own, kept at once."""
        key = self._key_of(place) or self._new_key(place)
        return material.seal(key, text.encode(), place.bound(self.agency))

    def open(self, place: material.Place, sealed: bytes) -> str:
        """Raises CannotOpen, and KeyGone for a value that was purged."""
        key = self._key_of(place)
        if key is None:
            raise KeyGone
        return material.unseal(key, sealed, place.bound(self.agency)).decode()

    def mark(self) -> bytes:
        """The subject's mark in the ledger; without the key it points at nobody."""
        return material.token(material.derive(self._key, "ledger"), str(self.subject))

    def _key_of(self, place: material.Place) -> bytes | None:
        if (place.table, place.column) in OWN_KEY:
            return self._key
        return self._values.get(place.key_id)

    def _new_key(self, place: material.Place) -> bytes:
        key = material.new_key()
        DataKey.objects.create(
            agency_id=self.agency,
            id=place.key_id,
            under=self.subject,
            wrapped=material.wrap(self._key, key),
        )
        self._values[place.key_id] = key
        return key


def new_cipher(subject: UUID) -> DataCipher:
    """Make the data key of a new person or packet in the acting agency's vault.

    Where a rotation removes the agency's key at this very moment, the newest is asked
    for once more.
    """
    made = DataCipher(current().agency, subject, material.new_key())
    try:
        with transaction.atomic():
            _keep(made)
    except IntegrityError:
        _keep(made)
    return made


def _keep(made: DataCipher) -> None:
    key_id, own = newest()
    DataKey.objects.create(
        agency_id=made.agency,
        id=made.subject,
        wrapped=material.wrap(own, made._key),
        wrapped_by=key_id,
    )


def cipher(subject: UUID) -> DataCipher:
    """The cipher of a person or packet, with the keys of all its values.

    Raises KeyGone where there is no key.
    """
    return _load([subject], Q(id=subject) | Q(under=subject))[subject]


def ciphers(
    subjects: Collection[UUID], places: Iterable[material.Place] | None = None
) -> dict[UUID, DataCipher]:
    """Several ciphers with one query, with the keys of some values or of all.

    Raises KeyGone if a subject has no key.
    """
    if places is None:
        return _load(subjects, Q(id__in=subjects) | Q(under__in=subjects))
    return _load(subjects, Q(id__in=[*subjects, *(place.key_id for place in places)]))


def _load(subjects: Collection[UUID], which: Q) -> dict[UUID, DataCipher]:
    if not subjects:
        return {}
    agency, own = current().agency, agency_keys()
    rows = DataKey.objects.filter(which, agency_id=agency)
    found = list(rows.values_list("id", "under", "wrapped", "wrapped_by"))
    loaded = {
        subject: DataCipher(agency, subject, unwrap_by(own, by, bytes(wrapped)))
        for subject, under, wrapped, by in found
        if under is None
    }
    if len(loaded) < len(set(subjects)):
        raise KeyGone
    for value, under, wrapped, _ in found:
        if under is not None:
            loaded[under]._values[value] = material.unwrap(
                loaded[under]._key, bytes(wrapped)
            )
    return loaded
