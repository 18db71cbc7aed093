"""Merkle tree hashing as RFC 9162 section 2.1 has it (Certificate Transparency v2).

A frontier is the list of roots of the complete subtrees that cover a tree, largest
first; with it a tree grows by a leaf without its earlier leaves.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """HASH(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """HASH(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def extend(
    frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]
) -> list[bytes]:
    """The frontier after more leaf hashes, given the frontier of a tree of `size`."""
    grown = list(frontier)
    for leaf in leaves:
        node, index = leaf, size
        while index & 1:
            node = node_hash(grown.pop(), node)
            index >>= 1
        grown.append(node)
        size += 1
    return grown


def frontier_root(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree that a frontier covers."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    return frontier_root(extend([], 0, leaves))
