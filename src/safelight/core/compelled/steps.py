"""Subpoena, order, reporting law and danger to life: four different things (CF-19 to CF-23).

A subpoena alone never opens anything. The others do when every step before is recorded.
"""

from collections.abc import Collection, Mapping
from typing import Final

from safelight.core.vocabulary import Category, Fund, GroundKind, Mandate, Purpose, Term


class Kind(Term):
    SUBPOENA = "SUBPOENA", "A subpoena, or a lawyer's letter"
    COURT_ORDER = "COURT_ORDER", "A judge's order"
    REPORT = "REPORT", "Suspected child abuse or neglect"
    EMERGENCY = "EMERGENCY", "Danger to a child's life, now"


class Duty(Term):
    """Whether the reporting law binds this program."""

    REQUIRED = "REQUIRED", "The law requires it of us"
    PERMITTED = "PERMITTED", "The law permits it, and does not require it"
    UNCLEAR = "UNCLEAR", "Not clear yet"


class Step(Term):
    """Each with the words that its page asks for."""

    ELEMENT = "ELEMENT", "What of the state's definition is met, by whose behavior"
    EFFORTS = "EFFORTS", "What the survivor does to protect the children, and does well"
    TOLD = "TOLD", "The survivor was told first; or why that was not safe"
    JOINT = "JOINT", "A report together was offered, and what they chose"
    INTERVIEW = "INTERVIEW", "A private and safe first interview was planned"
    ORAL = "ORAL", "Reported by phone: to whom"
    WRITTEN = "WRITTEN", "Reported in writing"
    AFTER = "AFTER", "The survivor was told what was reported"
    AUTHORITY = "AUTHORITY", "Who asks for what, on which authority, by when"
    NOTICE = "NOTICE", "The survivor was told, or how it was tried"
    PROTECTIVE = (
        "PROTECTIVE",
        "What protects privacy and safety: sealing, in camera, a plan",
    )
    MINIMUM = "MINIMUM", "Only what is named, and why no less is enough"
    QUASH = "QUASH", "The motion to quash was sent, or why not"
    APPROVED = "APPROVED", "The director agrees"
    DANGER = "DANGER", "Whose life is in danger now, and from what"


BEFORE: Final[Mapping[Kind, tuple[Step, ...]]] = {
    Kind.SUBPOENA: (Step.AUTHORITY, Step.NOTICE, Step.QUASH),
    Kind.COURT_ORDER: (
        Step.AUTHORITY, Step.NOTICE, Step.PROTECTIVE, Step.MINIMUM, Step.APPROVED,
    ),
    Kind.REPORT: (
        Step.ELEMENT, Step.EFFORTS, Step.TOLD, Step.JOINT, Step.INTERVIEW,
    ),
    Kind.EMERGENCY: (Step.DANGER, Step.MINIMUM),
}  # fmt: skip
AFTERWARDS: Final[Mapping[Kind, tuple[Step, ...]]] = {
    Kind.SUBPOENA: (),
    Kind.COURT_ORDER: (Step.AFTER,),
    Kind.REPORT: (Step.ORAL, Step.WRITTEN, Step.AFTER),
    Kind.EMERGENCY: (Step.NOTICE, Step.AFTER),
}
LAW: Final[Mapping[Kind, str]] = {
    Kind.SUBPOENA: "34 U.S.C. 12291(b)(2)(C); NNEDV: a subpoena is in most states no order "
    "(CF-19)",
    Kind.COURT_ORDER: "34 U.S.C. 12291(b)(2)(C): notice and protective steps (CF-20)",
    Kind.REPORT: "34 U.S.C. 12291(b)(2)(E); 42 U.S.C. 10406(c)(5)(F) (CF-21 to CF-24)",
    Kind.EMERGENCY: "Call 911 first. 34 U.S.C. 12291(b)(2)(E) (CF-20, CF-21)",
}
GROUND: Final[Mapping[Kind, GroundKind]] = {
    Kind.COURT_ORDER: GroundKind.COURT_ORDER,
    Kind.REPORT: GroundKind.MANDATE,
    Kind.EMERGENCY: GroundKind.EMERGENCY,
}
# What opens something only where a law binds the program.
BY_LAW: Final = (Kind.REPORT, Kind.EMERGENCY)
REPORTED: Final = (Category.IDENTITY, Category.HARM, Category.CHILDS_REPORT)
PURPOSE: Final[Mapping[Kind, Purpose]] = {
    Kind.COURT_ORDER: Purpose.COURT_PROCEEDING,
    Kind.REPORT: Purpose.CHILD_ABUSE_REPORT,
    Kind.EMERGENCY: Purpose.CHILD_ABUSE_REPORT,
}


def missing(kind: Kind, done: Collection[Step]) -> tuple[Step, ...]:
    """What must still be recorded before anything may leave."""
    return tuple(step for step in BEFORE[kind] if step not in done)


def opens(
    kind: Kind, duty: Duty, funds: Collection[Fund], done: Collection[Step]
) -> bool:
    """Whether it opens anything at all now. A subpoena never does."""
    if kind not in GROUND or missing(kind, done):
        return False
    return kind not in BY_LAW or why_not(duty, funds) == ""


def why_not(duty: Duty, funds: Collection[Fund]) -> str:
    """Why a report must not be made as it stands, in words; nothing where it may. Any
    program with VAWA money reports only what a law specifically requires; one with FVPSA
    money alone also what it expressly permits."""
    if duty is Duty.REQUIRED:
        return ""
    if duty is Duty.UNCLEAR:
        return "Find out first whether the law requires it of you: your director, your counsel."
    if Fund.VAWA in funds or Fund.FVPSA not in funds:
        return (
            "The law permits this report and does not require it. With your funding it needs "
            "the survivor's own release (34 U.S.C. 12291(b)(2)(E))."
        )
    return ""


def mandate_of(duty: Duty) -> Mandate:
    known = {Duty.REQUIRED: Mandate.REQUIRED, Duty.PERMITTED: Mandate.PERMITTED}
    return known.get(duty, Mandate.NONE)
