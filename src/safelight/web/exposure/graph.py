"""The graph: a column for each step, a line for each way; what a template draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from safelight.core.exposure.paths import Path

WIDE, HIGH, GAP = 158, 46, 20
LONGEST_LINE = 21
MOST_IN_COLUMN = 8


@dataclass(frozen=True, slots=True)
class Node:
    x: int
    y: int
    lines: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Places in pixels; the sentences beside it say the same in words."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def graph(paths: Iterable[Path], here: str = "This agency") -> Graph:
    """Where everybody stands: this agency at the left, each step one column on."""
    columns: dict[int, list[str]] = {0: [here]}
    kinds, comes_from = {here: "here"}, {}
    for path in paths:
        names = [here, *(step.to.label for step in path.steps)]
        column = columns.setdefault(len(path.steps), [])
        if len(column) < MOST_IN_COLUMN:
            column.append(names[-1])
            comes_from[names[-1]] = names[-2]
            kinds[names[-1]] = "other-side" if path.end.is_other_side else "holder"
    places = {
        name: (column * (WIDE + GAP), row * (HIGH + 12))
        for column, names in columns.items()
        for row, name in enumerate(names)
    }
    lines = [
        Line(places[a][0] + WIDE, places[a][1] + HIGH // 2, x, y + HIGH // 2)
        for name, (x, y) in places.items()
        if (a := comes_from.get(name)) in places
    ]
    nodes = [Node(x, y, _lines(n), kinds[n]) for n, (x, y) in places.items()]
    width = max(x for x, _ in places.values()) + WIDE
    height = max(y for _, y in places.values()) + HIGH
    return Graph(tuple(nodes), tuple(lines), width + 2, height + 2)


def _lines(label: str) -> tuple[str, ...]:
    """A label on two lines at most."""
    lines = wrap(label, LONGEST_LINE, max_lines=2, placeholder="…")
    return tuple(lines)
