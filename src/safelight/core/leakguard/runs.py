"""Numbers written in words, or in words and figures: five five five oh one hundred two."""

import re
from collections.abc import Iterator
from typing import Final

from safelight.core.leakguard.patterns import GAP, ONE_OF_THEM, glued
from safelight.core.leakguard.words import number_words

WORDS: Final = number_words()
TIMES: Final = {"double": 2, "doble": 2, "triple": 3}
_alternatives: Final = "|".join(
    glued(word) for word in sorted(WORDS, key=len, reverse=True)
)
ONE: Final = re.compile(
    rf"(?:(?P<times>double|doble|triple){GAP})?"
    rf"(?P<one>(?<![a-z])(?:{_alternatives})(?![a-z])|(?<![a-z])o(?![a-z])|[0-9])"
)
BETWEEN: Final = re.compile(rf"{GAP}\Z")
# Three in a row, of which one is a word, written without anything between them. Figures
# that look like letters are left out: they are in most words.
_word: Final = f"(?:{'|'.join(sorted({*WORDS, *TIMES}))})".translate(ONE_OF_THEM)
_any: Final = f"(?:{_word}|[2-9])"
ANCHOR: Final = rf"{_word}{_any}{_any}|[2-9]{_word}{_any}|[2-9][2-9]{_word}{_any}"


def runs(
    text: str, start: int, end: int
) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each run of numbers in a part of lower-case text: its figures, and where each of
    them stands."""
    figures, places = "", []  # type: str, list[tuple[int, int]]
    last = None
    for found in ONE.finditer(text, start, end):
        if last is not None and not BETWEEN.match(text[last : found.start()]):
            yield figures, places
            figures, places = "", []
        value = _value(found)
        figures += value
        places += [found.span()] * len(value)
        last = found.end()
    if figures:
        yield figures, places


def _value(found: re.Match[str]) -> str:
    one = re.sub(r"[^0-9a-z]", "", found.group("one"))
    value = "0" if one == "o" else WORDS.get(_as_word(one), one)
    return value * TIMES.get(found.group("times") or "", 1)


def _as_word(one: str) -> str:
    return one if one in WORDS else one.translate(str.maketrans("01", "ol"))
