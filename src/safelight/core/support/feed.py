"""The daily file from the certified state system, and the one that goes back.

One layout in two forms: CSV with a head, or lines of fixed width. Positions are derived from
the lengths, in this order. Each line is a case, somebody in it, or an action planned there.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from safelight.core.case_kinds import IVD_PARTS
from safelight.core.support.actions import ACTIONS
from safelight.core.support.standing import State
from safelight.core.vocabulary import Term


class Kind(Term):
    CASE = "CASE", "A case"
    PERSON = "PERSON", "Somebody in a case"
    ACTION = "ACTION", "An action of a case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Texts as they stand; which are asked for depends on `record`."""

    record: str
    case: str
    person: str = ""
    part: str = ""
    name: str = ""
    birth_date: str = ""
    action: str = ""
    due_on: str = ""
    state: str = ""
    number: str = ""


LENGTHS: Final[Mapping[str, int]] = {
    "record": 6, "case": 20, "person": 15, "part": 20, "name": 60, "birth_date": 10,
    "action": 20, "due_on": 10, "state": 8, "number": 40,
}  # fmt: skip
WIDTH: Final = sum(LENGTHS.values())
NAMES: Final = tuple(field.name for field in fields(Line))
PARTS: Final = frozenset(part.value for part in IVD_PARTS)
ASKED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.CASE: (),
    Kind.PERSON: ("person", "part", "name"),
    Kind.ACTION: ("action", "due_on", "state", "number"),
}


class FeedInvalid(ValueError):
    """The file is in neither form; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that was left out: its number, and the rule; never what it says."""

    line: int
    rule: str


def read(raw: bytes) -> Iterator[Line | Wrong]:
    """Each line, or why it was left out. Raises FeedInvalid."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise FeedInvalid("It is not in UTF-8.") from None
    first = text.split("\n", 1)[0].strip().lower()
    if first.startswith("record,"):
        yield from _from_csv(text, first)
    elif len(text.split("\n", 1)[0].rstrip("\r")) == WIDTH:
        yield from _from_fixed(text)
    else:
        raise FeedInvalid(
            f"It is neither CSV with the head {','.join(NAMES)} nor lines of {WIDTH} "
            "characters."
        )


def _from_csv(text: str, head: str) -> Iterator[Line | Wrong]:
    if tuple(head.split(",")) != NAMES:
        raise FeedInvalid(f"The head must be {','.join(NAMES)}.")
    for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
        if number > 1 and row:
            yield _line(number, row)


def _from_fixed(text: str) -> Iterator[Line | Wrong]:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) != WIDTH:
            yield Wrong(number, f"has not {WIDTH} characters")
            continue
        row, at = [], 0
        for length in LENGTHS.values():
            row.append(line[at : at + length])
            at += length
        yield _line(number, row)


def _line(number: int, row: list[str]) -> Line | Wrong:
    if len(row) != len(NAMES):
        return Wrong(number, f"has not {len(NAMES)} fields")
    found = Line(**{name: text.strip() for name, text in zip(NAMES, row, strict=True)})
    rule = _broken(found)
    return Wrong(number, rule) if rule else found


def _broken(line: Line) -> str:
    if line.record not in set(Kind):
        return "record is none of CASE, PERSON, ACTION"
    if missing := [
        n for n in ("case", *ASKED[Kind(line.record)]) if not getattr(line, n)
    ]:
        return f"{', '.join(missing)} is missing"
    for name in ("birth_date", "due_on"):
        if getattr(line, name) and day(getattr(line, name)) is None:
            return f"{name} is no day such as 2027-03-09"
    if line.part and line.part not in PARTS:
        return f"part is none of {', '.join(sorted(PARTS))}"
    if line.action and line.action not in ACTIONS:
        return "action is none of the table of actions"
    if line.state and line.state not in set(State):
        return f"state is none of {', '.join(State)}"
    return ""


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def written(lines: Sequence[Mapping[str, str]], names: tuple[str, ...]) -> bytes:
    """A CSV file with a head."""
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode("utf-8")
