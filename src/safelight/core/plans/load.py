"""Whether a plan can be lived: what clashes, what is too much, what is missing.

The limits are working values of our own, to start a talk and not to end it: nobody has
measured what a parent who is in danger can do in a week.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

from safelight.core.plans.plan import Care

MOST_HOURS: Final = 10
MOST_TIMES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The time that an item takes. `starts_at` is the next time, in the agency's zone;
    `travel` minutes are one way."""

    what: str
    starts_at: datetime | None
    minutes: int
    times_a_week: int
    travel: int
    care: Care

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        if self.starts_at is None:
            return None
        way = timedelta(minutes=self.travel)
        return self.starts_at - way, self.starts_at + timedelta(
            minutes=self.minutes
        ) + way


def problems(slots: Sequence[Slot]) -> list[str]:
    """In words, for the person's own plan; empty where it can be done."""
    return [*_clashes(slots), *_too_much(slots), *_without_care(slots)]


def _clashes(slots: Sequence[Slot]) -> Iterator[str]:
    for one, other in combinations(slots, 2):
        first, second = one.span, other.span
        if first and second and first[0] < second[1] and second[0] < first[1]:
            day = f"{max(first[0], second[0]):%-d %b}"
            yield f"These overlap on {day}, with the way there: {one.what}; {other.what}."


def _too_much(slots: Sequence[Slot]) -> Iterator[str]:
    times = sum(one.times_a_week for one in slots)
    minutes = sum(one.times_a_week * (one.minutes + 2 * one.travel) for one in slots)
    if times > MOST_TIMES:
        yield f"{times} appointments a week. Ask which can wait."
    if minutes > MOST_HOURS * 60:
        yield f"About {round(minutes / 60)} hours a week with the way there. Ask what can wait."


def _without_care(slots: Sequence[Slot]) -> Iterator[str]:
    for one in slots:
        if one.care is Care.MISSING:
            yield f"Nobody looks after the children meanwhile: {one.what}."
