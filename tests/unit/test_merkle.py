"""Merkle hashing after RFC 9162, against the tree built the slow way."""

import pytest
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


SIZES = range(1, 36)


def tree(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(n).encode()) for n in range(size)]


def within(hashes: list[bytes]) -> merkle.Subtree:
    return lambda start, end: slow_root(hashes[start:end])


def test_every_leaf_of_every_tree_is_proved_to_be_in_it() -> None:
    for size in SIZES:
        hashes = tree(size)
        for number, leaf in enumerate(hashes):
            proof = merkle.inclusion_proof(number, size, within(hashes))
            found = merkle.root_by_inclusion(leaf, number, size, proof)
            assert found == slow_root(hashes)
            others = {
                merkle.root_by_inclusion(leaf, number, size, proof[:-1]),
                merkle.root_by_inclusion(leaf, number, size, [*proof, leaf]),
                merkle.root_by_inclusion(leaf, (number + 1) % (size + 1), size, proof),
                merkle.root_by_inclusion(b"\1" * 32, number, size, proof),
            }
            assert size == 1 or slow_root(hashes) not in others


def test_every_tree_is_proved_to_begin_with_every_smaller_one() -> None:
    for size in SIZES:
        hashes = tree(size)
        root = slow_root(hashes)
        for old in range(size + 1):
            was = slow_root(hashes[:old])
            proof = merkle.consistency_proof(old, size, within(hashes))
            assert merkle.is_consistent(old, size, was, root, proof)
            assert not merkle.is_consistent(old, size, b"\1" * 32, root, proof)
            assert not merkle.is_consistent(old, size, was, root, [*proof, root])
            assert not proof or not merkle.is_consistent(
                old, size, was, root, proof[1:]
            )


def test_a_rewritten_leaf_has_no_proof_that_the_tree_only_grew() -> None:
    """Whatever proof the rewriter makes, from the old tree or from the new one."""
    for size in SIZES:
        for old in range(1, size):
            hashes = tree(size)
            was = slow_root(hashes[:old])
            for changed in range(old):
                rewritten = [*hashes]
                rewritten[changed] = merkle.leaf_hash(b"another")
                root = slow_root(rewritten)
                for source in (hashes, rewritten):
                    proof = merkle.consistency_proof(old, size, within(source))
                    assert not merkle.is_consistent(old, size, was, root, proof)


def test_what_is_outside_the_tree_has_no_proof() -> None:
    subtree = within(tree(4))
    for number in (-1, 4):
        with pytest.raises(ValueError, match="outside"):
            merkle.inclusion_proof(number, 4, subtree)
        assert merkle.root_by_inclusion(b"", number, 4, []) is None
    with pytest.raises(ValueError, match="shrink"):
        merkle.consistency_proof(5, 4, subtree)
    assert not merkle.is_consistent(5, 4, b"", b"", [])
    assert not merkle.is_consistent(3, 4, b"", b"", [])
    assert merkle.root_by_inclusion(b"x", 0, 1, [b"y"]) is None
