"""Records that stand in a file twice, found among millions in little memory."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.registry.keys import NONE, Keys

AT_ONCE: Final = 1_000_000
CHUNK: Final = 500_000


def repeated(files: Sequence[IO[bytes]], workers: int) -> tuple[NDArray[np.int64], ...]:
    """For each file of keys (64 bits, one for each line) the lines whose key was seen in
    it, or in a file before, already."""
    paths = [f"/proc/self/fd/{file.fileno()}" for file in files]
    lines = sum(os.fstat(file.fileno()).st_size for file in files) // NONE.itemsize
    bits = max(workers - 1, lines // AT_ONCE).bit_length()
    look = partial(_values, paths, bits)
    if workers == 1:
        values = [look(part) for part in range(1 << bits)]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            values = list(pool.map(look, range(1 << bits)))
    some = np.concatenate(values)
    if not len(some):
        return tuple(np.zeros(0, np.int64) for _ in files)
    some.sort()
    return tuple(_again(paths, some))


def _chunks(path: str) -> Iterator[Keys]:
    """Opened anew, so that several processes can read the same file."""
    with open(path, "rb") as file:
        while len(found := np.fromfile(file, np.uint64, CHUNK)):
            yield found


def _values(paths: Sequence[str], bits: int, part: int) -> Keys:
    """The keys that come more than once, among those whose first bits are `part`."""
    parts = [np.zeros(0, np.uint64)]
    for path in paths:
        for keys in _chunks(path):
            of_part = keys != NONE
            if bits:
                of_part &= keys >> np.uint64(64 - bits) == part
            parts.append(keys if of_part.all() else keys[of_part])
    every = np.concatenate(parts)
    del parts
    every.sort()
    return np.unique(every[1:][every[1:] == every[:-1]])


def _again(paths: Sequence[str], some: Keys) -> Iterator[NDArray[np.int64]]:
    seen = np.zeros(len(some), np.bool_)
    for path in paths:
        found: list[int] = []
        line = 0
        for keys in _chunks(path):
            for place in np.flatnonzero(np.isin(keys, some)):
                which = int(np.searchsorted(some, keys[place]))
                if seen[which]:
                    found.append(line + int(place))
                seen[which] = True
            line += len(keys)
        yield np.array(found, np.int64)
