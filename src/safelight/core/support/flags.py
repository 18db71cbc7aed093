"""The indicator's life: set on what the state accepts, removed only step by step.

Nothing here lowers a flag by itself: no timer, no closed case (CS-7).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from safelight.core.support.jurisdictions import Children, Code, Jurisdiction
from safelight.core.vocabulary import Term


class FlagRefused(ValueError):
    """The state's table does not allow it; the message says which rule and what next."""


class Missing(Term):
    """What still stands between a flag and its removal."""

    REQUEST = "REQUEST", "A signed and dated request of the person themselves."
    NOTICE = (
        "NOTICE",
        "Notice to them by a channel they confirmed, before anything changes.",
    )
    TOO_SOON = "TOO_SOON", "Time for them to think again after the notice."
    TOO_LATE = "TOO_LATE", "A new notice: this one has run out."
    CHILD = "CHILD", "A child's flag that is on: it must be removed first."
    SUPERVISOR = "SUPERVISOR", "A supervisor, who alone removes a flag."


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How far the removal of one flag has come."""

    signed_on: date | None = None
    noticed_on: date | None = None
    child_is_flagged: bool = False
    is_interstate: bool = False
    is_supervisor: bool = False


def code_for(of: Jurisdiction, code: str, initiator: str) -> Code:
    """The code of a state's table. Raises FlagRefused."""
    found = of.codes.get(code)
    if found is None:
        known = ", ".join(f"{c.code} ({c.label.lower()})" for c in of.codes.values())
        raise FlagRefused(f"{of.name} has no such code. Choose one of: {known}.")
    if found.basis not in of.evidence:
        raise FlagRefused(f"{of.name} asks for more than that: {of.source}.")
    if initiator and initiator not in of.initiators:
        known = ", ".join(of.initiators) or "none"
        raise FlagRefused(f"{of.name} has no such initiator. It knows: {known}.")
    return found


def must_be_first(of: Jurisdiction, *, is_child: bool, custodian_flagged: bool) -> None:
    """Raises FlagRefused where a child's flag needs the custodian's first (CS-5)."""
    needs = of.children is Children.CUSTODIAN_FIRST and is_child
    if needs and not custodian_flagged:
        raise FlagRefused(
            f"{of.name}: the custodian's flag comes first. Set it, then the child's."
        )


def missing(of: Jurisdiction, steps: Steps, *, on: date) -> tuple[Missing, ...]:
    """What is missing before a flag may be removed; nothing where it may."""
    rule, found = of.removal, []
    if not steps.is_supervisor:
        found.append(Missing.SUPERVISOR)
    if rule.not_while_child and steps.child_is_flagged:
        found.append(Missing.CHILD)
    if rule.signed_request and steps.signed_on is None:
        found.append(Missing.REQUEST)
    if rule.notice and not (rule.no_notice_interstate and steps.is_interstate):
        found += _notice(of, steps.noticed_on, on)
    return tuple(found)


def _notice(of: Jurisdiction, noticed_on: date | None, on: date) -> list[Missing]:
    if noticed_on is None:
        return [Missing.NOTICE]
    if on < noticed_on + timedelta(days=of.removal.after_days):
        return [Missing.TOO_SOON]
    if on > noticed_on + timedelta(days=of.removal.within_days):
        return [Missing.TOO_LATE]
    return []


class GoodCause(Term):
    """A claim not to have to cooperate (42 U.S.C. 654(29); 45 CFR 260.55)."""

    PENDING = "PENDING", "Claimed, not decided"
    GRANTED = "GRANTED", "Granted"
    DENIED = "DENIED", "Denied"
    ENDED = "ENDED", "Ended"


def as_claimed(of: Jurisdiction, state: GoodCause, *, in_program: bool) -> GoodCause:
    """What a claim becomes as it is recorded: granted at once where the state's rule takes
    an address program's membership as enough."""
    is_enough = of.good_cause.address_program_is_enough and in_program
    return GoodCause.GRANTED if is_enough and state is GoodCause.PENDING else state


class Waived(Term):
    """Requirements that a grant can lift."""

    COOPERATE = "COOPERATE", "Cooperating with child support"
    IDENTIFY = "IDENTIFY", "Naming the other parent"
    WORK = "WORK", "Work requirements"
    TIME_LIMIT = "TIME_LIMIT", "The time limit"


class Request(Term):
    """A party's request for an address, from notice to the end of appeal (CS-25)."""

    NOTICED = "NOTICED", "Notice given, held"
    OBJECTED = "OBJECTED", "Objection made, waits for a hearing"
    GRANTED = "GRANTED", "Granted by the hearing"
    REFUSED = "REFUSED", "Refused"


REVIEW_DAYS: Final = 183
IN_THE_WAY: Final = (GoodCause.PENDING, GoodCause.GRANTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for an address. `decided_on` is the hearing's, or None."""

    state: Request
    noticed_on: date
    decided_on: date | None = None


def may_answer(of: Jurisdiction, asked: Asked) -> date | None:
    """The first day on which an address may go, None where never: after the hold without
    an objection, or after the appeal window of a grant."""
    match asked.state:
        case Request.NOTICED:
            return asked.noticed_on + timedelta(days=of.address.hold_days)
        case Request.GRANTED if asked.decided_on:
            return asked.decided_on + timedelta(days=of.address.appeal_days)
        case _:
            return None


def is_open(of: Jurisdiction, asked: Asked, *, on: date) -> bool:
    """Whether an address must not go yet."""
    first = may_answer(of, asked)
    return first is None or on < first
