"""Text with the shape of an address, a phone number or an e-mail address.

The guard knows recorded values only. For protected people whatever has such a shape and is
not known to be an agency's, a court's or a payee's stops what would leave.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

from safelight.core.leakguard.normal import tokens
from safelight.core.leakguard.values import EMAIL
from safelight.core.leakguard.words import STREETS
from safelight.core.vocabulary import Category

_streets: Final = "|".join(sorted(STREETS, key=len, reverse=True))
PHONE: Final = re.compile(
    r"(?<![\d.,/-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\d/-])"
    r"|(?<![\w.,/-])\d{3}[-.]\d{4}(?![\w/-])|(?<![\w.,/-])[2-9]\d{9}(?![\w.-])"
)
STREET: Final = re.compile(
    rf"(?<![\w.,/-])\d{{1,6}}[a-z]?\s+(?:[a-z0-9.'-]+\s+){{1,4}}(?:{_streets})\b\.?"
    r"|\bp\.?\s*o\.?\s*box\s+\d+"
)
# Words that make a number before a street's word something else: 5 minutes' drive.
NOT_A_STREET: Final = frozenset(
    [
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "mile",
        "miles",
        "of",
        "to",
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "and",
        "or",
        "per",
        "for",
        "from",
        "by",
        "with",
        "is",
        "are",
        "was",
        "were",
        "court's",
    ]
)


def shapes(text: str) -> Iterator[tuple[Category, int, int]]:
    """Each such place in a text, in characters."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for found in STREET.finditer(lower):
        if not NOT_A_STREET & set(found.group().split()):
            yield (Category.LOCATION, *found.span())
    for pattern in (PHONE, EMAIL):
        for found in pattern.finditer(lower):
            yield (Category.CONTACT, *found.span())


def unknown(text: str, allowed: Collection[str]) -> Iterator[tuple[Category, int, int]]:
    """The shapes that stand in none of the texts allowed."""
    known = [_plain(one) for one in allowed]
    for category, start, end in shapes(text):
        wanted = _plain(text[start:end])
        if not any(wanted in one for one in known):
            yield category, start, end


def _plain(text: str) -> str:
    return "".join(token.text for token in tokens(text))
