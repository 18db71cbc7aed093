"""The shorter forms of a protected value that still find or reach somebody.

An address by any of its parts between commas (a house, a school, a workplace by name),
except the city and postal code; its street line with and without the apartment. A
number without its country code, and without its area code.
"""

import re
from collections.abc import Iterator
from typing import Final

from safelight.core.leakguard.normal import digits, tokens

POSTAL: Final = re.compile(r"\b\d{5}(?:-\d{4})?\s*$")
SHORTER_NUMBERS: Final = (10, 7)
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
    parts = [part.strip() for part in value.split(",") if part.strip()]
    for part in parts:
        if len(parts) == 1 or not POSTAL.search(part):
            yield part
        yield from _street(part)
    number = "".join(token.text for token in digits(value))
    is_number = not any(character.isalpha() for character in value)
    for length in SHORTER_NUMBERS:
        if is_number and len(number) > length:
            yield number[-length:]


def _street(part: str) -> Iterator[str]:
    """From the house number to the word for a street, or to the apartment."""
    found = tokens(part)
    number = next((t for t in found if t.text.isdigit()), None)
    if number is None:
        return
    for token in found[found.index(number) + 2 :]:
        if token.text == APARTMENT:
            yield part[number.start : token.start].strip()
            return
        if token.text in STREETS:
            yield part[number.start : token.end]
            return
