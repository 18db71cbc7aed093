"""The only writers of holds, purges and schedules."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.retention import SHORTEST_DAYS, Kept
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Participation
from safelight.records.notes.models import Note
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.packets.models import Packet, ReceivedPacket
from safelight.records.people import index
from safelight.records.people.models import ContactPoint, Identifier, Person
from safelight.records.retention import erasing
from safelight.records.retention.models import LegalHold, RetentionRule

HOLD = LegalHold._meta.db_table
# What can be purged alone: kind of item to the columns that hold its value.
VALUES = {
    "contact": (ContactPoint, ("how", "value")),
    "how": (ContactPoint, ("how",)),
    "note": (Note, ("text",)),
    "case": (Participation, ("number",)),
    "identifier": (Identifier, ("value",)),
    "birth_date": (Person, ("birth_date",)),
}


class OnHold(ValueError):
    """A legal hold keeps the record."""

    def __init__(self) -> None:
        super().__init__(
            "A legal hold keeps this record: nothing of it can be purged. Counsel can "
            "say whether the hold can be lifted."
        )


class NotPurgedAlone(ValueError):
    """An item that holds no value of its own."""

    def __init__(self) -> None:
        super().__init__(
            "This item cannot be purged alone; purge the whole record, or record what "
            "is true from now on."
        )


def hold(opened: Opened, reason: str) -> None:
    """Keep a person's record from every purge. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("Write down who asked for the hold, and for which matter.")
    with acting_as(opened.by):
        own = cipher(opened.person)
        row = LegalHold(
            agency_id=opened.by.agency,
            person_id=opened.person,
            since=opened.at,
            recorded_by=opened.staff,
        )
        row.reason = own.seal(Place(HOLD, "reason", row.id), reason)
        row.save(force_insert=True)
        write(Act.HOLD_SET, at=opened.at, about=own)


def lift(opened: Opened) -> None:
    """Lift every hold on a person. Raises ValueError where there is none."""
    with acting_as(opened.by):
        rows = _holds(opened)
        if not rows.update(lifted_at=opened.at, lifted_by=opened.staff):
            raise ValueError("There is no legal hold on this record.")
        write(Act.HOLD_LIFTED, at=opened.at, about=cipher(opened.person))


def is_held(opened: Opened) -> bool:
    with acting_as(opened.by):
        return bool(_holds(opened).exists())


def purge_person(opened: Opened) -> None:
    """Destroy everything about a person; what was sent is recalled first.

    The ledger keeps that a record was purged, and not whose. Raises OnHold.
    """
    with acting_as(opened.by):
        _require_no_hold(opened)
        packets.recall_all(opened)
        write(Act.PERSON_PURGED, at=opened.at)
        erasing.erase_person(opened.person, at=opened.at)


def purge_items(opened: Opened, keys: Collection[str]) -> None:
    """Destroy single items of a record, with the packets here that carry them.

    Raises OnHold, and NotPurgedAlone for what has no value of its own.
    """
    with acting_as(opened.by):
        _require_no_hold(opened)
        for key in keys:
            _purge_item(opened, key)
        own = cipher(opened.person)
        write(Act.VALUE_PURGED, at=opened.at, about=own, count=len(keys))


def _purge_item(opened: Opened, key: str) -> None:
    kind, _, row = key.partition(":")
    if kind not in VALUES:
        raise NotPurgedAlone
    model, columns = VALUES[kind]
    owner = {} if model is Person else {"person_id": opened.person}
    if not model.objects.filter(
        agency_id=opened.by.agency, id=UUID(row), **owner
    ).exists():
        raise NotPurgedAlone
    for packet in _packets_with(opened, key):
        packets.recall_if_sent(opened, packet)
        erasing.erase_packet(packet, at=opened.at)
    places = [Place(model._meta.db_table, column, UUID(row)) for column in columns]
    index.forget(opened.person, places)
    for place in places:
        erasing.erase_value(place, at=opened.at)


def _packets_with(opened: Opened, key: str) -> list[UUID]:
    rows = Packet.objects.filter(agency_id=opened.by.agency, person_id=opened.person)
    return [packet for packet, items in rows.values_list("id", "items") if key in items]


def purge_received(
    packets_held: Collection[UUID], *, by: Principal, at: datetime
) -> None:
    """Destroy packets in this agency's inbox; one that is not there changes nothing."""
    with acting_as(by):
        rows = ReceivedPacket.objects.filter(agency_id=by.agency, id__in=packets_held)
        for packet in list(rows.values_list("id", flat=True)):
            write(Act.PACKET_PURGED, at=at)
            erasing.erase_packet(packet, at=at)


def set_rule(what: Kept, days: int | None, *, by: Principal, at: datetime) -> None:
    """Say how many days this agency keeps something; None until somebody asks."""
    if days is not None and days < SHORTEST_DAYS:
        raise ValueError("At least one day; leave it empty to keep until asked.")
    with acting_as(by):
        RetentionRule.objects.update_or_create(
            agency_id=by.agency,
            what=what,
            defaults={"days": days, "set_at": at, "set_by": by.worker},
        )
        write(Act.RETENTION_SET, at=at)


def _holds(opened: Opened):  # type: ignore[no-untyped-def]
    return LegalHold.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person, lifted_at=None
    )


def _require_no_hold(opened: Opened) -> None:
    if _holds(opened).select_for_update().exists():
        raise OnHold
