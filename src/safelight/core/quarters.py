"""Quarters of a year: reports are of whole ones, so that two of them never differ by a day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """`number` from 1 to 4. Half-open: `starts` belongs to it, `ends` does not."""

    year: int
    number: int

    @property
    def starts(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends(self) -> date:
        return self.following().starts

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def label(self) -> str:
        return f"Quarter {self.number} of {self.year}"

    def following(self) -> "Quarter":
        if self.number < 4:
            return Quarter(self.year, self.number + 1)
        return Quarter(self.year + 1, 1)

    def before(self) -> "Quarter":
        return (
            Quarter(self.year - 1, 4)
            if self.number == 1
            else Quarter(self.year, self.number - 1)
        )


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def ended(on: date, count: int) -> list[Quarter]:
    """The last quarters that are over on a day, the newest first."""
    found = [quarter_of(on).before()]
    while len(found) < count:
        found.append(found[-1].before())
    return found
