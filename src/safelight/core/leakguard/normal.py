"""Text in a normal form: case, accents, spacing, punctuation and common abbreviations.

A token keeps the place it came from, so that a finding can be shown in the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# United States Postal Service, Publication 28, appendices B and C: the common ones.
ABBREVIATIONS: Final = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr",
    "lane": "ln", "court": "ct", "boulevard": "blvd", "place": "pl", "square": "sq",
    "terrace": "ter", "circle": "cir", "highway": "hwy", "parkway": "pkwy",
    "apartment": "apt", "unit": "apt", "suite": "apt", "ste": "apt", "number": "apt",
    "no": "apt", "north": "n", "south": "s", "east": "e", "west": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "saint": "st", "mount": "mt", "fort": "ft",
}  # fmt: skip
INVISIBLE: Final = "Cf"  # soft hyphens, zero-width characters
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+|#")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text in normal form; a letter-digit run is split."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    places = [i for i, c in enumerate(text) if unicodedata.category(c) != INVISIBLE]
    visible = "".join(text[i] for i in places)
    for word in WORD.finditer(visible):
        for part in re.finditer(r"\d+|\D+", word.group()):
            folded = fold(part.group()).replace(".", "")
            start = word.start() + part.start()
            yield Token(
                "apt" if folded == "#" else ABBREVIATIONS.get(folded, folded),
                places[start],
                places[start + len(part.group()) - 1] + 1,
            )


def fold(word: str) -> str:
    """One word without case, accents or width variants."""
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def digits(text: str) -> list[Token]:
    """Every digit of a text by itself, with its place."""
    return [
        Token(str(unicodedata.digit(c)), i, i + 1)
        for i, c in enumerate(text)
        if unicodedata.digit(c, None) is not None
    ]
