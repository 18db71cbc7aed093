"""How words and numbers are ordinarily written: the tables, and what is made of them."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

_read: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("spellings.toml").read_text("utf-8")
)
LOOKALIKES: Final[Mapping[str, str]] = _read["lookalikes"]
UNITS: Final = frozenset(word for line in _read["units"] for word in line.split())
CORPORATE: Final = frozenset(_read["corporate"])
ENDINGS: Final = frozenset(_read["endings"])
BUILDINGS: Final = ENDINGS | frozenset(_read["buildings"])
BOXES: Final[tuple[str, ...]] = tuple(_read["boxes"])
AFTER: Final[tuple[str, ...]] = tuple(_read["after"])
Words = tuple[str, ...]
DIGITS: Final[tuple[Words, ...]] = tuple(tuple(x.split()) for x in _read["digits"])
TEENS: Final[tuple[Words, ...]] = tuple(tuple(x.split()) for x in _read["teens"])
TENS: Final[tuple[Words, ...]] = tuple(tuple(x.split()) for x in _read["tens"])
MONTHS: Final[tuple[Words, ...]] = tuple(tuple(x.split()) for x in _read["months"])
ORDINALS: Final[tuple[str, ...]] = tuple(_read["ordinals"])
LARGEST: Final = 99_999
SUFFIXES: Final = ("st", "nd", "rd", "th")


def _forms(table: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _read[table]:
        words = frozenset(line.split())
        for word in words:
            found[word] = found.get(word, frozenset()) | words
    return found


STREETS: Final = _forms("streets")
DIRECTIONS: Final = _forms("directions")
NAMES: Final = _forms("names")


def forms_of(word: str, table: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """A word and its other forms."""
    return tuple(sorted({word, *table.get(word, ())}))


@cache
def number_forms(digits: str) -> tuple[str, ...]:
    """A number in figures and in words without spaces: whole, in pairs, figure by figure."""
    value = int(digits)
    found = {digits, *_figures(digits)}
    if value <= LARGEST and not digits.startswith("0"):
        found |= {_cardinal(value), _cardinal(value, "and"), *_pairs(digits)}
    return tuple(sorted(one for one in found if one))


def _figures(digits: str) -> Iterable[str]:
    """Figure by figure, in each language, zero in each of its words."""
    english = {"".join(DIGITS[int(d)][0] for d in digits)}
    for zero in DIGITS[0][1:3]:
        english.add("".join(zero if d == "0" else DIGITS[int(d)][0] for d in digits))
    spanish = "".join(DIGITS[int(d)][-1] for d in digits)
    return english | {spanish}


def _cardinal(value: int, joint: str = "") -> str:
    if value >= 1000:
        rest = value % 1000
        more = _cardinal(rest, joint) if rest else ""
        return f"{_cardinal(value // 1000, joint)}thousand{more}"
    if value >= 100:
        rest = value % 100
        more = f"{joint}{_cardinal(rest)}" if rest else ""
        return f"{DIGITS[value // 100][0]}hundred{more}"
    return _below_hundred(value)


def _below_hundred(value: int) -> str:
    if value < 10:
        return DIGITS[value][0]
    if value < 20:
        return TEENS[value - 10][0]
    unit = DIGITS[value % 10][0] if value % 10 else ""
    return TENS[value // 10 - 2][0] + unit


def _pairs(digits: str) -> Iterable[str]:
    """`1234` as twelve thirty-four, `105` as one oh five, `1200` as twelve hundred."""
    if len(digits) not in (3, 4):
        return ()
    head, tail = int(digits[:-2]), int(digits[-2:])
    first = _below_hundred(head)
    if tail == 0:
        return (f"{first}hundred",)
    if tail < 10:
        return tuple(f"{first}{zero}{_below_hundred(tail)}" for zero in ("oh", "o"))
    return (first + _below_hundred(tail),)


@cache
def ordinal_forms(value: int) -> tuple[str, ...]:
    """`5` as fifth, 5th and 5; of one to ninety-nine."""
    suffix = "th" if 10 < value % 100 < 14 else _suffix(value)
    found = {str(value), f"{value}{suffix}"}
    if value < len(ORDINALS):
        found.add(ORDINALS[value])
    else:
        found.add(_ordinal_of_tens(value))
    return tuple(sorted(found))


def _suffix(value: int) -> str:
    return SUFFIXES[value % 10 - 1] if 1 <= value % 10 <= 3 else "th"


def _ordinal_of_tens(value: int) -> str:
    tens = TENS[value // 10 - 2][0]
    if value % 10:
        return tens + ORDINALS[value % 10]
    return tens[:-1] + "ieth"


ORDINAL_VALUES: Final = {
    form: value for value in range(1, 100) for form in ordinal_forms(value)
    if not form.isdigit()
}  # fmt: skip


def number_words() -> Mapping[str, str]:
    """Each word for a number below a hundred, with its figures."""
    found = {w: str(i) for i, words in enumerate(DIGITS) for w in words if w != "o"}
    found |= {w: str(10 + i) for i, words in enumerate(TEENS) for w in words}
    for (i, words), unit in product(enumerate(TENS), range(10)):
        ones = DIGITS[unit][0] if unit else ""
        found[words[0] + ones] = str(10 * (i + 2) + unit)
        if not unit:
            found[words[-1]] = str(10 * (i + 2))
    return found
