"""Access that a supervisor should ask about (42 U.S.C. 654a(d)(3); 45 CFR 307.13; CS-9)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from safelight.core.vocabulary import Term

OPENS_AT, CLOSES_AT = 7, 19
SATURDAY: Final = 5
OFTEN: Final = 3
MANY: Final = 5


class Why(Term):
    NOT_THEIRS = "NOT_THEIRS", "Tried to open records that are not theirs"
    ONE_RECORD = "ONE_RECORD", "Came back to one record that is not theirs"
    OUT_OF_HOURS = "OUT_OF_HOURS", "Opened records out of hours"


@dataclass(frozen=True, slots=True)
class Access:
    """One opening or refusal; `record` is the ledger's mark of it, no name. Local time."""

    worker: UUID
    record: bytes
    at: datetime
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Unusual:
    worker: UUID
    why: Why
    times: int
    last_at: datetime


def unusual(found: Iterable[Access]) -> list[Unusual]:
    """Of one day, each worker and reason once, the most often first."""
    accesses = list(found)
    rows: list[Unusual] = []
    for worker in {one.worker for one in accesses}:
        own = [one for one in accesses if one.worker == worker]
        refused = [one for one in own if one.is_refused]
        late = [one for one in own if not one.is_refused and is_out_of_hours(one.at)]
        most = Counter(one.record for one in refused if one.record).most_common(1)
        if most and most[0][1] >= OFTEN:
            again = [one for one in refused if one.record == most[0][0]]
            rows.append(_row(Why.ONE_RECORD, again))
        if len(refused) >= MANY:
            rows.append(_row(Why.NOT_THEIRS, refused))
        if late:
            rows.append(_row(Why.OUT_OF_HOURS, late))
    return sorted(rows, key=lambda row: (-row.times, row.why.value, str(row.worker)))


def is_out_of_hours(local: datetime) -> bool:
    return local.weekday() >= SATURDAY or not OPENS_AT <= local.hour < CLOSES_AT


def _row(why: Why, found: list[Access]) -> Unusual:
    return Unusual(found[0].worker, why, len(found), max(one.at for one in found))
