"""The passes over a file, each a range of blocks, in one process or in several."""

import ctypes
import hashlib
import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import IO, Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from safelight.core.registry.blocks import NO_KEYS, Counted, Reject, Screen, Screened
from safelight.core.registry.keys import Keys, firsts
from safelight.core.registry.linking import Protected
from safelight.interop.registry.files import Reader, Shape

T = TypeVar("T")
Twice = tuple[NDArray[np.int64], ...]
Progress = Callable[[int], None]
POLL: Final = 0.2
PARENT_DEATH_SIGNAL: Final = 1
NO_LINES: Final = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Work:
    """What every process has: the file, the question, and where to write.

    `out` is the descriptor of the output. Temporary files have no name, so nothing stays
    of a run that was killed.
    """

    shape: Shape
    screen: Screen
    source: int
    out: int
    ranges: tuple[range, ...]
    temporary: tuple[IO[bytes], ...]
    rejected: tuple[IO[bytes], ...]
    with_digests: bool
    protected: Protected = field(default_factory=Protected)
    twice: Twice = ()


@dataclass
class Found:
    """What a pass found in its range; `leaves` has a digest for each block."""

    lines: int = 0
    kept: int = 0
    rejected: int = 0
    unread: int = 0
    written: int = 0
    counts: Counter[Counted] = field(default_factory=Counter)
    cases: Keys = field(default_factory=lambda: NO_KEYS)
    people: Keys = field(default_factory=lambda: NO_KEYS)
    leaves: list[bytes] = field(default_factory=list)


_work: Work
_done: Any


def ranges(shape: Shape, workers: int) -> tuple[range, ...]:
    """The blocks in as many parts of one size."""
    parts = max(1, min(workers, shape.blocks))
    cuts = [shape.blocks * part // parts for part in range(parts + 1)]
    return tuple(range(a, b) for a, b in zip(cuts, cuts[1:], strict=False))


def in_all(job: Callable[[int], T], work: Work, progress: Progress) -> list[T]:
    """Do a job for each range, in a process of its own where there are several."""
    global _work, _done
    context = get_context("fork")
    _work, _done = work, context.Value("q", 0)
    parts = range(len(work.ranges))
    if len(parts) == 1:
        found = [job(0)]
        progress(_done.value)
        return found
    with ProcessPoolExecutor(
        len(parts), mp_context=context, initializer=die_with_parent
    ) as pool:
        jobs = [pool.submit(job, part) for part in parts]
        for _ in _until_done(jobs):
            progress(_done.value)
        return [one.result() for one in jobs]


def die_with_parent() -> None:
    """A worker whose parent was killed must not hold the output's lock: the kernel ends
    it (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _until_done(jobs: Iterable[Future[Any]]) -> Iterator[None]:
    waiting = set(jobs)
    while waiting:
        _, waiting = wait(waiting, timeout=POLL)
        yield


def _blocks(part: int) -> Iterator[NDArray[np.uint8]]:
    reader = Reader(_work.source, _work.shape)
    for number in _work.ranges[part]:
        block = reader.block(number)
        yield block
        with _done.get_lock():
            _done.value += len(block)


def look(part: int) -> None:
    """Keys of cases that are flagged, and of people, each in a temporary file."""
    cases, people = _work.temporary[part], _work.rejected[part]
    for block in _blocks(part):
        of_cases, of_people = _work.screen.look(block, _work.protected.people)
        of_cases[firsts(of_cases)].tofile(cases)
        of_people.tofile(people)
    cases.flush()
    people.flush()


def screen(part: int) -> Found:
    """Decide on every record of a range, and write what may leave."""
    begins = _work.shape.start + _work.ranges[part].start * _work.shape.block
    twice = _work.twice[part] if _work.twice else NO_LINES
    found, ids, rejected = Found(), _work.temporary[part], _work.rejected[part]
    task = Task(_work.screen, _work.protected, _work.with_digests)
    for one in task.screened(_blocks(part), twice, found):
        _write(_work.out, one.out, begins + found.written - len(one.out))
        one.identities.tofile(ids)
        rejected.writelines(line_of(found.lines - one.lines, r) for r in one.rejects)
    ids.flush()
    rejected.flush()
    return found


@dataclass(frozen=True)
class Task:
    """What is the same for every block, wherever it is worked on."""

    screen: Screen
    protected: Protected
    with_digests: bool

    def screened(
        self,
        blocks: Iterable[NDArray[np.uint8]],
        twice: NDArray[np.int64],
        found: Found,
    ) -> Iterator[Screened]:
        """Each block as it may leave; what is found of them is added up."""
        cases, people = [NO_KEYS], [NO_KEYS]
        for block in blocks:
            digest = hashlib.sha256(block.data) if self.with_digests else None
            rest = twice[twice >= found.lines] - found.lines
            one = self.screen.screen(block, self.protected, frozenset(rest.tolist()))
            if digest is not None:
                found.leaves.append(_leaf(digest.digest(), one))
            found.lines += one.lines
            found.kept += one.kept
            found.written += len(one.out)
            found.rejected += len(one.rejects)
            found.unread += one.unread
            found.counts += one.counts
            cases.append(one.cases)
            people.append(one.people)
            yield one
        found.cases, found.people = np.concatenate(cases), np.concatenate(people)


def _write(descriptor: int, out: NDArray[np.uint8], at: int) -> None:
    view = out.data.cast("B") if len(out) else memoryview(b"")
    while view:
        done = os.pwrite(descriptor, view, at)
        view, at = view[done:], at + done


def _leaf(block: bytes, one: Screened) -> bytes:
    """One block's part of the digest: what came, what left, and what was decided."""
    parts = (block, hashlib.sha256(one.out.data).digest())
    decided = np.packbits(one.protected).tobytes()
    return hashlib.sha256(b"".join(parts) + decided).digest()


def line_of(before: int, reject: Reject) -> bytes:
    """One line of JSON: the line's number in the range, the faults, and its bytes."""
    faults = "; ".join(f"{fault.field}: {fault.reason}" for fault in reject.faults)
    form = [before + reject.place, faults, reject.line.decode("latin-1")]
    return json.dumps(form).encode() + b"\n"


def told(file: IO[bytes]) -> Iterator[tuple[int, str, bytes]]:
    """What `screen` wrote of each rejected line."""
    file.seek(0)
    for line in file:
        number, faults, text = json.loads(line)
        yield number, faults, text.encode("latin-1")
