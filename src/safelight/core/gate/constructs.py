"""Which Cedar constructs a policy may use: the subset that every engine can run.

Comparisons, Boolean operators, attribute access and `contains` over required
attributes. Refused: `has` (a forbid guarded by it lets through what lacks the
attribute), arithmetic (can overflow, so can fail), hierarchy and templates (need
entities that may be absent), pattern and extension calls (do not compile to columns),
whole sets, records and entities as values, and two texts of an item compared.
"""

from collections.abc import Iterator
from typing import Any

from safelight.core.gate.compiled import facts
from safelight.core.gate.compiled.form import Form, Related
from safelight.core.gate.compiled.specialise import Specialiser, conditions_of
from safelight.core.gate.compiled.values import Algebra, CannotCompile

ALLOWED = frozenset(
    {"==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", ".", "contains", "Set"}
)
ATOMS = frozenset({"Var", "Value"})


def forbidden_constructs(body: dict[str, Any]) -> Iterator[str]:
    """Each fault of one policy in Cedar's JSON form, in words."""
    for scope in ("principal", "resource"):
        if body[scope]["op"] not in ("All", "is") or "in" in body[scope]:
            yield f"{scope} may not be tied to one entity or to a hierarchy"
    if body["action"]["op"] not in ("All", "==", "in"):
        yield "action must be one action or a set of actions"
    faults = [f for c in body["conditions"] for f in _expression(c["body"])]
    yield from faults or _uncompiled(body)


def _uncompiled(body: dict[str, Any]) -> Iterator[str]:
    """What is found by compiling the policy with every fact open."""
    form = Form(facts.domains())
    every = {root: facts.opened(root, form) for root in facts.ROOTS}
    try:
        Specialiser(Algebra(form), every).satisfied(conditions_of(body))
    except CannotCompile as error:
        yield f"{error} is outside the subset that every engine can run"
    for part in form.nodes:
        if (
            isinstance(part, Related)
            and _is_of_item(part.left)
            and _is_of_item(part.right)
        ):
            yield f"{part.left} and {part.right}, two texts of the item, are compared"


def _is_of_item(end: str | int) -> bool:
    return str(end).startswith("resource.")


def _expression(node: dict[str, Any]) -> Iterator[str]:
    for operator, inner in node.items():
        if operator in ATOMS:
            continue
        if operator not in ALLOWED:
            yield f"{operator!r} is outside the subset that every engine can run"
            continue
        yield from _operands(inner)


def _operands(inner: Any) -> Iterator[str]:
    parts = inner if isinstance(inner, list) else inner.values()
    for part in parts:
        if isinstance(part, dict):
            yield from _expression(part)
