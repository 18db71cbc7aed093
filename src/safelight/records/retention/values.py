"""Purging single items: the value, its versions, and whatever here repeats it."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.advocacy.models import AimRow, PlanVersion, ServiceRow
from safelight.records.cases.models import Participation
from safelight.records.documents.models import Document
from safelight.records.notes import drafts
from safelight.records.notes.models import Note
from safelight.records.opened import Opened
from safelight.records.orders.models import ProtectionOrder
from safelight.records.packets.models import Packet
from safelight.records.people import index
from safelight.records.people.models import ContactPoint, Identifier, Person
from safelight.records.plans.models import PlanItem
from safelight.records.protection.models import FactRow
from safelight.records.retention import erasing
from safelight.records.retention.actions import require_no_hold

# What can be purged alone: kind of item to the columns that hold its value.
VALUES: Final[dict[str, tuple[Any, tuple[str, ...]]]] = {
    "contact": (ContactPoint, ("how", "value")),
    "how": (ContactPoint, ("how",)),
    "note": (Note, ("text",)),
    "service": (ServiceRow, ("words",)),
    "servicenote": (ServiceRow, ("words",)),
    "aim": (AimRow, ("words",)),
    "plan": (PlanVersion, ("content",)),
    "order": (ProtectionOrder, ("terms", "court", "number")),
    "planitem": (PlanItem, ("fields", "words")),
    "fact": (FactRow, ("words",)),
    "document": (Document, ("content", "title")),
    "case": (Participation, ("number",)),
    "identifier": (Identifier, ("value",)),
    "birth_date": (Person, ("birth_date",)),
}
SHORTEST_TEXT: Final = 4


class NotPurgedAlone(ValueError):
    """An item that holds no value of its own."""

    def __init__(self) -> None:
        super().__init__(
            "This item cannot be purged alone; purge the whole record, or record what "
            "is true from now on."
        )


def purge_items(opened: Opened, keys: Collection[str]) -> None:
    """Destroy single items of a record, with packets and drafts here that repeat them.

    Raises OnHold, and NotPurgedAlone for what has no value of its own.
    """
    with acting_as(opened.by):
        require_no_hold(opened)
        own = cipher(opened.person)
        for key in _without_parts(keys):
            _purge_item(opened, own, key)
        write(Act.VALUE_PURGED, at=opened.at, about=own, count=len(keys))


def _without_parts(keys: Collection[str]) -> list[str]:
    """A contact takes along how to use it safely."""
    whole = {key.partition(":")[2] for key in keys if key.startswith("contact:")}
    return [k for k in keys if not (k.startswith("how:") and k[4:] in whole)]


def _purge_item(opened: Opened, own: DataCipher, key: str) -> None:
    kind, _, row = key.partition(":")
    if kind not in VALUES:
        raise NotPurgedAlone
    model, columns = VALUES[kind]
    owner = {} if model is Person else {"person_id": opened.person}
    found = model.objects.filter(agency_id=opened.by.agency, id=UUID(row), **owner)
    if not found.exists() or (model is Person and UUID(row) != opened.person):
        raise NotPurgedAlone
    places = [Place(model._meta.db_table, column, UUID(row)) for column in columns]
    values = found.values(*columns).get()
    texts = [_text(own, place, values[place.column]) for place in places]
    said = [text for text in texts if len(text) >= SHORTEST_TEXT]
    for packet in _packets_saying(
        opened, own, {f"{k}:{row}" for k in (kind, "how")}, said
    ):
        erasing.erase_packet(packet, at=opened.at)
    drafts.erase_saying(opened.person, f"note-{UUID(row).hex}", said)
    index.forget(opened.person, places)
    for place in places:
        erasing.erase_value(place, at=opened.at)


def _text(own: DataCipher, place: Place, sealed: bytes | None) -> str:
    """A value as it is; empty where there is none, or none that opens."""
    try:
        return own.open(place, bytes(sealed)) if sealed else ""
    except (CannotOpen, KeyGone):
        return ""


def _packets_saying(
    opened: Opened, own: DataCipher, keys: set[str], texts: Collection[str]
) -> list[UUID]:
    """Packets of this person that carry one of the items, or one of the texts in place
    of another (a substitute address)."""
    table = Packet._meta.db_table
    rows = Packet.objects.filter(agency_id=opened.by.agency, person_id=opened.person)
    found = []
    for packet, items, content in rows.values_list("id", "items", "content"):
        spoken = _text(own, Place(table, "content", packet), content)
        if keys & set(items) or any(text in spoken for text in texts):
            found.append(packet)
    return found
