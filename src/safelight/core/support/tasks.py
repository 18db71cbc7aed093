"""What a child support worker is asked to do, each with its rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from safelight.core.vocabulary import Term


class TaskKind(Term):
    MOTION = "MOTION", "Ask the court in this case to impound"
    SUBSTITUTE = "SUBSTITUTE", "Record a substitute address"
    CALL = "CALL", "Call them by their channel"


@dataclass(frozen=True, slots=True)
class Rule:
    words: str
    law: str


RULES: Final[Mapping[TaskKind, Rule]] = {
    TaskKind.MOTION: Rule(
        "The indicator does not cover the court's file: an order elsewhere does not carry "
        "over. Ask for a motion to impound, with a substitute address.",
        "Massachusetts and Michigan practice (CS-33)",
    ),
    TaskKind.SUBSTITUTE: Rule(
        "Something was about to be mailed, and there is no address to put in place of "
        "theirs. It was not sent.",
        "OAR 137-055-1160 (CS-12)",
    ),
    TaskKind.CALL: Rule(
        "A warning was not acknowledged. Delivered is not acknowledged.",
        "NCSL; Vermont OCS (CS-29)",
    ),
}
