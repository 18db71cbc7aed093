"""Reporting law by state, as data with its sources and a day by which it is read again.

The guide never concludes that nothing is to be reported (CF-22), and past its day it
shows the statute and the line alone.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from safelight.core.vocabulary import Term

KNOWN: Final = ("CT", "MN", "NY", "WA")
GENERAL: Final = "general"
EXPOSURE: Final = "EXPOSURE"
SATURDAY: Final = 5


class From(Term):
    LEARNED = "LEARNED", "From when it was learned"
    ORAL = "ORAL", "From the report by phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """`hours` after `since`; `working_days` leaves out Saturday and Sunday."""

    what: str
    hours: int
    since: From
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """`line` is where to call. `elements` of the definition; the last is exposure to
    violence between adults, which by itself is none."""

    name: str
    statute: str
    line: str
    elements: tuple[Element, ...]
    deadlines: tuple[Deadline, ...]
    exposure: str
    source: tuple[str, ...]
    review_by: date
    is_general: bool

    def is_old(self, on: date) -> bool:
        return self.review_by <= on


@cache
def guide(state: str) -> Guide:
    """A state's, or the general one where it has no data here."""
    name = state if state in KNOWN else GENERAL
    text = files(__package__).joinpath("states", f"{name}.toml").read_text("utf-8")
    given: dict[str, Any] = tomllib.loads(text)
    return Guide(
        name=given["name"], statute=given["statute"], line=given["line"],
        elements=(
            *(Element(code, label) for code, label in given["elements"].items()),
            Element(EXPOSURE, "The child saw or heard violence between adults"),
        ),
        deadlines=tuple(
            Deadline(**{**one, "since": From(one["since"])}) for one in given["deadlines"]
        ),
        exposure=given["exposure"], source=tuple(given["source"]),
        review_by=given["review_by"], is_general=name == GENERAL,
    )  # fmt: skip


def qualifies(elements: Collection[str]) -> bool:
    """Exposure to violence alone is no element (CF-22)."""
    return bool(set(elements) - {EXPOSURE})


def due_at(one: Deadline, learned: datetime, oral: datetime | None) -> datetime | None:
    """When it runs out; None while what it counts from has not happened."""
    start = learned if one.since is From.LEARNED else oral
    if start is None:
        return None
    if not one.working_days:
        return start + timedelta(hours=one.hours)
    left, at = one.hours, start
    while left > 0:
        at += timedelta(hours=1)
        left -= at.weekday() < SATURDAY
    return at
