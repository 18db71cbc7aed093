"""Asking about safety: when, under which conditions, and what is kept of it.

Kept: that somebody was asked, declined or could not be reached, when, and what they chose.
Never an answer, and never that an answer was yes (CS-34, CS-35; CF-40 to CF-43).
"""

from typing import Final

from safelight.core.vocabulary import Term


class Occasion(Term):
    INTAKE = "INTAKE", "At intake"
    REFERRAL = "REFERRAL", "A referral came in"
    BEFORE_COURT = "BEFORE_COURT", "Before a court step"
    BEFORE_INTERSTATE = "BEFORE_INTERSTATE", "Before another state is asked"
    ON_DEMAND = "ON_DEMAND", "Whenever it seems right"


class Condition(Term):
    """What must be so before the first question; each is confirmed (CF-40)."""

    ALONE = "ALONE", "They are alone; no companion and no child can hear"
    INTERPRETER = "INTERPRETER", "Any interpreter is independent of the family"
    LIMITS = (
        "LIMITS",
        "I said how answers are used, who gets them, and what I must report",
    )
    OPT_OUT = "OPT_OUT", "I said that they need not answer, and lose nothing by it"


class Opening(Term):
    """What the worker found before opening the questions."""

    READY = "READY", "All of this is so"
    NOT_SAFE = "NOT_SAFE", "Not safe now: another time"
    DECLINED = "DECLINED", "They would rather not be asked"
    UNREACHABLE = "UNREACHABLE", "They could not be reached"


AGAIN_AFTER_DAYS: Final = 7
