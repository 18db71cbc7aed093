"""One machine: the file in as many ranges as there are processes, written in place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import IO, Final

import numpy as np

from safelight.core.registry.blocks import Screen
from safelight.core.registry.keys import NONE, Keys, KeySet
from safelight.core.registry.linking import Protected
from safelight.interop.registry import passes
from safelight.interop.registry.files import Shape
from safelight.interop.registry.orders import Order, Part
from safelight.interop.registry.passes import Found, Progress, Twice, Work
from safelight.interop.registry.repeated import repeated

COPIED: Final = 1 << 22


class Local:
    """The passes over one file on this machine."""

    def __init__(self, work: Work, progress: Progress) -> None:
        self.work, self.progress = work, progress
        os.pwrite(work.out, work.shape.opening, 0)

    def flagged_cases(self, known: KeySet) -> Keys:
        """Keys of the cases with somebody flagged, in the file or among the known."""
        work = replace(self.work, protected=Protected(people=known))
        passes.in_all(passes.look, work, self.progress)
        return _loaded(self.work.temporary)

    def flagged_people(self) -> Keys:
        """Keys of the people that were flagged in the same pass."""
        return _loaded(self.work.rejected)

    def screen(self, protected: Protected, twice: Twice) -> list[Found]:
        os.ftruncate(self.work.out, self.work.shape.start)
        for file in (*self.work.temporary, *self.work.rejected):
            file.seek(0)
            file.truncate()
        work = replace(self.work, protected=protected, twice=twice)
        return passes.in_all(passes.screen, work, self.progress)

    def repeated(self) -> Twice:
        return repeated(self.work.temporary, len(self.work.ranges))

    def finish(self, found: list[Found]) -> int:
        """Close the gaps that left-out records made between ranges; returns the end."""
        form, end = self.work.shape, self.work.shape.start
        for part, one in zip(self.work.ranges, found, strict=True):
            begins = form.start + part.start * form.block
            _move(self.work.out, begins, end, one.written)
            end += one.written
        return end

    def rejected(self) -> Iterator[Part]:
        for file in self.work.rejected:
            file.seek(0)
            yield passes.told(file)


def _loaded(files: tuple[IO[bytes], ...]) -> Keys:
    sizes = [os.fstat(file.fileno()).st_size // NONE.itemsize for file in files]
    found = np.empty(sum(sizes), np.uint64)
    at = 0
    for file, size in zip(files, sizes, strict=True):
        file.seek(0)
        file.readinto(found[at : at + size].data.cast("B")) if size else 0  # type: ignore[attr-defined]
        at += size
    return found


@contextmanager
def local(
    order: Order, form: Shape, screen: Screen, out: int, progress: Progress
) -> Iterator[Local]:
    with ExitStack() as stack:

        def temporary(count: int) -> tuple[IO[bytes], ...]:
            folder = order.target.parent
            return tuple(
                stack.enter_context(tempfile.TemporaryFile(dir=folder))
                for _ in range(count)
            )

        parts = passes.ranges(form, order.workers)
        source = stack.enter_context(order.source.open("rb"))
        work = Work(
            form, screen, source.fileno(), out, parts,
            temporary(len(parts)), temporary(len(parts)), order.with_digests,
        )  # fmt: skip
        yield Local(work, progress)


def _move(descriptor: int, source: int, target: int, size: int) -> None:
    """Bytes moved towards the beginning of a file."""
    while source != target and size:
        held = os.pread(descriptor, min(COPIED, size), source)
        os.pwrite(descriptor, held, target)
        source, target, size = source + len(held), target + len(held), size - len(held)
