"""Subpoena, order, reporting law: what each opens, and when (CF-19 to CF-24)."""

from datetime import UTC, date, datetime
from itertools import combinations

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.compelled.letters import LETTERS, letter
from safelight.core.compelled.reporting import (
    EXPOSURE,
    GENERAL,
    KNOWN,
    Deadline,
    From,
    due_at,
    guide,
    qualifies,
)
from safelight.core.compelled.scenario import Advice, scenario
from safelight.core.compelled.steps import (
    BEFORE,
    GROUND,
    LAW,
    Duty,
    Kind,
    Step,
    mandate_of,
    missing,
    opens,
    why_not,
)
from safelight.core.vocabulary import AgencyKind, Fund, Mandate

STEPS = st.frozensets(st.sampled_from(Step))
FUNDS = st.frozensets(st.sampled_from(Fund))


@given(STEPS, FUNDS, st.sampled_from(Duty))
def test_a_subpoena_never_opens_anything(
    done: frozenset[Step], funds: frozenset[Fund], duty: Duty
) -> None:
    """CF-19."""
    assert not opens(Kind.SUBPOENA, duty, funds, done)


@pytest.mark.parametrize("kind", GROUND)
def test_each_other_opens_with_all_its_steps_and_with_none_left_out(kind: Kind) -> None:
    """CF-20."""
    every = frozenset(BEFORE[kind])
    assert opens(kind, Duty.REQUIRED, [Fund.VAWA], every) and not missing(kind, every)
    for step in every:
        assert not opens(kind, Duty.REQUIRED, [Fund.VAWA], every - {step})
        assert missing(kind, every - {step}) == (step,)
    assert set(LAW) == set(Kind)


@given(FUNDS)
def test_a_permitted_report_needs_fvpsa_money_and_no_vawa_money(
    funds: frozenset[Fund],
) -> None:
    """CF-21."""
    may = Fund.FVPSA in funds and Fund.VAWA not in funds
    assert (why_not(Duty.PERMITTED, funds) == "") == may
    assert why_not(Duty.REQUIRED, funds) == ""
    assert why_not(Duty.UNCLEAR, funds)
    every = frozenset(BEFORE[Kind.REPORT])
    assert opens(Kind.REPORT, Duty.PERMITTED, funds, every) == may


def test_what_the_law_says_of_the_program_as_the_gate_knows_it() -> None:
    assert [mandate_of(duty) for duty in Duty] == [
        Mandate.REQUIRED, Mandate.PERMITTED, Mandate.NONE,
    ]  # fmt: skip


@pytest.mark.parametrize("state", [*KNOWN, "TX"])
def test_exposure_alone_is_no_element_in_any_state(state: str) -> None:
    """CF-22."""
    of = guide(state)
    assert of.elements[-1].code == EXPOSURE
    assert not qualifies([EXPOSURE]) and not qualifies([])
    for count in (1, 2):
        for some in combinations([one.code for one in of.elements[:-1]], count):
            assert qualifies([*some, EXPOSURE])
    assert of.is_general == (state == "TX") and of.source and of.line
    assert (GENERAL in KNOWN) is False


def test_connecticut_twelve_hours_and_then_forty_eight() -> None:
    """CF-24."""
    learned = datetime(2026, 11, 20, 22, tzinfo=UTC)
    oral, written = guide("CT").deadlines
    assert due_at(oral, learned, None) == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert due_at(written, learned, None) is None
    called = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert due_at(written, learned, called) == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_hours_of_working_days_leave_out_the_weekend() -> None:
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)
    one = Deadline(what="x", hours=72, since=From.ORAL, working_days=True)
    assert due_at(one, friday, friday) == datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_guide_is_old_from_its_day_on() -> None:
    of = guide("WA")
    assert not of.is_old(date(2026, 11, 22)) and of.is_old(of.review_by)


def test_the_script_says_what_was_chosen_and_nothing_else() -> None:
    """CF-23: closed choices alone."""
    asked = scenario(AgencyKind.VICTIM_SERVICES)
    part = asked.parts[0]
    code, words = next(iter(part.said.items()))
    said = asked.script([f"{part.code}.{code}", "age.NOBODY", "free text"])
    assert said[1:-1] == [words]
    assert len(asked.script([])) == 2
    other = scenario(AgencyKind.CHILD_PROTECTION)
    assert not {p.code for p in asked.parts[:1]} & {p.code for p in other.parts}
    assert set(asked.advice) | set(other.advice) == set(Advice)


@pytest.mark.parametrize("which", LETTERS)
def test_letters_name_nobody_and_leave_room(which: str) -> None:
    from io import BytesIO

    text = "\n".join(p.text for p in docx.Document(BytesIO(letter(which))).paragraphs)
    assert "____" in text
    with pytest.raises(KeyError):
        letter("other")
