"""What a run is asked to do, what it found, and what an engine has to offer."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from safelight.core.gate.question import Question
from safelight.core.registry.blocks import Counted, Screen
from safelight.core.registry.keys import Keys, KeySet
from safelight.core.registry.linking import Protected
from safelight.interop.registry.files import Shape
from safelight.interop.registry.passes import Found, Twice

# Rejected lines: number in their part, the faults in words, the line's bytes.
Part = Iterable[tuple[int, str, bytes]]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be done. `known` are cases and people that the vault says are protected;
    `by_case` protects whoever shares a case with somebody protected."""

    source: Path
    target: Path
    question: Question
    vault: str
    known: Protected = field(default_factory=Protected)
    by_case: bool = True
    workers: int = 1
    with_digests: bool = False

    def screen(self, form: Shape) -> Screen:
        return Screen(
            self.question, self.vault,
            length=form.length, end=form.end, by_case=self.by_case,
        )  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a run found. `digest` is the root over all blocks, where it was asked for.
    `unread` lines name no case, so everybody was protected. `reasons` are the first
    rejected lines, each with its number and why."""

    records: int
    kept: int
    rejected: int
    counts: Counter[Counted]
    policies: str
    digest: str
    unread: int
    screen: Screen
    reasons: tuple[tuple[int, str], ...]


class Engine(Protocol):
    """Whatever can do the passes over a file: one machine, or a cluster."""

    def flagged_cases(self, known: KeySet) -> Keys: ...
    def flagged_people(self) -> Keys: ...
    def screen(self, protected: Protected, twice: Twice) -> list[Found]: ...
    def repeated(self) -> Twice: ...
    def finish(self, found: list[Found]) -> int: ...
    def rejected(self) -> Iterator[Part]: ...
