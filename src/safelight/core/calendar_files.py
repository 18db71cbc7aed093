"""Times from a calendar file (RFC 5545); of a file nothing else is read or kept.

Titles, places, organizers, guests and notes of an invitation say where somebody can be found,
and from which office: they are dropped here. Real files are messy: what has no hour is left
out, what cannot be read is refused, and nothing else ever happens.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

import icalendar

MOST_BYTES: Final = 1_000_000
MOST_EVENTS: Final = 500


class NotRead(ValueError):
    """The file was not read; the message says why and what next."""


@dataclass(frozen=True, slots=True)
class Times:
    """When events begin, the soonest first. `left_out` had no hour, or came back again and
    again: only their first time would be known."""

    begins: tuple[datetime, ...]
    left_out: int


def read(raw: bytes, zone: tzinfo) -> Times:
    """`zone` is for times that name none. Raises NotRead."""
    if len(raw) > MOST_BYTES:
        raise NotRead(
            "A calendar file of more than 1 MB is not read. Save one event alone."
        )
    events = _events(raw)
    if not events:
        raise NotRead("There is no event in this file. Type the day and the time.")
    if len(events) > MOST_EVENTS:
        raise NotRead(f"More than {MOST_EVENTS} events. Save one event alone.")
    found = [_begins(one, zone) for one in events]
    kept = sorted({at for at in found if at is not None})
    return Times(tuple(kept), found.count(None))


def _events(raw: bytes) -> list[Any]:
    try:
        read: Any = icalendar.Calendar.from_ical(raw, multiple=True)
        return [event for one in read for event in one.walk("VEVENT")]
    except Exception as error:  # the library raises many kinds on broken files
        raise NotRead(
            "This is no calendar file that can be read. Type the day and the time."
        ) from error


def _begins(event: Any, zone: tzinfo) -> datetime | None:
    try:
        at = event.decoded("dtstart")
        if "rrule" in event or not isinstance(at, datetime):
            return None
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except Exception:  # one broken event leaves the others
        return None
