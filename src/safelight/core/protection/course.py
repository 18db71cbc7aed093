"""The course of a child protection case: what follows what, and what must be known first.

A report is screened, answered by an investigation or an alternative response, and ended by a
disposition; services can begin once there is a response. Who is responsible for harm is
always said, and may be said to be not yet known (CF-34).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from safelight.core.vocabulary import Term


class Step(Term):
    REPORT = "REPORT", "Report"
    SCREENING = "SCREENING", "Screening decision"
    RESPONSE = "RESPONSE", "Response"
    DISPOSITION = "DISPOSITION", "Disposition"
    SERVICES = "SERVICES", "Services"


class Outcome(Term):
    RECEIVED = "RECEIVED", "Received"
    SCREENED_IN = "SCREENED_IN", "Screened in"
    SCREENED_OUT = "SCREENED_OUT", "Screened out"
    INVESTIGATION = "INVESTIGATION", "Investigation"
    ALTERNATIVE = "ALTERNATIVE", "Alternative response"
    SUBSTANTIATED = "SUBSTANTIATED", "Substantiated"
    UNSUBSTANTIATED = "UNSUBSTANTIATED", "Not substantiated"
    NEEDS = "NEEDS", "Services needed"
    NO_NEEDS = "NO_NEEDS", "No services needed"
    OFFERED = "OFFERED", "Offered"
    BEGUN = "BEGUN", "Begun"
    ENDED = "ENDED", "Ended"


class Responsible(Term):
    """Who is responsible for harm to the child."""

    NOT_YET_KNOWN = "NOT_YET_KNOWN", "Not yet known"
    ON_FILE = "ON_FILE", "Somebody in this case"
    ELSEWHERE = "ELSEWHERE", "Somebody who is not in this case"


OUTCOMES: Final[Mapping[Step, tuple[Outcome, ...]]] = {
    Step.REPORT: (Outcome.RECEIVED,),
    Step.SCREENING: (Outcome.SCREENED_IN, Outcome.SCREENED_OUT),
    Step.RESPONSE: (Outcome.INVESTIGATION, Outcome.ALTERNATIVE),
    Step.DISPOSITION: (
        Outcome.SUBSTANTIATED, Outcome.UNSUBSTANTIATED, Outcome.NEEDS, Outcome.NO_NEEDS,
    ),
    Step.SERVICES: (Outcome.OFFERED, Outcome.BEGUN, Outcome.ENDED),
}  # fmt: skip
# These come one after the other; services go beside them.
ORDER: Final = (Step.REPORT, Step.SCREENING, Step.RESPONSE, Step.DISPOSITION)
# An investigation finds; an alternative response does not.
ENDS: Final[Mapping[Outcome, tuple[Outcome, ...]]] = {
    Outcome.INVESTIGATION: (Outcome.SUBSTANTIATED, Outcome.UNSUBSTANTIATED),
    Outcome.ALTERNATIVE: (Outcome.NEEDS, Outcome.NO_NEEDS),
}
AFTER: Final[Mapping[Step, frozenset[Outcome]]] = {
    Step.SCREENING: frozenset({Outcome.RECEIVED}),
    Step.RESPONSE: frozenset({Outcome.SCREENED_IN}),
    Step.DISPOSITION: frozenset(ENDS),
    Step.SERVICES: frozenset(ENDS),
}


class NotNow(ValueError):
    """The step cannot be recorded yet; the message says what must come first."""


def step_of(outcome: Outcome) -> Step:
    return next(one for one, outcomes in OUTCOMES.items() if outcome in outcomes)


def newest(done: Sequence[Outcome], step: Step) -> Outcome | None:
    """The newest outcome of a step; `done` has the oldest first."""
    found = [one for one in done if one in OUTCOMES[step]]
    return found[-1] if found else None


def _require_not_past(done: Sequence[Outcome], step: Step) -> None:
    if step not in ORDER:
        return
    later = [one for one in ORDER[ORDER.index(step) + 1 :] if newest(done, one)]
    if later:
        raise NotNow(f"The case is past it: {later[-1].label.lower()} is recorded.")


def require(
    done: Sequence[Outcome], outcome: Outcome, *, responsible: Responsible,
    not_asked: int,
) -> Step:  # fmt: skip
    """The step that an outcome belongs to. `not_asked` are the adults in the case with
    whom nobody has spoken about violence, counted. Raises NotNow."""
    step = step_of(outcome)
    _require_not_past(done, step)
    needed = AFTER.get(step)
    if needed and not any(newest(done, before) in needed for before in Step):
        words = " or ".join(one.label.lower() for one in Outcome if one in needed)
        raise NotNow(f"Before it comes: {words}.")
    if step is Step.RESPONSE and not_asked:
        raise NotNow(
            "Ask every adult in the case about safety first, each alone, or record that "
            f"it was not possible. Not asked yet: {not_asked}."
        )
    response = newest(done, Step.RESPONSE)
    if step is Step.DISPOSITION and response and outcome not in ENDS[response]:
        raise NotNow(f"This does not end {response.label.lower()}.")
    if outcome is Outcome.SUBSTANTIATED and responsible is Responsible.NOT_YET_KNOWN:
        raise NotNow("Say first who is responsible for the harm.")
    return step
