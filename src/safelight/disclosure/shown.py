"""What a screen or a paper gets: values shown or withheld, never records."""

from dataclasses import dataclass
from datetime import datetime

from safelight.core.gate.decision import Reason, Route
from safelight.core.vocabulary import Answer, Category


@dataclass(frozen=True, slots=True)
class Shown:
    """A released value, its substitute, or an answer about it."""

    key: str
    label: str
    category: Category
    text: str
    at: datetime | None = None
    answer: Answer = Answer.RELEASE
    detail: str = ""
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value that is not shown. `reasons` is empty outside the owning vault."""

    key: str
    label: str
    category: Category
    words: str
    reasons: tuple[Reason, ...] = ()
    routes: tuple[Route, ...] = ()
    at: datetime | None = None


Field = Shown | Withheld


@dataclass(frozen=True, slots=True)
class Refused:
    """There is nothing for this reader here; the words fit every cause alike."""

    words: str = "There is no record you can open here."
    routes: tuple[Route, ...] = ()
