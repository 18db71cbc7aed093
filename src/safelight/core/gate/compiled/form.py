"""The intermediate form: conditions on an item, all its categories at a time.

A condition is a mask, one bit a category, set where the condition holds. A fact of the
item holds for all categories or for none; only a test of the category itself has a mask
of its own. A form is a list of nodes, each made of earlier ones, with equal nodes once,
so that whoever runs it goes through the list from the front.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any, Final, Literal

from safelight.core.vocabulary import Category

NO: Final = 0
ALL: Final = (1 << len(Category)) - 1
BIT: Final = {category: 1 << place for place, category in enumerate(Category)}

Node = int
NEVER: Final[Node] = 0
ALWAYS: Final[Node] = 1
Relation = Literal["==", "<", "<=", "contains"]


@dataclass(frozen=True, slots=True)
class Mask:
    """The same for every item: the categories it holds for."""

    categories: int


@dataclass(frozen=True, slots=True)
class Fact:
    """The item's value on an axis is one of these; for all categories or for none.

    A set has one axis for each of its possible members, of values True and False.
    """

    axis: str
    values: frozenset[Any]


@dataclass(frozen=True, slots=True)
class Related:
    """A relation of two axes, or of an axis and a number. Proofs alone can use it."""

    relation: Relation
    left: str | int
    right: str | int


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


Part = Mask | Fact | Related | Not | Both | Either
Joint = type[Both] | type[Either]


@dataclass(slots=True)
class Form:
    """Nodes in the order they can be worked out, and the ways to make one.

    `domains` are the values that an axis can have; a text has no such list.
    """

    domains: Mapping[str, frozenset[Any]]
    nodes: list[Part] = field(default_factory=lambda: [Mask(NO), Mask(ALL)])
    _known: dict[Part, Node] = field(
        default_factory=lambda: {Mask(NO): NEVER, Mask(ALL): ALWAYS}
    )

    def _node(self, part: Part) -> Node:
        if part not in self._known:
            self._known[part] = len(self.nodes)
            self.nodes.append(part)
        return self._known[part]

    def mask(self, categories: int) -> Node:
        return self._node(Mask(categories))

    def fact(self, axis: str, values: Iterable[Any]) -> Node:
        among = frozenset(values)
        domain = self.domains.get(axis)
        if not among or (domain is not None and among >= domain):
            return ALWAYS if among else NEVER
        return self._node(Fact(axis, among))

    def related(self, relation: Relation, left: str | int, right: str | int) -> Node:
        return self._node(Related(relation, left, right))

    def opposite(self, node: Node) -> Node:
        if node in (NEVER, ALWAYS):
            return ALWAYS - node
        match self.nodes[node]:
            case Mask(categories):
                return self.mask(ALL & ~categories)
            case Fact(axis, values) if axis in self.domains:
                return self.fact(axis, self.domains[axis] - values)
            case Not(part):
                return part
        return self._node(Not(node))

    def both(self, *nodes: Node) -> Node:
        return self._joint(Both, set(nodes), ALWAYS, NEVER)

    def either(self, *nodes: Node) -> Node:
        return self._joint(Either, set(nodes), NEVER, ALWAYS)

    def _joint(
        self, kind: Joint, nodes: set[Node], neutral: Node, decides: Node
    ) -> Node:
        nodes.discard(neutral)
        if len(nodes) > 1 and decides not in nodes:
            nodes = self._merged(kind, nodes) - {neutral}
            nodes |= {decides for node in nodes if self._part(node) in nodes}
        if len(nodes) < 2 or decides in nodes:
            return decides if decides in nodes else nodes.pop() if nodes else neutral
        return self._node(kind(tuple(sorted(nodes))))

    def _merged(self, kind: Joint, nodes: Iterable[Node]) -> set[Node]:
        """Masks become one mask, and facts on one axis one fact."""
        joined = and_ if kind is Both else or_
        masks, facts, others = list[int](), dict[str, frozenset[Any]](), set[Node]()
        for node in self._flat(kind, nodes):
            match self.nodes[node]:
                case Mask(categories):
                    masks.append(categories)
                case Fact(axis, values):
                    facts[axis] = joined(facts.get(axis, values), values)
                case _:
                    others.add(node)
        others |= {self.fact(axis, values) for axis, values in facts.items()}
        return others | ({self.mask(reduce(joined, masks))} if masks else set())

    def _flat(self, kind: Joint, nodes: Iterable[Node]) -> Iterator[Node]:
        for node in nodes:
            part = self.nodes[node]
            yield from part.parts if isinstance(part, kind) else (node,)

    def _part(self, node: Node) -> Node | None:
        """What a node is the opposite of."""
        part = self.nodes[node]
        return part.part if isinstance(part, Not) else None

    def needed(self, outputs: Iterable[Node]) -> list[Node]:
        """The nodes that these are made of, in the order they can be worked out."""
        wanted = set(outputs)
        for node in range(len(self.nodes) - 1, -1, -1):
            if node in wanted:
                wanted.update(made_of(self.nodes[node]))
        return sorted(wanted)


def made_of(part: Part) -> tuple[Node, ...]:
    match part:
        case Not(inner):
            return (inner,)
        case Both(parts) | Either(parts):
            return parts
    return ()
