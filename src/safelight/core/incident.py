"""An address got out: what is done, in which order, and by when others must be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from safelight.core.vocabulary import AgencyKind, Term


class Step(Term):
    """In this order. She is called before anybody else is told anything."""

    CALL = "CALL", "Call them first, by the channel they called safe"
    HOLD = "HOLD", "Everything that reaches the other side is held"
    TRACE = "TRACE", "Find everything that went out, and to whom"
    RECALL = "RECALL", "Recall what can be recalled"
    REPORT = "REPORT", "Tell whom the law says, in time"
    HONEST = "HONEST", "Tell them honestly what happened and what could not be undone"
    LESSONS = "LESSONS", "Write down what is done differently from now on"


SCRIPT: Final = (
    "Is this a good moment, and are you alone?",
    "Something went out that can show where you are. I am calling before anybody else.",
    "What it was, who has it, and since when: as far as we know, and what we do not know.",
    "Do you want to go somewhere else now? I can stay on the line while you decide.",
    "An advocate can plan with you: 1-800-799-7233. I can connect you.",
    "Nothing further is sent. I will call you again at a time that you choose.",
)
# What a call that is not answered may leave behind.
UNANSWERED: Final = (
    "Leave nothing that names the agency or the matter. Try again within the hour."
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Who must be told within how long of the discovery, and where it says so."""

    label: str
    within: timedelta
    source: str


LOCATOR: Final = Clock(
    "The federal child support office, where federal locator data is involved",
    timedelta(hours=1),
    "Federal Parent Locator Service security agreement: incidents within one hour",
)
FUNDER: Final = Clock(
    "The office that funds the program",
    timedelta(hours=24),
    "OVW award terms on breach, in pass-through agreements such as Everett, Washington: "
    "https://lfportal.everettwa.gov/WebLink/0/doc/1821859/Page13.aspx",
)


def clocks(kind: AgencyKind, *, has_locator_data: bool) -> tuple[Clock, ...]:
    found = [LOCATOR] if has_locator_data else []
    return (*found, FUNDER) if kind is AgencyKind.VICTIM_SERVICES else tuple(found)


def ends(clock: Clock, found_at: datetime) -> datetime:
    return found_at + clock.within
