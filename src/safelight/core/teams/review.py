"""What a review team shares among its agencies: numbers, closed words, days; never a name.

A pledge or an agreement changes nothing of what a member may see (CF-32): their own agency's
records and what was released to it. What several agencies write together is chosen from lists,
so that nothing of a family can stand in it; own words stay in one's own vault.
"""

from collections.abc import Collection, Hashable, Iterable
from typing import Any, Final

from safelight.core.vocabulary import Term


class Decided(Term):
    OFFER = "OFFER", "Offer help, as the survivor wants it"
    STAY = (
        "STAY",
        "Work so that the children stay safely with the parent who is not violent",
    )
    ACCOUNT = "ACCOUNT", "Hold whoever uses violence to account"
    RELEASE = "RELEASE", "Ask the survivor about a release"
    PLAN = "PLAN", "Change the service plan"
    COURT = "COURT", "Bring it to the court"
    BACK = "BACK", "Look at it again in the next meeting"
    ENDED = "ENDED", "End the review"


class Task(Term):
    CALL = "CALL", "Talk with the family, each alone"
    OFFER = "OFFER", "Offer the help"
    RELEASE = "RELEASE", "Ask the survivor about a release"
    PLAN = "PLAN", "Change the plan"
    COURT = "COURT", "Prepare what goes to the court"
    FIND = "FIND", "Find a service that fits, also in their own community"
    OWN = "OWN", "As in my own notes"


class NotInMeeting(ValueError):
    """It was not recorded; the message says why and what next."""


# What the calendar says to whoever sees a screen or a phone.
INVITATION: Final = "Meeting"


def require_quorum(present: int, quorum: int) -> None:
    """Raises NotInMeeting."""
    if present < quorum:
        raise NotInMeeting(
            f"Nothing is decided yet: {present} present, and the team decides with {quorum}. "
            "Talk, and decide when enough are here."
        )


def for_the_room(given: Iterable[Collection[Hashable]]) -> frozenset[Any]:
    """Of one agency's items those that everybody else present was given."""
    every = [frozenset(one) for one in given]
    return frozenset.intersection(*every) if every else frozenset()
