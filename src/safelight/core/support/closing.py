"""Grounds on which a child support case is closed (45 CFR 303.11(b))."""

from typing import Final

from safelight.core.vocabulary import Term


class Ground(Term):
    REQUESTED = "REQUESTED", "They asked for it, and nothing is assigned to the state"
    GOOD_CAUSE = "GOOD_CAUSE", "Good cause: going on would risk harm"
    NO_ORDER = "NO_ORDER", "No current order, and arrears too small or not enforceable"
    DIED = "DIED", "The paying parent died, with nothing to collect from"
    NO_PARENTAGE = "NO_PARENTAGE", "Parentage cannot be established"
    NOT_FOUND = (
        "NOT_FOUND",
        "The paying parent could not be located, in the time required",
    )
    NO_MEANS = "NO_MEANS", "The paying parent cannot pay, now or later"
    NO_CONTACT = "NO_CONTACT", "They could not be reached, by their safe channel too"
    NOT_COOPERATING = (
        "NOT_COOPERATING",
        "They did not do what the next step needs, and no assistance is paid",
    )
    OTHER_STATE = "OTHER_STATE", "Another state or tribe has the case"


class ClosingRefused(ValueError):
    """The case was not closed; the message says why and what next."""


def check(ground: Ground, *, good_cause: bool) -> None:
    """Raises ClosingRefused for a sanction while good cause is claimed or granted."""
    if ground is Ground.NOT_COOPERATING and good_cause:
        raise ClosingRefused(
            "Good cause is claimed or granted: nothing is held against them (45 CFR "
            "260.55; CS-36). Close on their wish or on good cause, or keep it open."
        )


LAW: Final = "45 CFR 303.11(b)"
NOTICE_DAYS: Final = 60  # 45 CFR 303.11(d)(4): told in writing, 60 days before
