"""`screened`: a whole registry file decided on for one recipient.

The output is written beside its place and appears there only when it is complete; a run
that was stopped leaves nothing that counts, and is simply started again.
"""

import fcntl
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from safelight.core.merkle import root_of
from safelight.core.registry.blocks import Counted, Screen
from safelight.core.registry.keys import Keys, KeySet
from safelight.core.registry.linking import Protected
from safelight.hosting.private_files import PRIVATE, appearing, part_of
from safelight.interop.registry.files import FileInvalid, Shape, shape
from safelight.interop.registry.local import local
from safelight.interop.registry.orders import Engine, Order, Outcome
from safelight.interop.registry.passes import Found, Progress, Twice

MOST_PASSES: Final = 3
MOST_TOLD: Final = 200
Opening = Callable[
    [Order, Shape, Screen, int, Progress], AbstractContextManager[Engine]
]


def rejects_of(target: Path) -> tuple[Path, Path]:
    """Where rejected lines go as they came, and where the reasons stand."""
    return (
        target.with_name(f"{target.name}.rejects"),
        target.with_name(f"{target.name}.rejects.txt"),
    )


def screened(
    order: Order,
    progress: Progress,
    *,
    opening: Opening = local,
    before: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Screen a file. `before` is called when all is written and nothing has appeared yet.

    Raises FileInvalid for what is no registry file or where another run is at work, and
    OSError; then nothing has changed.
    """
    form = shape(order.source)
    if order.target.exists() and order.target.samefile(order.source):
        raise FileInvalid("The output is the input: name another file.")
    screen = order.screen(form)
    with (
        _beside(order.target) as out,
        opening(order, form, screen, out, progress) as engine,
    ):
        found = _passes(order, engine)
        outcome = _outcome(order, screen, engine, found)
        if outcome.records != form.says:
            raise FileInvalid(
                f"The trailer says {form.says} records, and there are "
                f"{outcome.records}: some are missing or doubled. Get the file again."
            )
        _close(out, engine.finish(found), form.ending(outcome.kept))
        if before:
            before(outcome)
        _appear(order.target, form, engine, found)
        return outcome


@contextmanager
def _beside(target: Path) -> Iterator[int]:
    """A private file beside the target, for one run at a time; gone if it fails."""
    part = part_of(target)
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT, PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise FileInvalid("Another run is writing this output: wait for it.") from None
    try:
        os.ftruncate(descriptor, 0)
        yield descriptor
    finally:
        part.unlink(missing_ok=True)
        os.close(descriptor)


def _passes(order: Order, engine: Engine) -> list[Found]:
    """Look, then screen; and screen again with whatever only screening could find: whom
    a rejected line may be about, who is flagged in another case, what stands there twice.
    A line that names no case may be about anybody's: then everybody is protected."""
    cases, people = order.known.cases, order.known.people
    if order.by_case:
        cases = cases.with_more(engine.flagged_cases(people))
        people = people.with_more(engine.flagged_people())
    twice: Twice = ()
    everybody = False
    for _ in range(MOST_PASSES):
        found = engine.screen(Protected(cases, people, everybody), twice)
        again = () if twice else engine.repeated()
        new_cases = _missing(cases, [one.cases for one in found])
        new_people = _missing(people, [one.people for one in found])
        unread = order.by_case and not everybody and any(one.unread for one in found)
        if not (unread or len(new_cases) or len(new_people) or any(map(len, again))):
            return found
        everybody = everybody or unread
        cases, people = cases.with_more(new_cases), people.with_more(new_people)
        twice = twice or again
    raise AssertionError("whatever a pass can add, the one before has found")


def _missing(known: KeySet, found: list[Keys]) -> Keys:
    every = np.unique(np.concatenate(found))
    return every[~known.has(every)]


def _outcome(
    order: Order, screen: Screen, engine: Engine, found: list[Found]
) -> Outcome:
    counts: Counter[Counted] = Counter()
    for one in found:
        counts += one.counts
    leaves = [leaf for one in found for leaf in one.leaves]
    return Outcome(
        sum(one.lines for one in found),
        sum(one.kept for one in found),
        sum(one.rejected for one in found),
        counts,
        screen.policies,
        root_of(leaves).hex() if leaves else "",
        sum(one.unread for one in found) if order.by_case else 0,
        screen,
        tuple((n, why) for n, why, _ in islice(_rejected(engine, found), MOST_TOLD)),
    )


def _rejected(engine: Engine, found: list[Found]) -> Iterator[tuple[int, str, bytes]]:
    """Every rejected line with its number in the file; the header's is 1."""
    number = 2
    for part, one in zip(engine.rejected(), found, strict=True):
        for place, faults, line in part:
            yield number + place, faults, line
        number += one.lines


def _close(out: int, end: int, trailer: bytes) -> None:
    os.pwrite(out, trailer, end)
    os.ftruncate(out, end + len(trailer))
    os.fsync(out)


def _appear(target: Path, form: Shape, engine: Engine, found: list[Found]) -> None:
    """The rejects first, so that nobody takes the output for all there was."""
    lines, reasons = rejects_of(target)
    for path in (lines, reasons):
        path.unlink(missing_ok=True)
    if any(one.rejected for one in found):
        with appearing(lines) as raw, appearing(reasons) as words:
            for number, faults, line in _rejected(engine, found):
                raw.write(line + form.end)
                words.write(f"line {number}: {faults}\n".encode())
    part_of(target).replace(target)
