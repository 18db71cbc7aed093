"""Policies in Cedar's JSON form, worked out as far as the facts settle them.

What is left is a condition on the item. Cedar's own partial evaluation is experimental
and not meant for decisions; this one covers the subset that `constructs` allows, and
names what it cannot do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from safelight.core.gate.compiled.form import ALWAYS, NEVER
from safelight.core.gate.compiled.values import (
    Algebra,
    CannotCompile,
    Cases,
    Long,
    Members,
    Open,
    Result,
    Truth,
    Uid,
    Value,
    known,
)

Conditions = tuple[tuple[str, dict[str, Any]], ...]
VARIABLES = {"principal": "Asker", "resource": "Item"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy as it is worked out: what it does, to which actions, on what conditions."""

    id: str
    is_permit: bool
    actions: frozenset[str]
    conditions: Conditions


def rule(name: str, body: Mapping[str, Any], actions: tuple[str, ...]) -> Rule:
    """A policy from Cedar's JSON form; of no action where its scope fits no request."""
    scope = body["action"]
    named = {entity["id"] for entity in scope.get("entities", ())}
    named |= {scope["entity"]["id"]} if "entity" in scope else set()
    applies = all(_fits(body[var], kind) for var, kind in VARIABLES.items())
    tried = frozenset(actions if scope["op"] == "All" else named) if applies else ()
    is_permit = body["effect"] == "permit"
    return Rule(name, is_permit, frozenset(tried), conditions_of(body))


def _fits(scope: Mapping[str, Any], kind: str) -> bool:
    """Whether a scope is open to entities of a kind. One that is tied to an entity or a
    hierarchy is not for us to widen: raises CannotCompile."""
    if scope["op"] not in ("All", "is") or "in" in scope:
        raise CannotCompile("a scope tied to one entity or to a hierarchy")
    return bool(scope.get("entity_type", kind) == kind)


def conditions_of(body: Mapping[str, Any]) -> Conditions:
    return tuple((c["kind"], _prepared(c["body"])) for c in body["conditions"])


@dataclass(frozen=True, slots=True)
class Specialiser:
    """The facts of `principal`, `resource` and `context`, settled or open."""

    algebra: Algebra
    facts: Mapping[str, Value]

    def satisfied(self, conditions: Conditions) -> Truth:
        """Where a policy's conditions hold, and where Cedar would skip it for an error.

        They are one conjunction, from the first on. Raises CannotCompile.
        """
        algebra = self.algebra
        truth = algebra.truth(known(True))
        for kind, body in conditions:
            truth = algebra.conjunction(truth, partial(self._one, kind, body))
        return truth

    def _one(self, kind: str, body: dict[str, Any]) -> Truth:
        truth = self._truth(body)
        return self.algebra.negation(truth) if kind == "unless" else truth

    def _truth(self, node: Mapping[str, Any]) -> Truth:
        """An expression of an operator that gives a Boolean, or any used as one."""
        if isinstance(node, Result):
            return self.algebra.truth(node)
        algebra = self.algebra
        ((sign, inner),) = node.items()
        match sign:
            case "&&":
                left = self._truth(inner["left"])
                return algebra.conjunction(left, lambda: self._truth(inner["right"]))
            case "||":
                left = self._truth(inner["left"])
                return algebra.disjunction(left, lambda: self._truth(inner["right"]))
            case "!":
                return algebra.negation(self._truth(inner["arg"]))
            case "==" | "!=" | "<" | "<=" | ">" | ">=" | "contains":
                sides = self._result(inner["left"]), self._result(inner["right"])
                return self._compared(sign, *sides)
        return algebra.truth(self._result(node))

    def _compared(self, sign: str, left: Result, right: Result) -> Truth:
        algebra = self.algebra
        match sign:
            case "==":
                return algebra.equal(left, right)
            case "!=":
                return algebra.negation(algebra.equal(left, right))
            case "<" | "<=":
                return algebra.less(sign, left, right)
            case ">":
                return algebra.less("<", right, left)
            case ">=":
                return algebra.less("<=", right, left)
        return algebra.contains(left, right)

    def _result(self, node: Mapping[str, Any]) -> Result:
        if isinstance(node, Result):
            return node
        algebra = self.algebra
        ((sign, inner),) = node.items()
        match sign:
            case "Var":
                if inner not in self.facts:
                    raise CannotCompile(f"{inner} in a condition")
                return Result(self.facts[inner], NEVER)
            case ".":
                return algebra.attribute(self._result(inner["left"]), inner["attr"])
            case "Set":
                return self._set([self._result(member) for member in inner])
            case "&&" | "||" | "!" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "contains":
                return algebra.result(self._truth(node))
        raise CannotCompile(f"the operator {sign!r}")

    def _set(self, members: list[Result]) -> Result:
        """A set that is written out; known where all its members are."""
        algebra, error = self.algebra, [member.error for member in members]
        cases = [m.value.when for m in members if isinstance(m.value, Cases)]
        if len(cases) < len(members):
            raise CannotCompile("a set of sets, records or entities")
        failed = algebra.form.either(*error)
        every = frozenset(value for when in cases for value in when)
        is_settled = all(len(when) == 1 for when in cases)
        if is_settled and not any(isinstance(value, Open) for value in every):
            return Result(Cases({every: ALWAYS}), failed)
        merged: dict[Any, Any] = {}
        for when in cases:
            for value, node in when.items():
                merged[value] = algebra.form.either(merged.get(value, node), node)
        return Result(Members(merged), failed)


def _prepared(node: Any) -> Any:
    """An expression with its literals, and sets of nothing else, made values once."""
    match node:
        case {"Value": value}:
            return known(literal(value))
        case {"Set": members} if all("Value" in member for member in members):
            return known(frozenset(literal(member["Value"]) for member in members))
        case dict():
            return {sign: _prepared(inner) for sign, inner in node.items()}
        case list():
            return [_prepared(inner) for inner in node]
    return node


def literal(value: Any) -> Any:
    """A literal of Cedar's JSON form, or an attribute's value in an entity's."""
    match value:
        case {"__entity": {"type": kind, "id": name}}:
            return Uid(kind, name)
        case list():
            return frozenset(literal(member) for member in value)
        case bool() | str():
            return value
        case int():
            return Long(value)
    raise CannotCompile(f"the literal {value!r}")
