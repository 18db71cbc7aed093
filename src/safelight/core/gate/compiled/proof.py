"""Formulas: what a policy set allows, over every question and every item, for z3.

The same form as the engines run, with nothing settled: one open asker, item, moment and
ground. A question relies on one ground, so what holds for any one holds for each of
several, whichever others there are. Needs the extra `prove`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, Final

import z3

from safelight.core.gate.cedar import ACTIONS
from safelight.core.gate.compiled import facts
from safelight.core.gate.compiled.form import ALL, NO, Fact, Form, Related
from safelight.core.gate.compiled.plan import Plan, plan
from safelight.core.gate.compiled.specialise import Rule
from safelight.core.gate.compiled.working import worked_out
from safelight.core.vocabulary import AgencyKind, Category, Standing

BITS: Final = len(Category)
LATEST: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


@cache
def _facts() -> tuple[dict[str, Any], dict[str, dict[Any, Any]]]:
    """Each axis with a list of values, and the values, once for the process."""
    listed, values = {}, {}
    for axis, domain in facts.domains().items():
        if domain == facts.TRUTH:
            listed[axis] = z3.Bool(axis)
            values[axis] = {True: z3.BoolVal(True), False: z3.BoolVal(False)}
        else:
            names = sorted(domain)
            sort, members = z3.EnumSort(axis, [f"{axis}={name}" for name in names])
            listed[axis] = z3.Const(axis, sort)
            values[axis] = dict(zip(names, members, strict=True))
    return listed, values


@dataclass(frozen=True, slots=True)
class World:
    """The open facts as z3 has them; texts are numbers, each text that is named its own."""

    listed: Mapping[str, Any] = field(default_factory=lambda: _facts()[0])
    values: Mapping[str, Mapping[Any, Any]] = field(default_factory=lambda: _facts()[1])
    texts: dict[str, int] = field(default_factory=lambda: {"": 0})

    def text(self, word: str) -> int:
        return self.texts.setdefault(word, len(self.texts))

    def condition(self, leaf: Fact | Related) -> Any:
        if isinstance(leaf, Fact):
            if leaf.axis in self.listed:
                known, here = self.values[leaf.axis], self.listed[leaf.axis]
                return z3.Or(
                    [here == known[value] for value in sorted(leaf.values, key=str)]
                )
            return z3.Or(
                [z3.Int(leaf.axis) == self.text(w) for w in sorted(leaf.values)]
            )
        if leaf.relation == "contains":
            return z3.Bool(f"{leaf.left} has {leaf.right}")
        left, right = (
            z3.Int(e) if isinstance(e, str) else e for e in (leaf.left, leaf.right)
        )
        signs = {"==": left == right, "<": left < right, "<=": left <= right}
        return signs[leaf.relation]

    def possible(self) -> list[Any]:
        """What every question and item keeps to (`question.py`)."""
        staff = Fact("principal.standing", frozenset({Standing.STAFF}))
        no_kind = Fact("principal.agency_kind", frozenset({AgencyKind.NONE}))
        is_staff = self.condition(staff)
        names = ("at", "ground.starts", "ground.ends")
        moments = [z3.Int(f"context.{name}") for name in names]
        return [
            is_staff == (z3.Int("principal.agency") != 0),
            z3.Or(is_staff, self.condition(no_kind)),
            z3.Int("resource.vault") != 0,
            *(z3.And(moment >= 0, moment <= LATEST) for moment in moments),
        ]


@dataclass(frozen=True, slots=True)
class Formulas:
    """For each action the categories that are allowed, as a bit vector; and the leaves
    that these are made of."""

    allowed: Mapping[str, Any]
    leaves: tuple[Fact | Related, ...]

    def more_with(self, world: World, axis: str, value: Any, other: Any) -> Any:
        """The categories of which more is allowed with a value than with another.

        Where no leaf tells the two apart, which is nearly always, that is nothing.
        """
        here, values = world.listed[axis], world.values[axis]
        if not any(
            isinstance(leaf, Fact)
            and leaf.axis == axis
            and (value in leaf.values) != (other in leaf.values)
            for leaf in self.leaves
        ):
            return NOTHING
        more = _any(
            z3.substitute(mask, (here, values[value]))
            & ~z3.substitute(mask, (here, values[other]))
            for mask in self.allowed.values()
        )
        return z3.If(here == values[value], more, NOTHING)


def formulas(rules: Sequence[Rule], world: World) -> Formulas:
    """What a set of policies allows."""
    made = _open_plan(rules)
    found = worked_out(made.nodes, made.steps, _mask, partial(_lifted, world))
    failed = _any(found[node] for node in made.failed.values())
    allowed = {
        action: _any(found[node] for _, node in made.permits[action])
        & ~_any(found[node] for _, node in made.forbids[action])
        & ~failed
        for action in ACTIONS
    }
    return Formulas(allowed, made.leaves)


def satisfied(rule: Rule, world: World) -> Any:
    """The categories that a theorem, written as a forbid, is about."""
    made = _open_plan([rule])
    found = worked_out(made.nodes, made.steps, _mask, partial(_lifted, world))
    return _any({n: found[n] for of in made.forbids.values() for _, n in of}.values())


def _open_plan(rules: Sequence[Rule]) -> Plan:
    form = Form(facts.domains())
    return plan(rules, form, {root: facts.opened(root, form) for root in facts.ROOTS})


def _mask(categories: int) -> Any:
    return z3.BitVecVal(categories, BITS)


NOTHING: Final = _mask(NO)


def _lifted(world: World, leaf: Fact | Related) -> Any:
    return z3.If(world.condition(leaf), _mask(ALL), NOTHING)


def _any(masks: Iterable[Any]) -> Any:
    total = NOTHING
    for mask in masks:
        total = total | mask
    return total


def examples(world: World, categories: Any, most: int = 1) -> Iterator[tuple[Any, int]]:
    """Models with some category left in a mask: (model, the mask's value there)."""
    solver = z3.Solver()
    solver.add(*world.possible())
    solver.add(categories != 0)
    for _ in range(most):
        if solver.check() != z3.sat:
            return
        model = solver.model()
        mask = model.eval(categories, model_completion=True).as_long()
        yield model, mask
        solver.add((categories & ~_mask(mask)) != 0)
