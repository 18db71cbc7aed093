"""Proving the theorems of a policy set, and comparing two sets. Needs the extra `prove`."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final

from safelight.core.gate.cedar import ACTIONS
from safelight.core.gate.compiled.form import BIT
from safelight.core.gate.compiled.proof import (
    Formulas,
    World,
    examples,
    formulas,
    satisfied,
)
from safelight.core.gate.policies import PolicySet, parse
from safelight.core.gate.question import Protections
from safelight.core.gate.theorems.witness import witness
from safelight.core.gate.wire import Request
from safelight.core.vocabulary import Category, Flag

UNKNOWN_PROTECTS: Final = "unknown-protects"
WORDS: Final = "What is not known to be clear lets out no more than what is set."
FLAGS: Final = (
    *(f"resource.protections.{f.name}" for f in fields(Protections)),
    "resource.confided_by_child",
    "resource.privileged",
    "resource.shelter",
    "resource.staff_block",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A theorem with what breaks it: a question that the policies answer against it."""

    theorem: str
    law: str
    words: str
    against: Request | None

    @property
    def holds(self) -> bool:
        return self.against is None


@cache
def theorems() -> PolicySet:
    text = (files("safelight.core.gate") / "theorems" / "theorems.cedar").read_text(
        "utf-8"
    )
    return parse([("floor", text)])


def prove(policies: PolicySet, only: Collection[str] = ()) -> Iterator[Verdict]:
    """Each theorem (or these) in turn, over every question and item."""
    world = World()
    made = formulas(policies.rules, world)
    every = theorems()
    for rule in every.rules:
        if not only or rule.id in only:
            forbidden, theorem = satisfied(rule, world), every.policies[rule.id]
            masks = [
                made.allowed[action] & forbidden for action in sorted(rule.actions)
            ]
            found = _first(world, masks)
            yield Verdict(theorem.id, theorem.law, theorem.because, found)
    if not only or UNKNOWN_PROTECTS in only:
        found = _more(world, made)
        yield Verdict(UNKNOWN_PROTECTS, "42 U.S.C. 654(26)", WORDS, found)


def _more(world: World, made: Formulas) -> Request | None:
    """Where a flag that is not known lets out what one that is set keeps."""
    masks = [made.more_with(world, axis, Flag.UNKNOWN, Flag.SET) for axis in FLAGS]
    return _first(world, masks)


def _first(world: World, masks: Sequence[Any]) -> Request | None:
    for mask in masks:
        for model, categories in examples(world, mask):
            return witness(world, model, _one_of(categories))
    return None


def _one_of(categories: int) -> Category:
    return next(category for category, bit in BIT.items() if bit & categories)


def differences(old: PolicySet, new: PolicySet, most: int = 3) -> Iterator[Request]:
    """Questions that two sets answer differently: for each action and direction so many
    at most, each with a category that the others before it did not have."""
    world = World()
    before, after = (formulas(f.rules, world).allowed for f in (old, new))
    for action in ACTIONS:
        for mask in (before[action] & ~after[action], after[action] & ~before[action]):
            for model, categories in examples(world, mask, most):
                yield witness(world, model, _one_of(categories))
