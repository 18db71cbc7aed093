"""Working a form out: in numbers for one item, in formulas for a proof."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_, xor
from typing import TypeVar

from safelight.core.gate.compiled.form import (
    ALL,
    Both,
    Either,
    Fact,
    Mask,
    Node,
    Not,
    Part,
    Related,
)

T = TypeVar("T")


def worked_out(
    nodes: Sequence[Part],
    steps: tuple[Node, ...],
    mask: Callable[[int], T],
    leaf: Callable[[Fact | Related], T],
) -> dict[Node, T]:
    """Every step's value, in whatever has the operators & | ^; one bit a category."""
    found: dict[Node, T] = {}
    for node in steps:
        match nodes[node]:
            case Mask(categories):
                found[node] = mask(categories)
            case Not(part):
                found[node] = xor(found[part], mask(ALL))
            case Both(parts):
                found[node] = reduce(and_, [found[part] for part in parts])
            case Either(parts):
                found[node] = reduce(or_, [found[part] for part in parts])
            case part:
                found[node] = leaf(part)
    return found
