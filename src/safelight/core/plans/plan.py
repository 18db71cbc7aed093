"""What a plan may hold, by whose it is (CF-33, CF-35, CF-36, CF-39).

A survivor's items are offers and have no word for compliance. Items of whoever uses violence
say which behavior they are about, what for, and by what a change would be seen; a program
that was completed says nothing about safety.
"""

from collections.abc import Mapping
from typing import Final

from safelight.core.vocabulary import Term


class Whose(Term):
    SURVIVOR = "SURVIVOR", "The adult survivor"
    CHILD = "CHILD", "The child"
    ACCOUNTABLE = "ACCOUNTABLE", "The person using violence"


class State(Term):
    OFFERED = "OFFERED", "Offered"
    WANTED = "WANTED", "Wanted"
    NOT_NOW = "NOT_NOW", "Not now"
    BEGUN = "BEGUN", "Begun"
    ENDED = "ENDED", "Ended"
    REFERRED = "REFERRED", "Referred"
    ATTENDS = "ATTENDS", "Attends"
    MISSES = "MISSES", "Misses sessions"
    COMPLETED = "COMPLETED", "Program completed"


class Change(Term):
    """What is seen of a change in behavior, apart from attendance."""

    NOT_LOOKED = "NOT_LOOKED", "Not looked at yet"
    NONE = "NONE", "No change seen"
    SOME = "SOME", "Some change seen"
    LASTING = "LASTING", "Change seen over time"


class Care(Term):
    NOT_NEEDED = "NOT_NEEDED", "Not needed"
    ARRANGED = "ARRANGED", "Arranged"
    MISSING = "MISSING", "Needed, and nobody yet"


OFFERS: Final = (State.OFFERED, State.WANTED, State.NOT_NOW, State.BEGUN, State.ENDED)
STATES: Final[Mapping[Whose, tuple[State, ...]]] = {
    Whose.SURVIVOR: OFFERS,
    Whose.CHILD: OFFERS,
    Whose.ACCOUNTABLE: (
        State.REFERRED, State.BEGUN, State.ATTENDS, State.MISSES, State.COMPLETED,
        State.ENDED,
    ),
}  # fmt: skip
# What an item of whoever uses violence must say.
ASKED: Final[Mapping[str, str]] = {
    "behavior": "Which behavior it is about",
    "purpose": "What it is for",
    "evidence": "By what a change would be seen, and by whom",
}

TOLD: Final = ("behavior", "purpose")


class NotLikeThis(ValueError):
    """The item was not kept; the message says why and what next."""


def require(
    whose: Whose, state: State, texts: Mapping[str, str], *, change: Change,
    is_joint: bool, by_supervisor: bool,
) -> None:  # fmt: skip
    """`texts` are the item's words by name. Raises NotLikeThis."""
    if state not in STATES[whose]:
        raise NotLikeThis(f"{state.label} is not said of {whose.label.lower()}.")
    if is_joint and not (by_supervisor and texts.get("reason", "").strip()):
        raise NotLikeThis(
            "Nothing for both of them together, such as couples counseling or mediation, "
            "but with a supervisor's own reason (CF-39)."
        )
    if whose is not Whose.ACCOUNTABLE:
        return
    if missing := [ASKED[name] for name in ASKED if not texts.get(name, "").strip()]:
        raise NotLikeThis("Say also: " + "; ".join(missing) + ".")
    if change in (Change.SOME, Change.LASTING) and not texts.get("seen", "").strip():
        raise NotLikeThis(
            "Say what was seen, when and by whom: attendance, or a program completed, says "
            "nothing about safety (CF-36)."
        )


def line(what: str, state: State, change: Change, texts: Mapping[str, str]) -> str:
    """The item as it is shared: what and how far; of whoever uses violence also why. By whom
    a change is seen, and what was seen, stays here: it would tell who told."""
    told = [f"{what}: {state.label.lower()}"]
    told += [f"{ASKED[name]}: {texts[name]}" for name in TOLD if texts.get(name)]
    if change is not Change.NOT_LOOKED:
        told.append(change.label)
    return "\n".join(told)
