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
    OTHER_STATE = "OTHER_STATE", "Another state or tribe has the case"


LAW: Final = "45 CFR 303.11(b)"
NOTICE_DAYS: Final = 60  # 45 CFR 303.11(d)(4): told in writing, 60 days before
