"""Which records of a block may break a rule of their layout: many at once.

Nothing that breaks a rule is missed. What is only unusual (a 29 February) is named too,
and `record.read` then says of that one record what is wrong, if anything is.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.registry.layout import Field, Layout
from safelight.core.registry.lines import Rows

Doubtful = NDArray[np.bool_]
Test = Callable[[Rows], Doubtful]
WORD: Final = 8
BLANK: Final = np.uint64(0x2020202020202020)
ZEROS: Final = np.uint64(0x3030303030303030)
# Added to a byte of 10 or more, it reaches the highest bit.
OVER_NINE: Final = np.uint64(0x7676767676767676)
HIGHEST: Final = np.uint64(0x8080808080808080)
DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Checks:
    """The rules of one layout, made ready for blocks of rows (records, length)."""

    def __init__(self, layout: Layout) -> None:
        self.tests = list(_tests(layout))

    def doubtful(self, rows: Rows) -> Doubtful:
        found = np.zeros(len(rows), np.bool_)
        for test in self.tests:
            found |= test(rows)
        return found


def _tests(layout: Layout) -> Iterator[Test]:
    numbers = [f for f in layout.fields if f.is_number and f.length >= WORD]
    if numbers:
        yield _numbers(numbers)
    for field in layout.fields:
        if field.codes is not None or field.fixed:
            yield _codes(field)
        elif field.is_date:
            yield _date(field)
        elif field.is_number and field.length < WORD:
            yield _short_number(field)
        if field.is_required:
            yield _required(field)


def words(rows: Rows, at: int) -> NDArray[np.uint64]:
    """Eight bytes of each row as one number."""
    found: NDArray[np.uint64] = rows[:, at : at + WORD].view(np.uint64)[:, 0]
    return found


def _numbers(fields: list[Field]) -> Test:
    """All digits or all blank: the first eight bytes and the last, of all fields."""
    places = [(f.at, f.at + f.length - WORD) for f in fields]

    def test(rows: Rows) -> Doubtful:
        first = np.stack([words(rows, at) for at, _ in places])
        last = np.stack([words(rows, at) for _, at in places])
        blank = (first == BLANK) & (last == BLANK)
        over = ((first ^ ZEROS) + OVER_NINE) | ((last ^ ZEROS) + OVER_NINE)
        found: Doubtful = (((over & HIGHEST) != 0) & ~blank).any(axis=0)
        return found

    return test


def _codes(field: Field) -> Test:
    known = [field.fixed] if field.fixed else [*(field.codes or ())]
    if not field.is_required and not field.fixed:
        known.append("")
    values = [code.encode("ascii").ljust(field.length) for code in known]
    if field.length > 2:
        return lambda rows: ~np.isin(_texts(rows, field), np.array(values))
    kind = np.uint8 if field.length == 1 else np.uint16
    table = np.ones(np.iinfo(kind).max + 1, np.bool_)
    table[[int(np.frombuffer(value, kind)[0]) for value in values]] = False
    return lambda rows: table[rows[:, field.bytes].view(kind)[:, 0]]


def _texts(rows: Rows, field: Field) -> NDArray[np.bytes_]:
    found: NDArray[np.bytes_] = np.ascontiguousarray(rows[:, field.bytes]).view(
        f"S{field.length}"
    )[:, 0]
    return found


def _date(field: Field) -> Test:
    """Digits, a century, and a day that every year has."""
    lasts = np.zeros(1 << 16, np.uint8)
    days = np.full(1 << 16, 255, np.uint8)
    centuries = np.zeros(1 << 16, np.bool_)
    for number in range(1, 100):
        pair = int(np.frombuffer(b"%02d" % number, np.uint16)[0])
        centuries[pair] = True
        days[pair] = number
        lasts[pair] = DAYS[number - 1] if number <= len(DAYS) else 0

    def test(rows: Rows) -> Doubtful:
        whole = words(rows, field.at)
        pairs = rows[:, field.bytes].view(np.uint16)
        right = ((whole ^ ZEROS) + OVER_NINE) & HIGHEST == 0
        right &= centuries[pairs[:, 0]]
        right &= days[pairs[:, 3]] <= lasts[pairs[:, 2]]
        found: Doubtful = ~(right | (whole == BLANK))
        return found

    return test


def _short_number(field: Field) -> Test:
    def test(rows: Rows) -> Doubtful:
        part = rows[:, field.bytes]
        digits = ((part >= ord("0")) & (part <= ord("9"))).all(axis=1)
        found: Doubtful = ~(digits | (part == ord(" ")).all(axis=1))
        return found

    return test


def _required(field: Field) -> Test:
    if field.length < WORD:
        return lambda rows: (rows[:, field.bytes] == ord(" ")).all(axis=1)
    last = field.at + field.length - WORD
    return lambda rows: (words(rows, field.at) == BLANK) & (words(rows, last) == BLANK)
