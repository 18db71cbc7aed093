"""What falls due in support cases, in words, each with its rule."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from safelight.core.vocabulary import Term

SOON: Final = timedelta(days=14)


class Due(Term):
    WARN = "WARN", "Warn them before the action that is planned"
    CALL = "CALL", "Call them: a warning was not acknowledged"
    ASK = "ASK", "Ask about safety, or offer it"
    REVIEW = "REVIEW", "Look at good cause again"
    NOTICE = "NOTICE", "Tell them before a flag is removed"
    YES_ENDS = "YES_ENDS", "Ask for their yes again: it ends"
    HELD = "HELD", "Held"
    TASK = "TASK", "Something to be done"


LAW: Final = {
    Due.WARN: "Warned before the other party is contacted (CS-29)",
    Due.CALL: "Delivered is not acknowledged (CS-29)",
    Due.ASK: "Screening before any contact (CS-34)",
    Due.REVIEW: "45 CFR 260.55: at least every six months (CS-36)",
    Due.NOTICE: "Prior notice by a safe channel (CS-7)",
    Due.YES_ENDS: "A current yes for each action (CS-28)",
    Due.HELD: "Nothing fires while it stands (CS-25, CS-36; 42 U.S.C. 654(26)(A))",
    Due.TASK: "",
}


@dataclass(frozen=True, slots=True)
class Item:
    """`what` names the action or the task, and nobody."""

    due: Due
    what: str = ""

    @property
    def law(self) -> str:
        return LAW[self.due]
