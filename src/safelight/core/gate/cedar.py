"""From dataclasses to Cedar: the schema and the entities, by one mapping.

An enum is an enumerated entity type, so that a flag is Clear, Set or Unknown and
nothing else; every attribute is required; a time is seconds since 1970. An optional
attribute cannot be expressed here, which is the point: a forbid that meets a missing
attribute would be skipped, and would let through what it was written to stop.
"""

import dataclasses
import enum
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from safelight.core.gate.question import Asker, Item, Question

ACTIONS = ("release", "substitute", "answer")


class NotExpressible(TypeError):
    """A field's type has no required Cedar form."""


@cache
def _fields(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


def cedar_type(hint: Any) -> dict[str, Any]:
    """The Cedar schema type (JSON form) of a Python annotation."""
    if get_origin(hint) is frozenset:
        return {"type": "Set", "element": cedar_type(get_args(hint)[0])}
    if not isinstance(hint, type):
        raise NotExpressible(f"{hint} has no required Cedar form")
    if issubclass(hint, enum.Enum):
        return {"type": "Entity", "name": hint.__name__}
    if dataclasses.is_dataclass(hint):
        return record_type(hint)
    simple = {bool: "Boolean", str: "String", int: "Long", datetime: "Long"}
    if hint not in simple:
        raise NotExpressible(f"{hint.__name__} has no required Cedar form")
    return {"type": simple[hint]}


def record_type(cls: type, without: tuple[str, ...] = ()) -> dict[str, Any]:
    attributes = {n: cedar_type(h) for n, h in _fields(cls).items() if n not in without}
    return {"type": "Record", "attributes": attributes}


def _enums(cls: type) -> dict[str, type[enum.Enum]]:
    found: dict[str, type[enum.Enum]] = {}
    for hint in _fields(cls).values():
        inner = get_args(hint)[0] if get_origin(hint) is frozenset else hint
        if dataclasses.is_dataclass(inner) and isinstance(inner, type):
            found |= _enums(inner)
        elif issubclass(inner, enum.Enum):
            found[inner.__name__] = inner
    return found


@cache
def schema_json() -> dict[str, Any]:
    """The Cedar schema of every question: principal Asker, resource Item."""
    enums = {
        name: {"enum": [member.value for member in cls]}
        for name, cls in sorted(_enums(Question).items() | _enums(Item).items())
    }
    entities = {cls.__name__: {"shape": record_type(cls)} for cls in (Asker, Item)}
    applies = {
        "principalTypes": ["Asker"],
        "resourceTypes": ["Item"],
        "context": record_type(Question, without=("asker",)),
    }
    actions = {action: {"appliesTo": applies} for action in ACTIONS}
    return {"": {"entityTypes": enums | entities, "actions": actions}}


def encode(value: Any) -> Any:
    """A Python value as Cedar's JSON, inside an entity or the context."""
    match value:
        case enum.Enum():
            return {"__entity": {"type": type(value).__name__, "id": value.value}}
        case frozenset():
            return [encode(member) for member in sorted(value)]
        case datetime():
            return int(value.timestamp())
        case bool() | str() | int():
            return value
    return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}


def entity(value: Asker | Item, uid: str) -> dict[str, Any]:
    return {
        "uid": {"type": type(value).__name__, "id": uid},
        "attrs": encode(value),
        "parents": [],
    }


def context(question: Question) -> dict[str, Any]:
    return {
        f.name: encode(getattr(question, f.name))
        for f in dataclasses.fields(question)
        if f.name != "asker"
    }
