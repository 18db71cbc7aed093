"""Ids of cases and people as 64-bit numbers, and sets of them.

Two ids may share a number; then more is protected than need be, and never less.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.registry.checks import BLANK, WORD, words
from safelight.core.registry.layout import Field
from safelight.core.registry.lines import Rows

Keys = NDArray[np.uint64]
NONE: Final = np.uint64(0)
CHUNK: Final = 100_000
# Odd numbers without a pattern, from the fractional parts of square roots.
TURNS: Final = tuple(
    map(np.uint64, (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B))
)
HALF: Final = np.uint64(32)


def keys_of(rows: Rows, field: Field) -> Keys:
    """A number for each row's id (8 to 16 bytes); NONE for a blank one."""
    first, last = words(rows, field.at), words(rows, field.at + field.length - WORD)
    found = mixed(first, mixed(last, TURNS[2] ^ np.uint64(field.length)))
    found[(first == BLANK) & (last == BLANK)] = NONE
    return found


def mixed(numbers: Keys, salt: Keys | np.uint64) -> Keys:
    """Every bit of the result depends on every bit of the number."""
    found: Keys = (numbers ^ salt) * TURNS[0]
    found ^= found >> HALF
    found *= TURNS[1]
    found ^= found >> HALF
    return found


def firsts(keys: Keys) -> NDArray[np.bool_]:
    """Where a key is another than the one before it."""
    found = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=found[1:])
    return found


def key_of(text: str, length: int) -> int:
    """The number of one id as `keys_of` finds it in a field of so many bytes."""
    raw = np.frombuffer(text.encode("ascii").ljust(length), np.uint8)
    return int(keys_of(raw.reshape(1, -1), Field(name="", at=0, length=length))[0])


@dataclass(frozen=True, slots=True)
class KeySet:
    """Sorted keys, and for each beginning of a key where those that begin so stand: of a
    key only the 32 bits after its beginning are kept, so it takes about ten bytes. `also`
    is a set that was there before.

    Keys are spread evenly, so few beginnings have more than three.
    """

    ends: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    shift: np.uint64
    also: "KeySet | None" = None

    def __len__(self) -> int:
        return len(self.ends) + len(self.also or ())

    def has(self, asked: Keys) -> NDArray[np.bool_]:
        if not len(self.ends) or not asked.any():
            found = np.zeros(len(asked), np.bool_)
        else:
            found = self._has(asked)
        return found | self.also.has(asked) if self.also else found

    def _has(self, asked: Keys) -> NDArray[np.bool_]:
        heads = asked >> self.shift
        places, stops = self.starts[heads], self.starts[heads + np.uint64(1)]
        ends = _ends(asked, self.shift)
        found = np.zeros(len(asked), np.bool_)
        rest = np.flatnonzero(places < stops)
        while len(rest):
            held = self.ends[places[rest]]
            found[rest] = held == ends[rest]
            places[rest] += 1
            rest = rest[(held < ends[rest]) & (places[rest] < stops[rest])]
        found &= asked != NONE
        return found

    def with_more(self, keys: Keys) -> "KeySet":
        return replace(key_set(keys), also=self if len(self) else None)


def key_set(keys: Keys | Iterable[int]) -> KeySet:
    """A set of keys, NONE left out. An array is sorted in place."""
    found = keys if isinstance(keys, np.ndarray) else np.fromiter(keys, np.uint64)
    found.sort()
    bits = np.uint64(max(1, len(found).bit_length() - 1))
    shift = np.uint64(64) - bits
    counts = np.zeros((1 << int(bits)) + 1, np.uint32)
    ends = np.empty(len(found), np.uint32)
    many, last = 0, NONE
    for at in range(0, len(found), CHUNK):
        part = found[at : at + CHUNK]
        new = part[np.append(part[0] != last, part[1:] != part[:-1])]
        new = new[new != NONE]
        ends[many : many + len(new)] = _ends(new, shift)
        np.add.at(counts, (new >> shift) + np.uint64(1), np.uint32(1))
        many, last = many + len(new), part[-1]
    return KeySet(ends[:many].copy(), np.cumsum(counts, out=counts), shift)


def _ends(keys: Keys, shift: np.uint64) -> NDArray[np.uint32]:
    """The 32 bits that come after the beginning."""
    return (keys << (np.uint64(64) - shift) >> HALF).astype(np.uint32)
