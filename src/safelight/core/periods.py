"""Half-open periods of time: in force from `starts`, no longer at `ends`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Period:
    """Raises ValueError unless both ends carry a time zone and the start comes first."""

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise ValueError("period: both ends need a time zone")
        if self.starts >= self.ends:
            raise ValueError("period: the end must come after the start")

    def covers(self, at: datetime) -> bool:
        return self.starts <= at < self.ends

    def overlaps(self, other: "Period") -> bool:
        return self.starts < other.ends and other.starts < self.ends

    @property
    def days(self) -> float:
        return (self.ends - self.starts).total_seconds() / 86400
