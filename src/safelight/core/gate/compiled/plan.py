"""A plan: what the policies come to for one question, whatever the item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safelight.core.gate import cedar
from safelight.core.gate.compiled import facts
from safelight.core.gate.compiled.form import (
    ALL,
    NEVER,
    NO,
    Fact,
    Form,
    Node,
    Part,
    Related,
)
from safelight.core.gate.compiled.specialise import Rule, Specialiser
from safelight.core.gate.compiled.values import Algebra, CannotCompile, Value
from safelight.core.gate.compiled.working import worked_out
from safelight.core.gate.question import Question

MOMENT = "context.at"
MOST_KEPT = 1_000
Outcome = tuple[bool, ...]
Named = tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The policies satisfied for one action, and whether any of them failed: each a
    mask of the categories it is so for."""

    permits: tuple[tuple[str, int], ...]
    forbids: tuple[tuple[str, int], ...]
    failed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """For each action the policies that can be satisfied, in their order, and where any
    policy fails. Conditions are places in `nodes`, worked out in the order of `steps`."""

    nodes: tuple[Part, ...]
    permits: Mapping[str, Named]
    forbids: Mapping[str, Named]
    failed: Mapping[str, Node]
    steps: tuple[Node, ...]
    leaves: tuple[Fact | Related, ...]
    _said: dict[Outcome, Mapping[str, Said]] = field(default_factory=dict)

    def outcome(self, item: Mapping[str, Any], at: datetime) -> Outcome:
        """What the plan's leaves say of an item (its value on each axis) at a moment."""
        now = cedar.encode(at)
        return tuple(
            item[leaf.axis] in leaf.values
            if isinstance(leaf, Fact)
            else holds(leaf, now)
            for leaf in self.leaves
        )

    def said(self, outcome: Outcome) -> Mapping[str, Said]:
        """What the policies say, by action. It depends on the outcome alone, so it is
        worked out once for each."""
        found = self._said.get(outcome)
        if found is None:
            if len(self._said) >= MOST_KEPT:
                self._said.clear()
            found = self._said[outcome] = self._worked_out(outcome)
        return found

    def _worked_out(self, outcome: Outcome) -> Mapping[str, Said]:
        leaves = dict(zip(self.leaves, outcome, strict=True))
        masks = worked_out(
            self.nodes, self.steps, int, lambda leaf: ALL if leaves[leaf] else NO
        )

        def held(named: Named) -> tuple[tuple[str, int], ...]:
            return tuple((name, masks[node]) for name, node in named if masks[node])

        return {
            action: Said(
                held(self.permits[action]), held(self.forbids[action]), masks[failed]
            )
            for action, failed in self.failed.items()
        }


def holds(relation: Related, now: int) -> bool:
    """A relation of the moment to a number, all that a question can leave of them.

    Raises CannotCompile for two texts of an item; `constructs` refuses such a policy.
    """
    left, right = (
        now if end == MOMENT else end for end in (relation.left, relation.right)
    )
    if not (isinstance(left, int) and isinstance(right, int)):
        raise CannotCompile(f"{left} {relation.relation} {right}")
    match relation.relation:
        case "<":
            return left < right
        case "<=":
            return left <= right
    return left == right


def planned(
    rules: Sequence[Rule],
    question: Question,
    known: Mapping[str, Any] | None = None,
) -> Plan:
    """The plan for one question at any moment, and for items of which some facts are
    known by axis. Raises WrongType for what is no question."""
    form = Form(facts.domains())
    context = facts.settled("context", question, left_open=[MOMENT])
    every = {
        "principal": facts.settled("principal", question.asker),
        "resource": facts.opened("resource", form, known),
        "context": context,
    }
    return plan(rules, form, every)


def plan(rules: Sequence[Rule], form: Form, known: Mapping[str, Value]) -> Plan:
    """Every rule worked out over the same facts. Raises CannotCompile."""
    specialiser = Specialiser(Algebra(form), known)
    permits: dict[str, list[tuple[str, Node]]] = {
        action: [] for action in cedar.ACTIONS
    }
    forbids: dict[str, list[tuple[str, Node]]] = {
        action: [] for action in cedar.ACTIONS
    }
    failed = dict.fromkeys(cedar.ACTIONS, NEVER)
    for rule in rules:
        truth = specialiser.satisfied(rule.conditions)
        for action in rule.actions.intersection(cedar.ACTIONS):
            failed[action] = form.either(failed[action], truth.error)
            if truth.true != NEVER:
                effect = permits if rule.is_permit else forbids
                effect[action].append((rule.id, truth.true))
    named = [tuple(pairs) for of in (permits, forbids) for pairs in of.values()]
    steps = form.needed(
        [n for pairs in named for _, n in pairs] + list(failed.values())
    )
    parts = (form.nodes[node] for node in steps)
    return Plan(
        tuple(form.nodes),
        {action: tuple(pairs) for action, pairs in permits.items()},
        {action: tuple(pairs) for action, pairs in forbids.items()},
        failed,
        tuple(steps),
        tuple(part for part in parts if isinstance(part, Fact | Related)),
    )
