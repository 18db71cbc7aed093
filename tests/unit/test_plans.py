"""Service plans: what they may hold, and whether they can be lived (CF-35, CF-36, CF-39)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from safelight.core.plans.copy import filled, words
from safelight.core.plans.load import MOST_HOURS, Slot, problems
from safelight.core.plans.plan import (
    ASKED,
    STATES,
    Care,
    Change,
    NotLikeThis,
    State,
    Whose,
    line,
    require,
)
from safelight.core.release_paper import Language

FULL = {"what": "Program", **dict.fromkeys(ASKED, "said")}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def tried(
    whose: Whose, state: State, texts: dict[str, str] = FULL, **more: object
) -> None:
    facts = {
        "change": Change.NOT_LOOKED,
        "is_joint": False,
        "by_supervisor": False,
        **more,
    }
    require(whose, state, texts, **facts)  # type: ignore[arg-type]


def test_no_word_of_compliance_is_said_of_a_survivor_or_a_child() -> None:
    for whose in (Whose.SURVIVOR, Whose.CHILD):
        for state in (State.ATTENDS, State.MISSES, State.COMPLETED, State.REFERRED):
            with pytest.raises(NotLikeThis, match="is not said of"):
                tried(whose, state, {"what": "Counseling"})
        for state in STATES[whose]:
            tried(whose, state, {"what": "Counseling"})


def test_an_item_of_whoever_uses_violence_says_why_and_how_change_is_seen() -> None:
    with pytest.raises(NotLikeThis, match="Which behavior.*What it is for.*By what"):
        tried(Whose.ACCOUNTABLE, State.REFERRED, {"what": "Program"})
    tried(Whose.ACCOUNTABLE, State.REFERRED)


@pytest.mark.parametrize("change", [Change.SOME, Change.LASTING])
def test_a_completed_program_alone_says_nothing_about_change(change: Change) -> None:
    tried(Whose.ACCOUNTABLE, State.COMPLETED)
    with pytest.raises(NotLikeThis, match="CF-36"):
        tried(Whose.ACCOUNTABLE, State.COMPLETED, change=change)
    seen = {**FULL, "seen": "His mother: no shouting since May."}
    tried(Whose.ACCOUNTABLE, State.COMPLETED, seen, change=change)


def test_nothing_together_but_with_a_supervisors_reason() -> None:
    reason = {"what": "Mediation", "reason": "She asked for it, twice, alone."}
    for texts, supervisor in ((reason, False), ({"what": "Mediation"}, True)):
        with pytest.raises(NotLikeThis, match="CF-39"):
            tried(Whose.SURVIVOR, State.OFFERED, texts, is_joint=True,
                  by_supervisor=supervisor)  # fmt: skip
    tried(Whose.SURVIVOR, State.OFFERED, reason, is_joint=True, by_supervisor=True)


def test_how_an_item_is_shared() -> None:
    assert line("Help with rent", State.WANTED, Change.NOT_LOOKED, {}) == (
        "Help with rent: wanted"
    )
    told = line(
        "Program", State.COMPLETED, Change.SOME, {**FULL, "seen": "Calls first."}
    )
    assert told.splitlines() == [
        "Program: program completed", "Which behavior it is about: said",
        "What it is for: said", "Some change seen",
    ]  # fmt: skip
    assert line("Program", State.BEGUN, Change.NONE, {}).endswith("No change seen")


def slot(what: str, **more: object) -> Slot:
    given = {"starts_at": None, "minutes": 60, "times_a_week": 1, "travel": 0,
             "care": Care.NOT_NEEDED, **more}  # fmt: skip
    return Slot(what=what, **given)  # type: ignore[arg-type]


def test_what_clashes_with_the_way_there() -> None:
    first = slot("Court", starts_at=NOON)
    later = slot("Class", starts_at=NOON + timedelta(minutes=80), travel=15)
    assert problems([first, later]) == []
    near = slot("Class", starts_at=NOON + timedelta(minutes=70), travel=15)
    assert problems([first, near]) == [
        "These overlap on 2 Mar, with the way there: Court; Class."
    ]


def test_what_is_too_much_and_what_is_missing() -> None:
    many = slot("Group", times_a_week=6, minutes=30)
    assert problems([many]) == ["6 appointments a week. Ask which can wait."]
    long = slot("Class", times_a_week=5, minutes=MOST_HOURS * 12, travel=6)
    assert problems([long])[0].startswith("About 11 hours a week")
    alone = slot("Court", care=Care.MISSING)
    assert problems([alone]) == ["Nobody looks after the children meanwhile: Court."]


def test_the_copy_has_every_word_in_both_languages() -> None:
    for language in Language:
        assert set(words(language)["states"]) == {one.value for one in State}
        page = filled(
            Whose.SURVIVOR, [("Rent", State.WANTED)], date(2026, 5, 1), language
        )
        assert len(page["rows"]) == 1 and len(page["paragraphs"]) == 3
        other = filled(Whose.ACCOUNTABLE, [], None, language)
        assert len(other["paragraphs"]) == 2 and page["title"] == other["title"]
    english, spanish = words(Language.EN), words(Language.ES)
    assert english.keys() == spanish.keys()
