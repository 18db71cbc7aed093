"""Questions and items as the specialiser takes them: settled, or open on axes.

An axis is an attribute's path. An enum or a Boolean has the list of its values; a set
of an enum has one axis for each member; a text or a moment has no list.
"""

import dataclasses
import enum
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_origin, get_type_hints

from safelight.core.gate import cedar
from safelight.core.gate.compiled.form import ALWAYS, BIT, Form
from safelight.core.gate.compiled.specialise import literal
from safelight.core.gate.compiled.values import (
    Cases,
    Fields,
    Long,
    Members,
    Open,
    OpenSet,
    Uid,
    Value,
)
from safelight.core.gate.question import Asker, Item, Question
from safelight.core.vocabulary import Category

CATEGORY = "resource.category"
ROOTS = {"principal": Asker, "resource": Item, "context": Question}
TRUTH = frozenset({True, False})


class WrongType(TypeError):
    """A question or an item holds something that its attribute cannot be."""


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute that is no record: its axis, how to get it, and its type.

    `members` is the enum of a set's members, where it is a set of an enum.
    """

    axis: str
    get: Callable[[Any], Any]
    kind: type
    members: type[enum.Enum] | None = None

    def has(self, member: str) -> str:
        return f"{self.axis} has {member}"

    def of(self, held: Any) -> Any:
        """The attribute's value. Raises WrongType."""
        try:
            return self.checked(self.get(held))
        except AttributeError:
            raise WrongType(self.axis) from None

    def checked(self, value: Any) -> Any:
        if type(value) is not self.kind or not self._is_set_of_its_kind(value):
            raise WrongType(self.axis)
        return value

    def _is_set_of_its_kind(self, value: Any) -> bool:
        kind = self.members or str
        return self.kind is not frozenset or all(type(m) is kind for m in value)


@cache
def attributes(root: str) -> tuple[Attribute, ...]:
    return tuple(_attributes(ROOTS[root], root, ""))


def _attributes(cls: Any, axis: str, path: str) -> Iterator[Attribute]:
    for name, hint in get_type_hints(cls).items():
        here, way = f"{axis}.{name}", f"{path}.{name}".lstrip(".")
        if here == "context.asker":
            continue
        if dataclasses.is_dataclass(hint):
            yield from _attributes(hint, here, way)
        elif get_origin(hint) is frozenset:
            inner = get_args(hint)[0]
            is_listed = issubclass(inner, enum.Enum)
            yield Attribute(
                here, attrgetter(way), frozenset, inner if is_listed else None
            )
        else:
            yield Attribute(here, attrgetter(way), hint)


@cache
def listed() -> Mapping[str, tuple[Any, ...]]:
    """The values of each axis with a list of them, in their order."""
    found: dict[str, tuple[Any, ...]] = {}
    for attribute in (a for root in ROOTS for a in attributes(root)):
        if attribute.members:
            axes = (attribute.has(member.value) for member in attribute.members)
            found |= dict.fromkeys(axes, (False, True))
        elif issubclass(attribute.kind, enum.Enum):
            found[attribute.axis] = tuple(m.value for m in attribute.kind)
        elif attribute.kind is bool:
            found[attribute.axis] = (False, True)
    return found


@cache
def domains() -> Mapping[str, frozenset[Any]]:
    """The same without an order."""
    return {axis: frozenset(values) for axis, values in listed().items()}


def settled(root: str, held: Any, left_open: Collection[str] = ()) -> Value:
    """What is known of a question's asker or context. Raises WrongType."""
    found: dict[str, Value] = {}
    for attribute in attributes(root):
        value = literal(cedar.encode(attribute.of(held)))
        known = Open(attribute.axis, Long) if attribute.axis in left_open else value
        found[attribute.axis] = Cases({known: ALWAYS})
    return _nested(root, found)


def opened(root: str, form: Form, known: Mapping[str, Any] | None = None) -> Value:
    """The same with every attribute open, but those whose value on the axis is known."""
    known = known or {}
    return _nested(
        root,
        {
            a.axis: _settled(a, known[a.axis]) if a.axis in known else _open(a, form)
            for a in attributes(root)
        },
    )


def _settled(attribute: Attribute, value: Any) -> Value:
    return Cases({literal(cedar.encode(attribute.checked(value))): ALWAYS})


def _open(attribute: Attribute, form: Form) -> Value:
    axis, kind = attribute.axis, attribute.kind
    if axis == CATEGORY:
        return Cases({Uid("Category", c.value): form.mask(BIT[c]) for c in Category})
    if attribute.members:
        name = attribute.members.__name__
        axes = {Uid(name, m.value): attribute.has(m.value) for m in attribute.members}
        return Members({uid: form.fact(has, [True]) for uid, has in axes.items()})
    if attribute.kind is frozenset:
        return OpenSet(axis)
    if issubclass(kind, enum.Enum):
        return Cases(
            {Uid(kind.__name__, m.value): form.fact(axis, [m.value]) for m in kind}
        )
    if kind is bool:
        return Cases({truth: form.fact(axis, [truth]) for truth in TRUTH})
    of = Long if kind is datetime else str
    return Cases({Open(axis, of): ALWAYS})


def _nested(root: str, found: Mapping[str, Value]) -> Value:
    """A record of records, from paths."""
    here: dict[str, Any] = {}
    for axis, value in found.items():
        *way, name = axis.removeprefix(f"{root}.").split(".")
        inner = here
        for step in way:
            inner = inner.setdefault(step, {})
        inner[name] = value
    return _fields(here)


def _fields(values: dict[str, Any]) -> Value:
    return Fields(
        {n: _fields(v) if isinstance(v, dict) else v for n, v in values.items()}
    )


def of_item(item: Item) -> dict[str, Any]:
    """The item's value on every axis but its category. Raises WrongType."""
    found: dict[str, Any] = {}
    for attribute in attributes("resource"):
        value = attribute.of(item)
        if attribute.members:
            found |= {attribute.has(m.value): m in value for m in attribute.members}
        else:
            found[attribute.axis] = value
    return found
