"""Appointments of people who must not meet (CS-30).

Two sides of a case never come to one place on the same day for a test, never arrive or
leave within an hour of each other, and the protected person leaves first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from safelight.core.vocabulary import Term

APART: Final = timedelta(minutes=60)
HEAD_START: Final = timedelta(minutes=30)


# The same words for every reason, so that they tell nobody's time or place.
ELSEWHERE: Final = (
    "It cannot be booked like this. Choose another day or another place, or let them take "
    "part by phone or video."
)


class Kind(Term):
    TEST = "TEST", "Genetic test"
    HEARING = "HEARING", "Hearing"
    OFFICE = "OFFICE", "At the office"


class Clash(ValueError):
    """It was not booked; what to choose instead, and not whose time it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody comes to a place. Times are the agency's own, for a day is a day there.
    `is_hers`: of the protected side of the case."""

    kind: Kind
    site: str
    starts_at: datetime
    ends_at: datetime
    is_remote: bool
    is_hers: bool

    @property
    def place(self) -> str:
        return " ".join(self.site.casefold().split())


def check(new: Visit, others: Iterable[Visit]) -> None:
    """Raises Clash where somebody of the other side would be there. A hearing brings both
    to one place on purpose: then arrivals must be apart, or one side takes part remotely."""
    if new.is_remote:
        return
    for other in others:
        if other.is_remote or other.is_hers == new.is_hers or other.place != new.place:
            continue
        if new.kind is Kind.TEST and _same_day(new, other):
            raise Clash(ELSEWHERE)
        if abs(new.starts_at - other.starts_at) < APART or _leave_together(new, other):
            raise Clash(ELSEWHERE)


def _same_day(one: Visit, other: Visit) -> bool:
    return one.starts_at.date() == other.starts_at.date()


def _leave_together(one: Visit, other: Visit) -> bool:
    """One arrives while the other leaves, or both leave at once; but for a hearing, where
    the order of leaving is planned."""
    if one.kind is Kind.HEARING:
        return False
    gaps = (one.starts_at - other.ends_at, one.ends_at - other.starts_at)
    return _overlap(one, other) or any(abs(gap) < APART for gap in gaps)


def _overlap(one: Visit, other: Visit) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def leaving(visit: Visit) -> str:
    """The order of leaving, for whoever looks after the place."""
    if visit.is_remote:
        return ""
    minutes = int(HEAD_START.total_seconds() // 60)
    if visit.is_hers:
        return f"Leaves first, {minutes} minutes before anybody else of the case."
    return f"Is held back {minutes} minutes after the other side has left."
