"""Destroying keys and rows: the same for a purge asked for, scheduled or replayed.

A person's rows are found through the foreign keys that lead to people, so that a new
table is purged by having one.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from safelight.accounts.fence.acting import current
from safelight.accounts.fence.constraints import SameVault
from safelight.accounts.fence.models import VaultRecord
from safelight.accounts.keys.material import Place
from safelight.accounts.models import DataKey
from safelight.core.retention import Purged
from safelight.records.cases.models import Case, Participation
from safelight.records.packets.models import Exchange, Packet, ReceivedPacket
from safelight.records.people.models import Person
from safelight.records.retention.models import Purge

PEOPLE, CASES = Person._meta.db_table, Case._meta.db_table
PACKETS = Packet._meta.db_table


def tables_about(table: str) -> Iterator[tuple[type[VaultRecord], str]]:
    """Every vault table that leads to people or to cases, with the column that does."""
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if isinstance(rule, SameVault) and rule.to == table:
                assert issubclass(model, VaultRecord)
                yield model, rule.column


def erase_person(person: UUID, *, at: datetime) -> None:
    """Destroy a person's key and the keys of all their values, with every row; packets
    sent go dark."""
    agency = current().agency
    sent = Packet.objects.filter(agency_id=agency, person_id=person)
    _go_dark(list(sent.values_list("id", flat=True)), at)
    taken = Participation.objects.filter(agency_id=agency, person_id=person)
    cases = list(taken.values_list("case_id", flat=True))
    for model, column in tables_about(PEOPLE):
        rows = model.objects.filter(agency_id=agency, **{column: person})
        if model._meta.get_field(column).null:
            rows.update(**{column: None})
        else:
            rows.delete()
    _close_empty(agency, cases)
    Person.objects.filter(agency_id=agency, id=person).delete()
    destroy_key(person)
    _record(Purged.PERSON, person, at=at)


def erase_packet(packet: UUID, *, at: datetime) -> None:
    """Destroy a packet held, on whichever side this agency is; one it sent goes dark."""
    agency = current().agency
    _go_dark([packet], at)
    Packet.objects.filter(agency_id=agency, id=packet).delete()
    ReceivedPacket.objects.filter(agency_id=agency, id=packet).delete()
    destroy_key(packet)
    for column in ("content", "envelope"):
        destroy_key(Place(PACKETS, column, packet).key_id)
    _record(Purged.PACKET, packet, at=at)


def erase_value(place: Place, *, at: datetime) -> None:
    """Destroy one value with its earlier versions; the row goes where it must have one."""
    agency = current().agency
    model = next(m for m in apps.get_models() if m._meta.db_table == place.table)
    rows = model._default_manager.filter(agency_id=agency, id=place.row)
    if model._meta.get_field(place.column).null:
        for row in rows:
            setattr(row, place.column, None)
            row.save(update_fields=[place.column])
    else:
        rows.delete()
    destroy_key(place.key_id)
    _record(Purged.VALUE, place.row, place, at=at)


def _go_dark(packets: list[UUID], at: datetime) -> None:
    """End all reading of packets that this agency sent."""
    alive = Exchange.objects.filter(
        id__in=packets, sender_id=current().agency, recalled_at=None
    )
    alive.update(recalled_at=at)


def _close_empty(agency: UUID, cases: list[UUID]) -> None:
    """Cases in which nobody takes part any more."""
    taken = Participation.objects.filter(agency_id=agency, case_id__in=cases)
    empty = set(cases) - set(taken.values_list("case_id", flat=True))
    for model, column in tables_about(CASES):
        model.objects.filter(agency_id=agency, **{f"{column}__in": empty}).delete()
    Case.objects.filter(agency_id=agency, id__in=empty).delete()


def destroy_key(subject: UUID) -> None:
    """Destroy a key of the acting agency, and those under it."""
    keys = DataKey.objects.filter(agency_id=current().agency)
    keys.filter(Q(id=subject) | Q(under=subject)).delete()


def _record(
    what: Purged, subject: UUID, place: Place | None = None, *, at: datetime
) -> None:
    Purge.objects.create(
        agency_id=current().agency,
        what=what,
        subject=subject,
        table=place.table if place else "",
        column=place.column if place else "",
        at=at,
        by=current().staff,
    )
