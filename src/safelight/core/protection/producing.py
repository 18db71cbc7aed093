"""Who may lawfully ask for a child protection file, and what must come before they get it.

Federal law opens the file to subjects of the report, to government bodies that protect
children, to review panels, and to a court that finds it necessary; a subpoena alone opens
nothing (42 U.S.C. 5106a(b)(2)(B)(viii); CF-19, CF-26, CF-29).
"""

from collections.abc import Collection, Mapping
from typing import Final

from safelight.core.gate.question import Asker, Ground, Question
from safelight.core.vocabulary import (
    AgencyKind,
    Channel,
    Purpose,
    Standing,
    Term,
)


class Requester(Term):
    SUBJECT = "SUBJECT", "A subject of the report, about the file"
    COUNSEL = "COUNSEL", "A party's lawyer, by discovery"
    COURT = "COURT", "A court, by its order"
    GOVERNMENT = "GOVERNMENT", "A government agency that protects children"
    PANEL = "PANEL", "A citizen or fatality review panel"
    SUBPOENA = "SUBPOENA", "A subpoena, or a letter, and no order"


class Step(Term):
    """What is recorded before anything is produced, with its words."""

    BASIS = "BASIS", "Who asks for what, by which law or order, by when"
    WARNED = (
        "WARNED",
        "The adult survivor was warned and could plan anew; or how it was tried",
    )
    EXCULPATORY = (
        "EXCULPATORY",
        "What speaks for anybody accused was looked for, and is in it",
    )
    APPROVED = "APPROVED", "The agency's counsel approves what goes"


LAW: Final[Mapping[Requester, str]] = {
    Requester.SUBJECT: "42 U.S.C. 5106a(b)(2)(B)(viii)(I)",
    Requester.COUNSEL: "42 U.S.C. 5106a(b)(2)(B)(viii)(I), through a party",
    Requester.COURT: "42 U.S.C. 5106a(b)(2)(B)(viii)(V): an order that says what is needed",
    Requester.GOVERNMENT: "42 U.S.C. 5106a(b)(2)(B)(viii)(II), (ix): the state must disclose",
    Requester.PANEL: "42 U.S.C. 5106a(b)(2)(B)(viii)(III), (IV)",
    Requester.SUBPOENA: "Alone it opens nothing (CF-19)",
}
OF_A_PARTY: Final = (Requester.SUBJECT, Requester.COUNSEL)
# Only the agency's counsel records these.
COUNSELS: Final = (Step.EXCULPATORY, Step.APPROVED)
# The other government body and the panel, which have no agency of their own here.
GOVERNMENT, PANEL = "government", "panel"


class NotProduced(ValueError):
    """Nothing is produced; the message says why, by which rule, and what next."""


def require(requester: Requester, done: Collection[Step]) -> None:
    """Raises NotProduced."""
    if requester is Requester.SUBPOENA:
        raise NotProduced(
            "A subpoena alone opens nothing (CF-19). Counsel answers it; an order of the "
            "court begins a request of its own."
        )
    if missing := [step.label for step in Step if step not in done]:
        raise NotProduced("To be recorded first: " + "; ".join(missing) + ".")


def question(
    requester: Requester, base: Question, *, subject: str, party: str, ground: Ground
) -> Question:
    """What the requester asks about items of one `subject`. `base` says the moment; for a
    court its asker is the court, and `ground` its order. Raises NotProduced for a subpoena."""
    match requester:
        case Requester.SUBJECT | Requester.COUNSEL:
            own = requester is Requester.SUBJECT and subject == party
            other = (
                Standing.PARTY if requester is Requester.SUBJECT else Standing.COUNSEL
            )
            asker = Asker(standing=Standing.SUBJECT if own else other, party=party)
            purpose = Purpose.SUBJECT_ACCESS
        case Requester.COURT:
            asker, purpose = base.asker, Purpose.COURT_PROCEEDING
        case Requester.GOVERNMENT:
            asker = Asker(
                standing=Standing.STAFF, agency=GOVERNMENT,
                agency_kind=AgencyKind.CHILD_PROTECTION,
            )  # fmt: skip
            purpose = Purpose.CHILD_SAFETY
        case Requester.PANEL:
            asker = Asker(standing=Standing.STAFF, agency=PANEL)
            purpose = Purpose.CHILD_SAFETY
        case _:
            raise NotProduced("A subpoena alone opens nothing (CF-19).")
    is_agency = asker.standing is Standing.STAFF
    return Question(
        asker=asker, channel=Channel.SHARE if is_agency else Channel.PAPER,
        purpose=purpose, at=base.at, ground=ground,
    )  # fmt: skip
