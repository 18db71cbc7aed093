"""Many records at once with NumPy: facts held as columns, block by block.

A column is an array of uint8 codes: the place of a value in its enum, 0 or 1 for a
Boolean or for a member of a set. What is in between are bytes of 0 and 1, in buffers
that are used again and stay in the processor's cache.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.gate.compiled import facts
from safelight.core.gate.compiled.form import (
    ALWAYS,
    Both,
    Fact,
    Form,
    Node,
    Not,
    made_of,
)
from safelight.core.gate.compiled.kernel import Kernel

Codes = NDArray[np.uint8]
BLOCK: Final = 131_072
NO: Final = np.False_
MOST_COUNTED: Final = 24


class NotAColumn(ValueError):
    """A column is missing, of another length, or has a code that is no value's."""


@dataclass(frozen=True, slots=True)
class Answers:
    """For each action a mask of categories a record (uint16); no category in two.

    `outcomes`, where asked for, has one bit a record for each of the kernel's conditions.
    """

    masks: Mapping[str, NDArray[np.uint16]]
    outcomes: NDArray[Any] | None = None


@cache
def codes() -> Mapping[str, tuple[Any, ...]]:
    """The values of each axis that can be a column, in the order of their codes."""
    every = facts.listed().items()
    return {a: values for a, values in every if a.startswith("resource.")}


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of NumPy: on two of a register, a column and a constant."""

    do: np.ufunc
    left: int | str
    right: int | np.generic
    out: int


class Runner:
    """A kernel with its buffers: for one thread at a time."""

    def __init__(self, kernel: Kernel, *, with_outcomes: bool = False) -> None:
        self.kernel = kernel
        conditions = kernel.conditions if with_outcomes else ()
        self.bits = [(1 << place, node) for place, node in enumerate(conditions)]
        answers = [node for pairs in kernel.allowed.values() for _, node in pairs]
        ends = {*answers, *conditions} - {ALWAYS}
        nodes = kernel.form.needed(ends)
        self.register = _registers(kernel.form, nodes, ends)
        spare = max(self.register.values(), default=-1) + 1
        self.steps = [
            s for n in nodes for s in _steps(kernel.form, n, self.register, spare)
        ]
        self.axes = {s.left for s in self.steps if isinstance(s.left, str)}
        self.buffers = np.empty((spare + 1, BLOCK), dtype=bool)
        self.outcome_type = _smallest(len(conditions))
        self.wide = {t: np.empty(BLOCK, dtype=t) for t in (np.uint8, np.uint16)}
        self.bytes = np.empty(BLOCK, dtype=np.uint8)
        self.widest = np.empty(BLOCK, dtype=self.outcome_type)

    def room(self, records: int) -> Answers:
        """Where the answers to so many records can be put."""
        masks = {a: np.empty(records, dtype=np.uint16) for a in self.kernel.allowed}
        outcomes = np.empty(records, self.outcome_type) if self.bits else None
        return Answers(masks, outcomes)

    def run(self, columns: Mapping[str, Codes], out: Answers | None = None) -> Answers:
        """Decide every record, into `out` where it is given. Raises NotAColumn."""
        records = self._records(columns)
        out = out or self.room(records)
        for start in range(0, records, BLOCK):
            block = slice(start, min(start + BLOCK, records))
            found = self._block(columns, block)
            for action, mask in out.masks.items():
                self._pack(self.kernel.allowed[action], found, mask[block])
            if out.outcomes is not None:
                self._pack_outcome(found, out.outcomes[block])
        return out

    def _records(self, columns: Mapping[str, Codes]) -> int:
        for axis in sorted(self.axes):
            if axis not in codes():
                raise NotAColumn(f"{axis} has no list of values: say what it is")
            if axis not in columns:
                raise NotAColumn(f"{axis} is missing")
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise NotAColumn("the columns have different lengths")
        return lengths.pop() if lengths else 0

    def _block(self, columns: Mapping[str, Codes], block: slice) -> NDArray[np.bool_]:
        found = self.buffers[:, : block.stop - block.start]
        held = list(found)
        read = {axis: _checked(axis, columns[axis][block]) for axis in self.axes}
        for step in self.steps:
            left = read[step.left] if isinstance(step.left, str) else held[step.left]
            right = held[step.right] if isinstance(step.right, int) else step.right
            step.do(left, right, out=held[step.out])
        return found

    def _pack(
        self,
        pairs: Iterable[tuple[int, Node]],
        found: NDArray[np.bool_],
        out: NDArray[Any],
    ) -> None:
        """The bits of whichever conditions hold, as one number a record."""
        spare = self.wide[out.dtype.type][: len(out)]
        into = out
        for bits, node in pairs:
            number = out.dtype.type(bits)
            if node == ALWAYS:
                into.fill(number)
            else:
                np.multiply(found[self.register[node]], number, out=into)
            if into is spare:
                np.bitwise_or(out, spare, out=out)
            into = spare
        if into is out:
            out.fill(0)

    def _pack_outcome(self, found: NDArray[np.bool_], out: NDArray[Any]) -> None:
        """The same, eight conditions at a time in arrays of bytes, the last first."""
        byte = self.bytes[: len(out)]
        wide = self.widest[: len(out)]
        for first in reversed(range(0, len(self.bits), 8)):
            eight = [(bit >> first, node) for bit, node in self.bits[first : first + 8]]
            self._pack(eight, found, byte)
            if first + 8 >= len(self.bits):
                np.copyto(out, byte)
            else:
                np.copyto(wide, byte)
                np.multiply(out, out.dtype.type(256), out=out)
                np.bitwise_or(out, wide, out=out)


def _checked(axis: str, column: Codes) -> Codes:
    if column.max(initial=0) >= len(codes()[axis]):
        raise NotAColumn(f"{axis} has a code that is no value's")
    return column


def tally(kernel: Kernel, answers: Answers) -> NDArray[np.int64]:
    """How many records have each outcome; `Kernel.reason` says what an outcome means.

    For kernels of at most 24 conditions; raises ValueError for more.
    """
    count, found = len(kernel.conditions), answers.outcomes
    if found is None or count > MOST_COUNTED:
        raise ValueError(
            f"outcomes of at most {MOST_COUNTED} conditions can be counted"
        )
    total = np.zeros(1 << count, dtype=np.int64)
    for start in range(0, len(found), BLOCK):
        total += np.bincount(found[start : start + BLOCK], minlength=len(total))
    return total


def _registers(
    form: Form, nodes: Sequence[Node], ends: Iterable[Node]
) -> dict[Node, int]:
    """A buffer for each node; one whose value nobody needs any more is used again."""
    last = {part: node for node in nodes for part in made_of(form.nodes[node])}
    last |= dict.fromkeys(ends, -1)
    given: dict[Node, int] = {}
    free: list[int] = []
    for node in nodes:
        given[node] = free.pop() if free else len(set(given.values()))
        parts = set(made_of(form.nodes[node]))
        free += [given[part] for part in parts if last[part] == node]
    return given


def _steps(
    form: Form, node: Node, register: Mapping[Node, int], spare: int
) -> Iterator[Step]:
    out = register[node]
    match form.nodes[node]:
        case Fact(axis, values):
            yield from _compared(axis, values, out, spare)
        case Not(part):
            yield Step(np.equal, register[part], NO, out)
        case part:
            do = np.logical_and if isinstance(part, Both) else np.logical_or
            yield from _folded(do, [register[p] for p in made_of(part)], out)


def _folded(do: np.ufunc, parts: Sequence[int], out: int) -> Iterator[Step]:
    first, second, *others = parts
    yield Step(do, first, second, out)
    for part in others:
        yield Step(do, out, part, out)


def _compared(
    axis: str, values: frozenset[Any], out: int, spare: int
) -> Iterator[Step]:
    """By where the codes that count begin or end, if they lie so; else by each of them,
    or by the others where they are fewer."""
    every = codes().get(axis, ())
    among = [code for code, value in enumerate(every) if value in values]
    others = [code for code, value in enumerate(every) if value not in values]
    if len(among) > 1 and among[-1] < min(others, default=0):
        yield Step(np.less_equal, axis, np.uint8(among[-1]), out)
        return
    if len(among) > 1 and others and others[-1] < among[0]:
        yield Step(np.greater, axis, np.uint8(others[-1]), out)
        return
    do: np.ufunc = np.equal
    join: np.ufunc = np.logical_or
    few = among
    if len(others) < len(among):
        do, join, few = np.not_equal, np.logical_and, others
    for place, code in enumerate(few or [0]):
        yield Step(do, axis, np.uint8(code), spare if place else out)
        if place:
            yield Step(join, out, spare, out)


def _smallest(bits: int) -> Any:
    """The narrowest unsigned type with so many bits."""
    types = (np.uint8, np.uint16, np.uint32, np.uint64)
    return next(found for found in types if bits <= np.dtype(found).itemsize * 8)
