"""A plan made ready for columns: one condition for each answer of each category.

Masks are gone: for a single category a condition is true or false of a record, so
categories that the policies treat alike share one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from safelight.core.gate import cedar
from safelight.core.gate.compiled import facts
from safelight.core.gate.compiled.form import (
    ALWAYS,
    BIT,
    NEVER,
    Both,
    Either,
    Fact,
    Form,
    Joint,
    Mask,
    Node,
    Not,
)
from safelight.core.gate.compiled.plan import Plan, holds
from safelight.core.gate.decision import ENGINE_FAILED, NO_GROUND
from safelight.core.vocabulary import Category


@dataclass(frozen=True, slots=True)
class Kernel:
    """What to work out for a record of facts.

    `allowed`: for each action, strongest first, conditions with the categories each is
    for; no category is in two answers. `reasons`: for each category the conditions that
    withhold it with the codes of their policies, the first in force being the reason.
    """

    form: Form
    allowed: Mapping[str, tuple[tuple[int, Node], ...]]
    reasons: Mapping[Category, tuple[tuple[str, Node], ...]]

    @property
    def conditions(self) -> tuple[Node, ...]:
        """Every condition of a reason, once; an outcome has one bit for each."""
        pairs = [pair for pairs in self.reasons.values() for pair in pairs]
        return tuple(dict.fromkeys(node for _, node in pairs if node != ALWAYS))

    def reason(self, category: Category, outcome: int) -> str:
        """The code of why a category is withheld where an outcome was found."""
        places = {node: place for place, node in enumerate(self.conditions)}
        for code, node in self.reasons[category]:
            if node == ALWAYS or outcome >> places[node] & 1:
                return code
        return NO_GROUND.code


def kernel(plan: Plan, at: datetime) -> Kernel:
    form = Form(facts.domains())
    allowed: dict[str, dict[Node, int]] = {action: {} for action in plan.failed}
    reasons = {}
    for category, bit in BIT.items():
        found = _of_category(plan, form, bit, cedar.encode(at))
        failed = form.either(*(found[node] for node in plan.failed.values()))
        for action, node in _answers(plan, form, found, failed):
            allowed[action][node] = allowed[action].get(node, 0) | bit
        forbids = [(name, found[node]) for name, node in plan.forbids[STRONGEST]]
        every = [(ENGINE_FAILED.code, failed), *forbids]
        reasons[category] = tuple((n, node) for n, node in every if node != NEVER)
    conditions = {
        action: tuple((bits, node) for node, bits in found.items() if node != NEVER)
        for action, found in allowed.items()
    }
    _share(form)
    return Kernel(form, conditions, reasons)


def _share(form: Form) -> None:
    """Where all parts of one node are among those of a later one, it becomes a part."""
    whole: list[tuple[Node, frozenset[Node], Joint]] = []
    for node, part in enumerate(form.nodes):
        if not isinstance(part, Both | Either):
            continue
        kind, parts = type(part), set(part.parts)
        inner = [w for w in whole if w[2] is kind and w[1] < parts]
        if inner:
            known, among, _ = max(inner, key=lambda one: len(one[1]))
            form.nodes[node] = kind(tuple(sorted({known} | (parts - among))))
        whole.append((node, frozenset(parts), kind))


STRONGEST = cedar.ACTIONS[0]


def _of_category(plan: Plan, form: Form, bit: int, now: int) -> dict[Node, Node]:
    """The plan's steps for one category at one moment."""
    found: dict[Node, Node] = {}
    for node in plan.steps:
        match plan.nodes[node]:
            case Mask(categories):
                found[node] = ALWAYS if categories & bit else NEVER
            case Fact(axis, values):
                found[node] = form.fact(axis, values)
            case Not(part):
                found[node] = form.opposite(found[part])
            case Both(parts):
                found[node] = form.both(*(found[part] for part in parts))
            case Either(parts):
                found[node] = form.either(*(found[part] for part in parts))
            case relation:
                found[node] = ALWAYS if holds(relation, now) else NEVER
    return found


def _answers(
    plan: Plan, form: Form, found: Mapping[Node, Node], failed: Node
) -> Iterator[tuple[str, Node]]:
    """Each action with where it is the strongest that is allowed."""
    stronger = failed
    for action in plan.failed:
        permitted = form.either(*(found[node] for _, node in plan.permits[action]))
        forbidden = form.either(*(found[node] for _, node in plan.forbids[action]))
        stays = form.opposite(form.either(forbidden, stronger))
        yield action, (allowed := form.both(permitted, stays))
        stronger = form.either(stronger, allowed)
