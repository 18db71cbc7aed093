"""The course of a child protection case (CF-34)."""

import pytest

from safelight.core.protection.course import (
    OUTCOMES,
    NotNow,
    Outcome,
    Responsible,
    Step,
    newest,
    require,
)
from safelight.core.protection.pattern import (
    APART,
    FACTORS,
    PROTECTIVE,
    VIOLENCE,
    FactKind,
)
from safelight.core.vocabulary import Source

O = Outcome  # noqa: E741
KNOWN, UNKNOWN = Responsible.ON_FILE, Responsible.NOT_YET_KNOWN


@pytest.mark.parametrize(
    "done, outcome, words",
    [
        ([], O.SCREENED_IN, "Before it comes: received"),
        ([O.RECEIVED], O.INVESTIGATION, "screened in"),
        ([O.RECEIVED, O.SCREENED_IN, O.SCREENED_OUT], O.INVESTIGATION, "screened in"),
        ([O.RECEIVED, O.SCREENED_IN], O.SUBSTANTIATED, "investigation or alternative"),
        ([O.RECEIVED, O.SCREENED_IN], O.BEGUN, "investigation or alternative"),
        ([O.SCREENED_IN, O.ALTERNATIVE], O.SUBSTANTIATED, "does not end alternative"),
        ([O.SCREENED_IN, O.INVESTIGATION], O.NEEDS, "does not end investigation"),
        ([O.SCREENED_IN, O.INVESTIGATION], O.SCREENED_OUT, "past it: response"),
    ],
)
def test_what_cannot_come_yet_says_what_comes_first(
    done: list[Outcome], outcome: Outcome, words: str
) -> None:
    with pytest.raises(NotNow, match=words):
        require(done, outcome, responsible=KNOWN, not_asked=0)


def test_every_adult_is_asked_about_safety_before_the_response() -> None:
    done = [O.RECEIVED, O.SCREENED_IN]
    with pytest.raises(NotNow, match="each alone.*Not asked yet: 2"):
        require(done, O.ALTERNATIVE, responsible=UNKNOWN, not_asked=2)
    step = require(done, O.ALTERNATIVE, responsible=UNKNOWN, not_asked=0)
    assert step is Step.RESPONSE


def test_nobody_is_substantiated_against_before_it_is_said_who() -> None:
    done = [O.RECEIVED, O.SCREENED_IN, O.INVESTIGATION]
    with pytest.raises(NotNow, match="who is responsible"):
        require(done, O.SUBSTANTIATED, responsible=UNKNOWN, not_asked=0)
    for ok, who in ((O.SUBSTANTIATED, KNOWN), (O.UNSUBSTANTIATED, UNKNOWN)):
        assert require(done, ok, responsible=who, not_asked=0) is Step.DISPOSITION


def test_every_outcome_is_of_one_step() -> None:
    every = [one for outcomes in OUTCOMES.values() for one in outcomes]
    assert sorted(every) == sorted(Outcome)
    assert newest([], Step.REPORT) is None
    assert require([], O.RECEIVED, responsible=UNKNOWN, not_asked=3) is Step.REPORT


def test_facts_are_of_violence_or_protect_and_five_factors_are_kept() -> None:
    assert set(VIOLENCE) | set(PROTECTIVE) == set(FactKind) and len(FACTORS) == 5
    assert not APART & {Source.SURVIVOR, Source.CHILD, Source.OBSERVATION}
