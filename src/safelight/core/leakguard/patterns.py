"""What spellings are made of: anchors, which are looked for in the whole text at once,
and expressions, which are tried only where an anchor was found.

An anchor is written without anything between its letters and figures, and with look-alike
letters and figures as one. An expression is of lower-case text as it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

# What may stand between two characters of a value: never a letter or a figure.
GAP: Final = r"[^0-9a-z]{0,12}"
START: Final = r"(?:(?<![0-9])(?=[0-9])|(?<![a-z])(?=[a-z]))"
END: Final = r"(?:(?<=[0-9])(?![0-9])|(?<=[a-z])(?![a-z]))"
ALIKE: Final = {"0": "[0o]", "o": "[o0]", "1": "[1li]", "l": "[l1i]", "i": "[i1l]"}
ONE_OF_THEM: Final = str.maketrans("oli", "011")
LONG_ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a value. `leads` says that an anchor stands where the expression
    begins; `is_proper` asks for a capital, for a common word."""

    anchors: frozenset[str]
    expression: str
    leads: bool = True
    is_proper: bool = False


def spelling(
    anchors: Iterable[str],
    expression: str,
    *,
    leads: bool = True,
    is_proper: bool = False,
) -> Spelling:
    """An expression between the ends of words, with anchors of letters and figures."""
    alike = frozenset(one.translate(ONE_OF_THEM) for one in anchors if one)
    return Spelling(alike, f"{START}{expression}{END}", leads, is_proper)


def glued(word: str) -> str:
    """A word with any gaps in it: hyphenated, spaced, broken over lines."""
    return GAP.join(ALIKE.get(character, character) for character in word)


def either(words: Iterable[str]) -> str:
    ranked = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(glued(word) for word in ranked) + ")"


def maybe(expression: str) -> str:
    """An expression after a gap, or nothing."""
    return f"(?:{GAP}{expression})?"


def in_turn(parts: Iterable[str]) -> str:
    return GAP.join(parts)


def beginnings(slots: Sequence[Iterable[str]]) -> set[str]:
    """The first words in every form, as many as are needed to be found by."""
    found: set[str] = {""}
    for slot in slots:
        found = {a + b for a, b in product(found, set(slot))}
        if min(map(len, found)) >= LONG_ENOUGH:
            break
    return found - {""}
