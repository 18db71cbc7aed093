"""The earlier versions of one item, as the worker may see the item now.

What was written in the general part and moved to the sealed one is sealed with all that
it ever said: versions are decided on by the facts of today.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.accounts.models import Change, Staff
from safelight.core.vocabulary import Answer, Channel
from safelight.disclosure.person import decided
from safelight.disclosure.shown import Refused
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened

NONE_HERE: Final = Refused("There are no versions here that you can open.")


@dataclass(frozen=True, slots=True)
class Version:
    """What an item said from a moment on, and who wrote that."""

    at: datetime
    who: str
    text: str


def versions(opened: Opened, key: str) -> list[Version] | Refused:
    """Every version of an item, newest first, if the gate releases the item now."""
    with acting_as(opened.by):
        found, decision, _ = decided(opened, Channel.VIEW)
        held = next((h for h in found if h.item.key == key), None)
        place = held.place if held else None
        if place is None or decision.answer(key) is not Answer.RELEASE:
            return NONE_HERE
        own, policies = cipher(opened.person), decision.policies
        names = dict(Staff.objects.values_list("id", "name"))
        write(
            Act.PERSON_VIEWED, at=opened.at, about=own, policies=policies, items=[key]
        )
        rows = Change.objects.filter(
            agency_id=opened.by.agency, table=place.table, row_id=place.row
        )
        made: list[Version] = []
        for at, actor, image in rows.order_by("at").values_list("at", "actor", "image"):
            text = _text(own, place, image)
            if text and (not made or made[-1].text != text):
                made.append(Version(at, names.get(_id(actor), "Safelight"), text))
        return made[::-1]


def _id(actor: UUID | None) -> UUID:
    return actor or UUID(int=0)


def _text(own: DataCipher, place: Place, image: dict[str, Any] | None) -> str:
    """The value in a line of the history; empty where it has none that opens."""
    value = str((image or {}).get(place.column) or "")
    try:
        return own.open(place, bytes.fromhex(value.removeprefix("\\x")))
    except (CannotOpen, KeyGone, ValueError):
        return ""
