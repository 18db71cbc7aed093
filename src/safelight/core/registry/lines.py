"""A block of a file as rows of bytes, and the lines that are none."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.uint8]
FIRST, LAST = 0x20, 0x7E
NEWLINE: Final = b"\n"


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole records as rows (records, length), and the other lines by their place.

    `places` are the rows' line numbers in the block, from 0; nothing where every line is
    a record. `is_whole` says that the rows are a view of the block, which is then all
    rows with their line ends.
    """

    rows: Rows
    count: int
    places: NDArray[np.int64] | None
    others: tuple[tuple[int, bytes], ...]
    is_whole: bool


def lines(block: NDArray[np.uint8], length: int, end: bytes, *, full: bool) -> Lines:
    """The lines of a block that begins with a line and ends with one.

    Without `full` only the line ends are looked at: enough for a first pass.
    """
    stride = length + len(end)
    if len(block) % stride == 0:
        rows = block.reshape(-1, stride)
        if _is_aligned(rows, length, end) and not (full and _has_others(rows, length)):
            return Lines(rows[:, :length], len(rows), None, (), is_whole=True)
    return _one_by_one(block.tobytes(), length, end)


def _is_aligned(rows: Rows, length: int, end: bytes) -> bool:
    return all((rows[:, length + i] == byte).all() for i, byte in enumerate(end))


def _has_others(rows: Rows, length: int) -> bool:
    """Whether any byte but the line ends is no printable ASCII (over 0x7F is below 0)."""
    signed = rows[:, :length].view(np.int8)
    return bool(signed.min(initial=LAST) < FIRST or signed.max(initial=FIRST) > LAST)


def _one_by_one(block: bytes, length: int, end: bytes) -> Lines:
    found = split(block, length, end)
    good = [place for place, line in enumerate(found) if is_record(line, length)]
    kept = set(good)
    joined = bytearray(b"".join(found[place] for place in good))
    return Lines(
        np.frombuffer(joined, np.uint8).reshape(-1, length),
        len(found),
        np.array(good, np.int64),
        tuple((place, line) for place, line in enumerate(found) if place not in kept),
        is_whole=False,
    )


def split(block: bytes, length: int, end: bytes) -> list[bytes]:
    """The lines without their ends; one with another end keeps it, and is no record."""
    if not end:
        return [block[i : i + length] for i in range(0, len(block), length)]
    parts = block.split(NEWLINE)
    last = parts.pop()
    rest = end[:-1]
    ended = [p[: -len(rest)] if rest and p.endswith(rest) else p for p in parts]
    if rest:
        ended = [
            line if len(line) < len(part) else part + NEWLINE
            for part, line in zip(parts, ended, strict=True)
        ]
    return [*ended, last] if last else ended


def is_record(line: bytes, length: int) -> bool:
    return len(line) == length and all(FIRST <= byte <= LAST for byte in line)
