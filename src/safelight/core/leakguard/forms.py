"""The shorter forms of a protected value that still find or reach somebody.

An address by any of its parts between commas (a house, a school, a workplace by name),
except the city, the postal code and a bare apartment; its house number with the word
after it, and on to the word for a street. A number without its extension, its country
code, its area code.
"""

import re
from collections.abc import Iterator
from typing import Final

from safelight.core.leakguard.normal import Token, tokens

POSTAL: Final = re.compile(r"\b\d{5}(?:-\d{4})?\s*$")
STATE_AND_POSTAL: Final = re.compile(r"^[A-Za-z]{2}\.?\s+\d{5}(?:-\d{4})?\s*$")
NUMBER: Final = re.compile(r"\+?\d[\d\s().-]{5,}\d")
SHORTER_NUMBERS: Final = (10, 7)
SHORTEST_WORD: Final = 3
APARTMENT: Final = "apt"
STREETS: Final = frozenset(
    {"st", "ave", "rd", "dr", "ln", "ct", "blvd", "pl", "sq", "ter", "cir", "hwy",
     "pkwy", "way", "trail", "loop", "row"}
)  # fmt: skip


def forms(value: str) -> list[str]:
    """The value and its shorter forms, each once, the whole first."""
    return list(dict.fromkeys(_forms(value)))


def _forms(value: str) -> Iterator[str]:
    yield value
    for part in _parts(value):
        yield part
    for part in value.split(","):
        yield from _streets(part)
    for found in NUMBER.finditer(value):
        digits = "".join(c for c in found.group() if c.isdigit())
        yield from (digits[-n:] for n in (len(digits), *SHORTER_NUMBERS))


def _parts(value: str) -> Iterator[str]:
    """The parts between commas that by themselves find somebody."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if len(parts) > 1 and STATE_AND_POSTAL.match(parts[-1]):
        parts = parts[:-2]
    for part in parts:
        is_apartment = [t.text for t in tokens(part)][:1] == [APARTMENT]
        if not is_apartment and (len(parts) == 1 or not POSTAL.search(part)):
            yield part


def _streets(part: str) -> Iterator[str]:
    """From each number to the next word, and on to the apartment or word for a street."""
    found = tokens(part)
    for i, token in enumerate(found):
        if token.text.isdigit():
            yield from _from_number(part, token, found[i + 1 :])


def _from_number(part: str, number: Token, after: list[Token]) -> Iterator[str]:
    for j, token in enumerate(after):
        if token.text == APARTMENT:
            if j:
                yield part[number.start : token.start].strip()
            return
        if j == 0 and len(token.text) >= SHORTEST_WORD and token.text.isalpha():
            yield part[number.start : token.end]
        if token.text in STREETS:
            if j:
                yield part[number.start : token.end]
            return
