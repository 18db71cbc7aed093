"""Merkle hashing after RFC 9162, against the tree built the slow way."""

from hypothesis import given
from hypothesis import strategies as st

from safelight.core import merkle

leaves = st.lists(st.binary(max_size=8), max_size=70)


def slow_root(hashes: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1, as it is written: split at the largest power of two."""
    if not hashes:
        return merkle.EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return merkle.node_hash(slow_root(hashes[:half]), slow_root(hashes[half:]))


def test_the_values_every_implementation_agrees_on() -> None:
    """From the certificate-transparency test vectors: an empty tree, an empty leaf."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"

    assert merkle.root_of([]).hex() == empty
    assert merkle.leaf_hash(b"").hex() == leaf


@given(leaves)
def test_the_root_is_the_one_the_standard_defines(entries: list[bytes]) -> None:
    hashes = [merkle.leaf_hash(entry) for entry in entries]

    assert merkle.root_of(hashes) == slow_root(hashes)


@given(leaves, leaves)
def test_a_tree_grows_from_its_frontier_alone(
    first: list[bytes], more: list[bytes]
) -> None:
    old, new = ([merkle.leaf_hash(e) for e in part] for part in (first, more))
    frontier = merkle.extend([], 0, old)

    grown = merkle.extend(frontier, len(old), new)

    assert merkle.frontier_root(grown) == slow_root(old + new)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_any_changed_leaf_changes_the_root(
    entries: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries]
    changed[place] += b"!"
    roots = {
        merkle.root_of(merkle.leaf_hash(entry) for entry in tree)
        for tree in (entries, changed)
    }

    assert len(roots) == 2
