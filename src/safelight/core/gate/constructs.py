"""Which Cedar constructs a policy may use: the subset that every engine can run.

Comparisons, Boolean operators, attribute access and `contains` over required
attributes. Refused: `has` (a forbid guarded by it lets through what lacks the
attribute), arithmetic (can overflow, so can fail), hierarchy and templates (need
entities that may be absent), pattern and extension calls (do not compile to columns).
"""

from collections.abc import Iterator
from typing import Any

ALLOWED = frozenset(
    {"==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", ".", "contains", "Set"}
)
ATOMS = frozenset({"Var", "Value"})


def forbidden_constructs(body: dict[str, Any]) -> Iterator[str]:
    """Each fault of one policy in Cedar's JSON form, in words."""
    for scope in ("principal", "resource"):
        if body[scope]["op"] not in ("All", "is"):
            yield f"{scope} may not be tied to one entity or to a hierarchy"
    if body["action"]["op"] not in ("All", "==", "in"):
        yield "action must be one action or a set of actions"
    for condition in body["conditions"]:
        yield from _expression(condition["body"])
        yield from _individual(condition["body"])


# What would tell one item or moment from another: allowed in these comparisons alone, so
# that answers can be shared by items that differ in nothing else (operator, left, right).
INDIVIDUAL = ("resource.key", "resource.subject", "context.at")
TOLD_BY = frozenset(
    {
        ("contains", "context.ground.items", "resource.key"),
        ("==", "principal.party", "resource.subject"),
        ("==", "resource.subject", "principal.party"),
        ("<=", "context.ground.starts", "context.at"),
        ("<", "context.at", "context.ground.ends"),
    }
)


def _individual(node: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    if (name := _path(node)) in INDIVIDUAL:
        yield f"{name} may only be compared as {sorted(TOLD_BY)} have it"
        return
    for operator, inner in node.items():
        sides = inner if isinstance(inner, dict) else {}
        told = operator, _path(sides.get("left")), _path(sides.get("right"))
        if told in TOLD_BY:
            continue
        for part in inner if isinstance(inner, list) else sides.values():
            yield from _individual(part)


def _path(node: Any) -> str:
    """An attribute path as it is written; empty for anything else."""
    match node:
        case {"Var": name}:
            return str(name)
        case {".": {"left": left, "attr": attribute}}:
            return f"{_path(left)}.{attribute}"
    return ""


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
