"""What an expression of a policy comes to, as far as the question settles it.

A value is known; or it is one of a few, each with the condition under which it is the
one; or it is open, a text or a number that no list bounds. Cedar's errors are conditions
too: a result is a pair of value and error, and where the error holds the value counts
for nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from safelight.core.gate.compiled.form import ALWAYS, NEVER, Form, Node, Relation


class CannotCompile(ValueError):
    """A construct that only Cedar's own engine can run; the message names it."""


@dataclass(frozen=True, slots=True)
class Uid:
    """A Cedar entity that is a name and nothing more, such as Flag::"CLEAR"."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Long:
    """A Cedar number; apart from bool, to which Python has 1 equal True."""

    number: int


@dataclass(frozen=True, slots=True)
class Open:
    """The text or the number on an axis that no list bounds."""

    axis: str
    kind: type


@dataclass(frozen=True, slots=True)
class Cases:
    """What a value can be (Uid, Long, str, bool, frozenset or Open) and when it is."""

    when: Mapping[Any, Node]


@dataclass(frozen=True, slots=True)
class Members:
    """A set, as the condition for each value that could be in it."""

    when: Mapping[Any, Node]


@dataclass(frozen=True, slots=True)
class OpenSet:
    """A set of texts on an axis that no list bounds."""

    axis: str


@dataclass(frozen=True, slots=True)
class Fields:
    """A record, or an entity known by its attributes."""

    values: Mapping[str, "Value"]


Value = Cases | Members | OpenSet | Fields
ERROR: Final = None


@dataclass(frozen=True, slots=True)
class Result:
    value: Value
    error: Node


def known(value: Any) -> Result:
    return Result(Cases({value: ALWAYS}), NEVER)


@dataclass(frozen=True, slots=True)
class Truth:
    """A result as a condition: where it is true, where it is an error; never both."""

    true: Node
    error: Node


@dataclass(frozen=True, slots=True)
class Algebra:
    """Cedar's operators (its reference, "Operators") over conditions of one form."""

    form: Form

    def failed(self) -> Result:
        return Result(Cases({}), ALWAYS)

    def truth(self, result: Result) -> Truth:
        """As an operand of &&, || or !, or a whole condition: anything but a Boolean is
        an error."""
        if not isinstance(result.value, Cases):
            return Truth(NEVER, ALWAYS)
        when = result.value.when
        wrong = [node for value, node in when.items() if not isinstance(value, bool)]
        return self._truth(when.get(True, NEVER), result.error, *wrong)

    def _truth(self, true: Node, *errors: Node) -> Truth:
        error = self.form.either(*errors)
        return Truth(self.form.both(true, self.form.opposite(error)), error)

    def result(self, truth: Truth) -> Result:
        when = {True: truth.true, False: self.negation(truth).true}
        return Result(Cases(when), truth.error)

    def negation(self, truth: Truth) -> Truth:
        either = self.form.either(truth.true, truth.error)
        return Truth(self.form.opposite(either), truth.error)

    def conjunction(self, left: Truth, right: Callable[[], Truth]) -> Truth:
        """`&&` looks at its right side only where its left is true."""
        if left.true == NEVER:
            return left
        other = right()
        error = self.form.either(left.error, self.form.both(left.true, other.error))
        return Truth(self.form.both(left.true, other.true), error)

    def disjunction(self, left: Truth, right: Callable[[], Truth]) -> Truth:
        """`||` looks at its right side only where its left is false."""
        turned = self.conjunction(self.negation(left), lambda: self.negation(right()))
        return self.negation(turned)

    def attribute(self, of: Result, name: str) -> Result:
        if isinstance(of.value, Fields) and name in of.value.values:
            return Result(of.value.values[name], of.error)
        return self.failed()

    def equal(self, left: Result, right: Result) -> Truth:
        """`==` is no error whatever the types: values of two types are not equal."""
        return self._paired(left, right, self._equal)

    def less(self, sign: Relation, left: Result, right: Result) -> Truth:
        def compared(a: Any, b: Any) -> Node | None:
            if not _type(a) is _type(b) is Long:
                return ERROR
            if isinstance(a, Long) and isinstance(b, Long):
                holds = a.number < b.number if sign == "<" else a.number <= b.number
                return ALWAYS if holds else NEVER
            return self.form.related(sign, _end(a), _end(b))

        return self._paired(left, right, compared)

    def contains(self, left: Result, right: Result) -> Truth:
        match left.value:
            case Cases():
                return self._paired(left, right, self._contains)
            case Members(when):
                found = [
                    self.form.both(node, self.equal(known(value), right).true)
                    for value, node in when.items()
                ]
                return self._truth(self.form.either(*found), left.error, right.error)
            case OpenSet(axis):
                return self._paired(known(axis), right, self._in_open_set)
        return Truth(NEVER, ALWAYS)

    def _paired(
        self, left: Result, right: Result, on: Callable[[Any, Any], Node | None]
    ) -> Truth:
        """An operator on every two values that the sides can have."""
        if not (isinstance(left.value, Cases) and isinstance(right.value, Cases)):
            raise CannotCompile("a set, a record or an entity compared as a whole")
        true, errors = [NEVER], [left.error, right.error]
        for a, is_a in left.value.when.items():
            for b, is_b in right.value.when.items():
                found = on(a, b)
                if found is ERROR:
                    errors.append(self.form.both(is_a, is_b))
                elif found != NEVER:
                    true.append(self.form.both(is_a, is_b, found))
        return self._truth(self.form.either(*true), *errors)

    def _equal(self, a: Any, b: Any) -> Node:
        if a == b or _type(a) is not _type(b):
            return ALWAYS if a == b else NEVER
        match a, b:
            case (Open(axis), str(text)) | (str(text), Open(axis)):
                return self.form.fact(axis, [text])
            case (Open(), _) | (_, Open()):
                return self.form.related("==", *sorted((_end(a), _end(b)), key=str))
        return NEVER

    def _contains(self, a: Any, b: Any) -> Node | None:
        if not isinstance(a, frozenset):
            return ERROR
        if isinstance(b, Open):
            return self.form.either(NEVER, *(self._equal(member, b) for member in a))
        return ALWAYS if b in a else NEVER

    def _in_open_set(self, axis: str, b: Any) -> Node:
        if not isinstance(b, Open):
            raise CannotCompile(f"a known value looked for in {axis}")
        return self.form.related("contains", axis, b.axis)


def _type(value: Any) -> type:
    return value.kind if isinstance(value, Open) else type(value)


def _end(value: Any) -> str | int:
    end: str | int = value.axis if isinstance(value, Open) else value.number
    return end
