"""How long what is kept: each kind with its default, which an agency may change."""

from dataclasses import dataclass
from typing import Final

from safelight.core.vocabulary import Term


class Kept(Term):
    """What a schedule can purge (CF-55)."""

    PERSON = "PERSON", "People whose record nobody changed"
    PACKET = "PACKET", "Packets received, after their end or recall"


class Purged(Term):
    """What one purge destroyed."""

    PERSON = "PERSON", "A person"
    VALUE = "VALUE", "One value, with its earlier versions"
    PACKET = "PACKET", "A packet held"


@dataclass(frozen=True, slots=True)
class Schedule:
    """`days` is the default; None keeps until somebody asks."""

    days: int | None
    words: str


SCHEDULES: Final = {
    Kept.PERSON: Schedule(
        None,
        "A record without open case, release in force or packet still readable, "
        "and not changed for so many days.",
    ),
    Kept.PACKET: Schedule(
        30, "So many days after a packet's end or recall nobody can read it anyway."
    ),
}
SHORTEST_DAYS: Final = 30
