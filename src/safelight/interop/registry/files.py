"""A registry file on disk: its lines, header and trailer, read in blocks that stand alone.

A block holds the lines that begin in its range of bytes, so blocks can be read in any
order and by several processes at once.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.registry import record
from safelight.core.registry.layout import Layout, layout
from safelight.core.registry.record import RecordInvalid

BLOCK_BYTES: Final = 1 << 21
ENDS: Final = (b"\r\n", b"\n")
LONGEST_LINE: Final = 1 << 16
COUNT: Final = "count"


class FileInvalid(ValueError):
    """The file as a whole cannot be used; the message says what, and what next."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A file's lines: how long, how ended, and where the records stand between header
    and trailer (bytes from `start` to `stop`)."""

    path: Path
    length: int
    end: bytes
    header: bytes
    trailer: bytes
    start: int
    stop: int
    is_ended: bool

    @property
    def stride(self) -> int:
        return self.length + len(self.end)

    @property
    def block(self) -> int:
        """Bytes of a block: as many whole records as fit."""
        return BLOCK_BYTES // self.stride * self.stride

    @property
    def blocks(self) -> int:
        return -(-(self.stop - self.start) // self.block)

    @property
    def says(self) -> int:
        """How many records its trailer says there are."""
        return int(self._trailer().text(COUNT))

    @property
    def opening(self) -> bytes:
        """The header, ended as the file's own."""
        of = layout("FA").of_length(self.length)
        return record.read(of, self.header).without_fillers().raw + self.end

    def ending(self, records: int) -> bytes:
        """The trailer for so many records, ended as the file's own."""
        made = self._trailer().with_text(COUNT, f"{records:08}")
        return made.without_fillers().raw + (self.end if self.is_ended else b"")

    def _trailer(self) -> record.Record:
        return record.read(layout("FZ").of_length(self.length), self.trailer)


def shape(path: Path) -> Shape:
    """How a file is made. Raises FileInvalid, and OSError."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        first = file.read(LONGEST_LINE)
        length, end = _length(first)
        stride = length + len(end)
        if size < 2 * length:
            raise FileInvalid(
                "The file has a header and nothing after it: get it again."
            )
        file.seek(max(stride, size - stride))
        last = file.read()
    is_ended = not end or last.endswith(end)
    trailer = last.removesuffix(end) if end else last
    trailer = trailer[-length:] if is_ended else last[-length:]
    _check(first[:length], "FA", length, "first line is no header")
    _check(
        trailer, "FZ", length, "last line is no trailer; perhaps the file is cut off"
    )
    stop = size - length - (len(end) if is_ended else 0)
    return Shape(path, length, end, first[:length], trailer, stride, stop, is_ended)


def _length(first: bytes) -> tuple[int, bytes]:
    if not first:
        raise FileInvalid("The file is empty: get it again.")
    place = first.find(b"\n")
    if 0 <= place < LONGEST_LINE:
        end = next(end for end in ENDS if first[: place + 1].endswith(end))
        length = place + 1 - len(end)
    else:
        length, end = layout("FA").length, b""
    if length < layout("FA").length:
        raise FileInvalid(
            f"The first line has {length} bytes; a registry record has "
            f"{layout('FA').length}. Is this a registry file?"
        )
    return length, end


def _check(line: bytes, name: str, length: int, words: str) -> None:
    of: Layout = layout(name).of_length(length)
    try:
        record.read(of, line)
    except RecordInvalid as error:
        raise FileInvalid(f"The {words} ({name}): {error}. Get it again.") from None


class Reader:
    """Reads blocks into one piece of memory, which is used again for the next."""

    def __init__(self, descriptor: int, shape: Shape) -> None:
        self.descriptor, self.shape = descriptor, shape
        self.held = bytearray(shape.block + 1)

    def block(self, number: int) -> NDArray[np.uint8]:
        """The bytes of the lines that begin in a block, to be changed by whoever asked."""
        shape = self.shape
        start = shape.start + number * shape.block
        stop = min(start + shape.block, shape.stop)
        # One byte before says whether a line begins here, the last whether one ends here.
        size = stop - start + 1
        _fill(self.descriptor, memoryview(self.held)[:size], start - 1)
        if not shape.end or (self.held[0] == self.held[size - 1] == ord("\n")):
            return np.frombuffer(self.held, np.uint8)[1:size]
        uneven = _uneven(self.descriptor, shape, self.held[:size], stop)
        return np.frombuffer(uneven, np.uint8)


def _uneven(descriptor: int, shape: Shape, held: bytearray, stop: int) -> bytearray:
    """Without the end of a line that began before, with the end of its own last one."""
    begins = 1 if held[0] == ord("\n") else held.find(b"\n", 1) + 1
    if begins == 0:
        return bytearray()
    while held[-1] != ord("\n") and stop < shape.stop:
        more = bytearray(min(shape.stride, shape.stop - stop))
        _fill(descriptor, memoryview(more), stop)
        stop += len(more)
        place = more.find(b"\n")
        held += more if place < 0 else more[: place + 1]
    return held[begins:]


def _fill(descriptor: int, view: memoryview, at: int) -> None:
    while view:
        got = os.preadv(descriptor, [view], at)
        if not got:
            raise FileInvalid("The file became shorter while it was read: start again.")
        view, at = view[got:], at + got
