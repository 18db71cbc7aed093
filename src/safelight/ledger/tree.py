"""The tree as it is stored: leaves, and the roots of whole runs of 256 leaves.

A proof of one leaf among a million needs a few hundred hashes, not a million.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID, uuid4

from safelight.core import merkle
from safelight.ledger.models import Leaf, Node

STEP: Final = 8
RUN: Final = 1 << STEP


class Tree:
    """One agency's stored tree, read inside `acting_as`."""

    def __init__(self, agency: UUID) -> None:
        self.agency = agency

    def subtree(self, start: int, end: int) -> bytes:
        """The root of the leaves from `start` to `end`, which is not included."""
        size = end - start
        if size <= RUN:
            return merkle.root_of(self.leaves(start, end))
        if size & (size - 1) == 0 and start % size == 0:
            level = STEP * ((size.bit_length() - 1) // STEP)
            nodes = self._nodes(level, start >> level, end >> level)
            if len(nodes) == size >> level:
                return merkle.root_of(nodes)
        middle = start + merkle.split(size)
        left, right = self.subtree(start, middle), self.subtree(middle, end)
        return merkle.node_hash(left, right)

    def leaves(self, start: int, end: int) -> list[bytes]:
        rows = Leaf.objects.filter(
            agency_id=self.agency, number__gte=start, number__lt=end
        )
        return _hashes(rows.order_by("number").values_list("hash", flat=True))

    def _nodes(self, level: int, start: int, end: int) -> list[bytes]:
        rows = Node.objects.filter(
            agency_id=self.agency, level=level, number__gte=start, number__lt=end
        )
        return _hashes(rows.order_by("number").values_list("hash", flat=True))

    def grow(self, old: int, size: int) -> None:
        """Keep the roots of the runs that became whole as the tree grew."""
        level = STEP
        while size >> level:
            made = [
                Node(
                    agency_id=self.agency,
                    id=uuid4(),
                    level=level,
                    number=number,
                    hash=self.subtree(number << level, (number + 1) << level),
                )
                for number in range(old >> level, size >> level)
            ]
            Node.objects.bulk_create(made)
            level += STEP


def _hashes(values: Iterable[bytes]) -> list[bytes]:
    return [bytes(value) for value in values]
