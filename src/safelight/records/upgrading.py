"""After a migration: what needs keys, done as the application, agency by agency.

Values sealed before each had a key of its own get one, packets held are sealed, and
every row of a vault gets its first line in the change history. An agency whose vault is
older is known by its key, whose id was the agency's; it gets another in the same
transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.apps import apps
from django.utils import timezone

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import SealedField, VaultRecord
from safelight.accounts.keys import material
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import OWN_KEY, DataCipher, cipher
from safelight.accounts.models import Agency, AgencySecret, DataKey
from safelight.core.contact_kinds import ContactKind
from safelight.records.people import index
from safelight.records.people.models import Person, SearchToken
from safelight.records.people.protecting import refresh_search

log = structlog.get_logger("safelight.upgrade")


def upgrade() -> int:
    """Bring every older vault up to this version; returns how many values it sealed."""
    done = 0
    for agency in Agency.objects.values_list("id", flat=True):
        with acting_as(Principal(PrincipalKind.UPGRADE, agency)):
            old = AgencySecret.objects.filter(agency_id=agency, id=agency)
            if old.exists():
                done += sum(_upgrade(model, agency) for model in _vault_models())
                reindex(agency)
                fresh = old.get()
                fresh.id = uuid4()
                fresh.save(force_insert=True)
                DataKey.objects.filter(wrapped_by=agency).update(wrapped_by=fresh.id)
                old.delete()
    return done


def _vault_models() -> Iterator[type[VaultRecord]]:
    for model in apps.get_models():
        rules = model._meta.constraints
        if issubclass(model, VaultRecord) and any(
            isinstance(rule, Remembered) for rule in rules
        ):
            yield model


def _columns(model: type[VaultRecord]) -> list[str]:
    return [f.name for f in model._meta.fields if isinstance(f, SealedField)]


def _upgrade(model: type[VaultRecord], agency: UUID) -> int:
    model.objects.filter(agency_id=agency).update(agency_id=agency)
    done = 0
    known = set(DataKey.objects.filter(agency_id=agency).values_list("id", flat=True))
    for row in model.objects.filter(agency_id=agency):
        stale = list(_stale(row, known))
        if not stale:
            continue
        own = cipher(getattr(row, "person_id", row.id))
        done += sum(_seal(own, row, column) for column in stale)
    return done


def _seal(own: DataCipher, row: Any, column: str) -> bool:
    """Seal one value with its own key; one that is damaged stays as it is."""
    place = Place(row._meta.db_table, column, row.id)
    try:
        text = _text(own, place, row)
    except CannotOpen:
        log.error("a damaged value was left", act=place.column)
        return False
    setattr(row, column, own.seal(place, text))
    row.save(update_fields=[column])
    return True


def _stale(row: VaultRecord, known: set[UUID]) -> Iterator[str]:
    for column in _columns(type(row)):
        place, value = Place(row._meta.db_table, column, row.id), getattr(row, column)
        if value is None:
            continue
        if (place.table, column) in OWN_KEY:
            if bytes(value[:1]) == b"{":  # an envelope kept as it came
                yield column
        elif place.key_id not in known:
            yield column


def _text(own: DataCipher, place: Place, row: Any) -> str:
    value = bytes(getattr(row, place.column))
    try:
        return material.unseal(own._key, value, place.bound(own.agency)).decode()
    except CannotOpen:
        if place.column != "envelope":
            raise
        return value.decode()


def reindex(agency: UUID) -> None:
    """Make every person of the acting agency findable anew."""
    SearchToken.objects.filter(agency_id=agency).delete()
    for table, column, fields in SEARCHABLE:
        model = next(m for m in _vault_models() if m._meta.db_table == table)
        for row in model.objects.filter(agency_id=agency):
            person, sealed = getattr(row, "person_id", row.id), getattr(row, column)
            if sealed is not None:
                place = Place(table, column, row.id)
                with suppress(CannotOpen, KeyGone):
                    text = cipher(person).open(place, bytes(sealed))
                    index.add(person, place, fields(row, text))
    now = timezone.now()
    for person in Person.objects.filter(agency_id=agency).values_list("id", flat=True):
        refresh_search(agency, person, now)


SEARCHABLE: tuple[tuple[str, str, Callable[[Any, str], index.Fields]], ...] = (
    ("people_person", "name", lambda _, text: index.name_fields(text)),
    (
        "people_person",
        "birth_date",
        lambda _, text: index.birth_fields(date.fromisoformat(text)),
    ),
    (
        "cases_participation",
        "number",
        lambda _, text: [(index.CASE_NUMBER, index.normal(text))],
    ),
    (
        "people_contactpoint",
        "value",
        lambda row, text: (
            [(index.PHONE, index.phone_form(text))]
            if row.kind == ContactKind.PHONE
            else []
        ),
    ),
)
