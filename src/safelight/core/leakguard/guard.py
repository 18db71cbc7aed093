"""Search outgoing text for the protected values of everyone in the case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safelight.core.leakguard.normal import Token, digits, tokens
from safelight.core.vocabulary import Category

SHORTEST_NUMBER = 7
PHONE_GAP = 4
APARTMENT = "apt"


@dataclass(frozen=True, slots=True)
class Protected:
    """A value that must not leave. `key` is the item it belongs to."""

    key: str
    category: Category
    value: str


@dataclass(frozen=True, slots=True)
class Leak:
    """A protected value found: where, and of which kind; never the value itself."""

    part: str
    category: Category
    start: int
    end: int


def search(parts: Iterable[tuple[str, str]], values: Iterable[Protected]) -> list[Leak]:
    """Every protected value in the named parts of what is about to leave.

    Finds a value in any case, spacing, punctuation and common abbreviation, and a
    number of seven digits or more however it is grouped. Of findings that lie within
    one another the widest is given.
    """
    wanted = [(value, _words(value.value), _number(value.value)) for value in values]
    found = [
        Leak(part, value.category, start, end)
        for part, text in parts
        for value, words, number in wanted
        for start, end in _places(text, words, number)
    ]
    return [leak for leak in dict.fromkeys(found) if not _lies_within(leak, found)]


def _lies_within(leak: Leak, others: Iterable[Leak]) -> bool:
    return any(
        other.part == leak.part
        and other.start <= leak.start
        and leak.end <= other.end
        and (other.start, other.end) != (leak.start, leak.end)
        for other in others
    )


def _words(value: str) -> list[str]:
    return [token.text for token in tokens(value) if token.text != APARTMENT]


def _number(value: str) -> list[str]:
    found = [token.text for token in digits(value)]
    return found if len(found) >= SHORTEST_NUMBER else []


def _places(
    text: str, words: Sequence[str], number: Sequence[str]
) -> list[tuple[int, int]]:
    plain = [token for token in tokens(text) if token.text != APARTMENT]
    found = _runs(plain, words)
    if number:
        runs = _runs(digits(text), number)
        found += [run for run in runs if _is_one_number(text, *run)]
    return sorted(set(found))


def _runs(have: Sequence[Token], want: Sequence[str]) -> list[tuple[int, int]]:
    if not want:
        return []
    size = len(want)
    return [
        (have[i].start, have[i + size - 1].end)
        for i in range(len(have) - size + 1)
        if have[i].text == want[0]
        and [token.text for token in have[i : i + size]] == list(want)
    ]


def _is_one_number(text: str, start: int, end: int) -> bool:
    """Digits with at most a few characters between them, none of them a letter."""
    gap = 0
    for character in text[start:end]:
        gap = 0 if character.isdigit() else gap + 1
        if gap > PHONE_GAP or character.isalpha():
            return False
    return True
