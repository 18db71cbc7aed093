"""Search outgoing text for the protected values of everyone in the case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safelight.core.leakguard.forms import forms
from safelight.core.leakguard.matcher import Hit, Matcher, Value
from safelight.core.leakguard.normal import tokens
from safelight.core.leakguard.shapes import unknown
from safelight.core.leakguard.values import ValueKind
from safelight.core.vocabulary import Category

APARTMENT = "apt"


@dataclass(frozen=True, slots=True)
class Protected:
    """A value that must not leave. `key` is the item it belongs to."""

    key: str
    category: Category
    value: str
    kind: ValueKind = ValueKind.ADDRESS


@dataclass(frozen=True, slots=True)
class Guarded:
    """What must not be in what leaves, and texts that may go, with what stands in them."""

    values: tuple[Protected, ...] = ()
    free: tuple[str, ...] = ()
    # None where nobody is protected; else texts whose addresses and numbers may go.
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Leak:
    """A protected value found: where (in characters), and of which kind; never the value
    itself. `key` is the item it belongs to, nothing where only its shape was found."""

    part: str
    category: Category
    start: int
    end: int
    key: str = ""


def search(parts: Sequence[tuple[str, str]], guarded: Guarded) -> list[Leak]:
    """Every protected value in the named parts of what is about to leave, in any ordinary
    spelling. Of findings that lie within one another the widest is given."""
    values = {str(n): one for n, one in enumerate(guarded.values)}
    matcher = Matcher([Value(n, v.kind, v.value) for n, v in values.items()])
    free = {_form(form) for text in guarded.free for form in forms(text)}
    found = [
        Leak(name, values[hit.value].category, *place, values[hit.value].key)
        for name, text in parts
        for hit, place in _places(matcher, text)
        if _form(text[slice(*place)]) not in free
    ]
    found += _shapes(parts, guarded)
    return [leak for leak in dict.fromkeys(found) if not _lies_within(leak, found)]


def _shapes(parts: Sequence[tuple[str, str]], guarded: Guarded) -> list[Leak]:
    if guarded.allowed is None:
        return []
    allowed = (*guarded.allowed, *guarded.free)
    return [
        Leak(name, category, start, end)
        for name, text in parts
        for category, start, end in unknown(text, allowed)
    ]


def _places(matcher: Matcher, text: str) -> list[tuple[Hit, tuple[int, int]]]:
    raw = text.encode("utf-8")
    return [
        (hit, (_characters(raw, hit.start), _characters(raw, hit.end)))
        for hit in matcher.search(raw)
    ]


def _characters(raw: bytes, place: int) -> int:
    return len(raw[:place].decode("utf-8", "ignore"))


def _form(text: str) -> str:
    """A text without what can differ where the same is meant."""
    return "".join(token.text for token in tokens(text) if token.text != APARTMENT)


def _lies_within(leak: Leak, others: Iterable[Leak]) -> bool:
    return any(
        other.part == leak.part
        and other.start <= leak.start
        and leak.end <= other.end
        and (other.start, other.end) != (leak.start, leak.end)
        for other in others
    )
