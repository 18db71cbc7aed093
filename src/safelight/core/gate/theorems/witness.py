"""From a model of z3 to a question file that `safelight decide` accepts."""

import dataclasses
import enum
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints

import z3

from safelight.core.gate.compiled.proof import World
from safelight.core.gate.question import Asker, Item, Question
from safelight.core.gate.wire import Request
from safelight.core.vocabulary import Category


def witness(world: World, model: Any, category: Category) -> Request:
    """The question and the item of one category that a model stands for."""
    found = _Reading(world, model)
    question = found.record(Question, "context", asker=found.record(Asker, "principal"))
    return Request(
        question=question, items=(found.record(Item, "resource", category=category),)
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Reading:
    world: World
    model: Any

    def record(self, cls: Any, axis: str, **given: Any) -> Any:
        hints = get_type_hints(cls)
        values = {
            name: self._value(hint, f"{axis}.{name}")
            for name, hint in hints.items()
            if name not in given
        }
        return cls(**values, **given)

    def _value(self, hint: Any, axis: str) -> Any:
        if dataclasses.is_dataclass(hint):
            return self.record(hint, axis)
        if get_origin(hint) is frozenset:
            return self._set(get_args(hint)[0], axis)
        if issubclass(hint, enum.Enum):
            known = self.world.values[axis]
            here = self._of(self.world.listed[axis])
            return next(m for m in hint if here.eq(known[m.value]))
        if hint is bool:
            return bool(z3.is_true(self._of(z3.Bool(axis))))
        number = self._of(z3.Int(axis)).as_long()
        if hint is datetime:
            return datetime.fromtimestamp(number, UTC)
        words = {place: word for word, place in self.world.texts.items()}
        return words.get(number, f"other {number}")

    def _set(self, member: Any, axis: str) -> frozenset[Any]:
        if issubclass(member, enum.Enum):
            return frozenset(
                m
                for m in member
                if z3.is_true(self._of(z3.Bool(f"{axis} has {m.value}")))
            )
        has_key = z3.is_true(self._of(z3.Bool(f"{axis} has resource.key")))
        key = self._value(str, "resource.key")
        return frozenset({key}) if has_key else frozenset()

    def _of(self, term: Any) -> Any:
        return self.model.eval(term, model_completion=True)
