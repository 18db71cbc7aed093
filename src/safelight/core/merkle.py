"""Merkle tree hashing as RFC 9162 section 2.1 has it (Certificate Transparency v2).

A frontier is the list of roots of the complete subtrees that cover a tree, largest
first; with it a tree grows by a leaf without its earlier leaves.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

# The root of the leaves from a number to another, which is not included.
Subtree = Callable[[int, int], bytes]
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


def split(size: int) -> int:
    """The largest power of two smaller than a size above one."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(number: int, size: int, subtree: Subtree) -> list[bytes]:
    """PATH(m, D[n]) of section 2.1.3.1. Raises ValueError unless 0 <= number < size."""
    if not 0 <= number < size:
        raise ValueError("a leaf outside the tree has no proof")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if number < middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """PROOF(m, D[n]) of section 2.1.4.1; empty from a tree of no or of all leaves.

    Raises ValueError unless 0 <= old <= size.
    """
    if not 0 <= old <= size:
        raise ValueError("a tree does not shrink")
    if old in (0, size):
        return []
    proof: list[bytes] = []
    start, end, is_whole = 0, size, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        proof.append(subtree(start, end))
    return proof[::-1]


def root_by_inclusion(
    leaf: bytes, number: int, size: int, proof: Sequence[bytes]
) -> bytes | None:
    """The root that a proof leads to (section 2.1.3.2); None for one that does not fit."""
    if not 0 <= number < size:
        return None
    node, first, last = leaf, number, size - 1
    for sibling in proof:
        if last == 0:
            return None
        if first & 1 or first == last:
            node = node_hash(sibling, node)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        first, last = first >> 1, last >> 1
    return node if last == 0 else None


def is_consistent(
    old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a tree of `size` begins with the tree of `old` (section 2.1.4.2)."""
    if old == 0 or old == size:
        known = EMPTY_ROOT if old == 0 else root
        return old <= size and not proof and old_root == known
    if not 0 < old < size:
        return False
    nodes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not nodes:
        return False
    first, last = old - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    was = now = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            was, now = node_hash(node, was), node_hash(node, now)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            now = node_hash(now, node)
        first, last = first >> 1, last >> 1
    return last == 0 and was == old_root and now == root
