"""What the gate answers: for each item an answer, its reasons, and the lawful routes."""

from collections.abc import Mapping
from dataclasses import dataclass

from safelight.core.vocabulary import Answer, Category

ORDER = tuple(Answer)


@dataclass(frozen=True, slots=True)
class Reason:
    """One determining rule: a code for the ledger, words for staff, words for others."""

    code: str
    law: str
    because: str
    says: str


NO_GROUND = Reason(
    code="no-ground",
    law="34 U.S.C. 12291(b)(2)(B); 45 C.F.R. 303.21(c)",
    because="No rule lets this out: no ground was offered that covers it.",
    says="There is nothing that can be given for this request.",
)
ENGINE_FAILED = Reason(
    code="engine-failed",
    law="Safelight decides closed: unknown is protected",
    because="The policy engine did not give a clean answer, so nothing goes out.",
    says="There is nothing that can be given for this request.",
)


@dataclass(frozen=True, slots=True)
class Route:
    """What would lawfully change the answer."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The gate's answer for one item.

    `reasons` are the true ones, for the owning vault and the ledger. `words` is what
    the requester is told: outside the vault it depends on the question alone.
    """

    key: str
    category: Category
    answer: Answer
    reasons: tuple[Reason, ...]
    words: str
    obligations: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()

    @property
    def is_withheld(self) -> bool:
        return self.answer is Answer.WITHHOLD


@dataclass(frozen=True, slots=True)
class Decision:
    """Every ruling on one question, and the policies that made it."""

    rulings: Mapping[str, Ruling]
    policies: str

    def answer(self, key: str) -> Answer:
        """The answer for an item; an item that was not asked about is withheld."""
        ruling = self.rulings.get(key)
        return ruling.answer if ruling else Answer.WITHHOLD

    def released(self) -> frozenset[str]:
        return frozenset(
            key for key, r in self.rulings.items() if r.answer is Answer.RELEASE
        )

    def by_category(self) -> dict[Category, Answer]:
        """For each category the weakest answer among its items."""
        found: dict[Category, Answer] = {}
        for ruling in self.rulings.values():
            held = found.get(ruling.category, Answer.RELEASE)
            found[ruling.category] = max(held, ruling.answer, key=ORDER.index)
        return found

    def obligations(self) -> tuple[str, ...]:
        said = (words for r in self.rulings.values() for words in r.obligations)
        return tuple(dict.fromkeys(said))
