"""The planner: what goes, what changes, what stops, and what must happen first."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.support.actions import (
    ACTIONS,
    SAFER,
    WORRIES,
    Go,
    Light,
    Reached,
    Stopper,
)
from safelight.core.support.due import LAW as LAW_OF_DUE
from safelight.core.support.due import Due, Item
from safelight.core.support.planner import (
    LAW,
    Default,
    Heard,
    Planned,
    Screened,
    Situation,
    Step,
    Told,
    Why,
    plan,
    planned,
    together,
)

TODAY = date(2026, 11, 22)
READY: dict[str, Any] = {
    "on": TODAY, "screened": Screened.ASKED, "screened_on": TODAY, "has_substitute": True,
    "has_statement": True, "has_venue": True,
    "told": {code: Told(Heard.ACKNOWLEDGED, TODAY) for code in ACTIONS},
}  # fmt: skip
REMEDIES = [one.code for one in ACTIONS.values() if one.remedy]


def at(code: str, **facts: Any) -> Planned:
    return planned(ACTIONS[code], Situation(**{**READY, **facts}))


def test_the_table_is_whole() -> None:
    """CS-27: at least 20 actions, each with danger, safer form, law and who may stop it."""
    assert len(ACTIONS) >= 20
    for one in ACTIONS.values():
        assert one.danger and one.reveals and one.law and one.source.startswith("http")
        assert one.stopped_by and set(one.safer) <= set(SAFER)
        assert set(one.lights) == set(Light)
        assert one.warns == (one.warn_days > 0), one.code
    assert all(worry.actions <= set(ACTIONS) for worry in WORRIES.values())
    assert {code for one in ACTIONS.values() for code in one.safer} == set(SAFER)
    assert set(LAW) == set(Why) - {Why.ORDINARY, Why.SAFER}


@pytest.mark.parametrize("code, light", [*product(REMEDIES, [Light.YELLOW, Light.RED])])
def test_no_remedy_fires_without_her_current_yes(code: str, light: Light) -> None:
    """CS-28."""
    yesterday = {code: TODAY}

    assert at(code, light=light).go is Go.STOP
    assert at(code, light=light, yes_until=yesterday).go is Go.STOP


@pytest.mark.parametrize("code", REMEDIES)
def test_with_her_yes_a_remedy_goes_on_in_its_safer_form(code: str) -> None:
    until = {code: TODAY + timedelta(days=1)}

    assert at(code, light=Light.YELLOW, yes_until=until).go is not Go.STOP


@pytest.mark.parametrize("code", [c for c, one in ACTIONS.items() if one.warns])
@pytest.mark.parametrize(
    "heard, default, first",
    [
        (Heard.NOT_SENT, Default.GO, Step.WARN),
        (Heard.SENT, Default.GO, Step.CALL),
        (Heard.DELIVERED, Default.GO, Step.CALL),
        (Heard.NOT_REACHED, Default.HOLD, Step.CALL),
        (Heard.NOT_REACHED, Default.GO, None),
        (Heard.ACKNOWLEDGED, Default.HOLD, None),
    ],
)
def test_only_an_acknowledged_warning_counts(
    code: str, heard: Heard, default: Default, first: Step | None
) -> None:
    """CS-29: otherwise a worker calls, and then what she said before applies."""
    found = at(
        code, light=Light.YELLOW, yes_until={code: TODAY + timedelta(days=9)},
        default=default, told={code: Told(heard, TODAY)},
    )  # fmt: skip

    assert (found.why is Why.WARNING) == (first is not None)
    if first:
        assert (found.go, found.first) == (Go.STOP, (first,))


def test_nobody_was_asked_holds_only_what_contacts_or_provokes() -> None:
    """CS-34: an unscreened case."""
    found = plan(Situation(**{**READY, "screened": Screened.NOT_YET, "told": {}}))

    held = {one.action.code for one in found if one.why is Why.UNSCREENED}
    assert held == {one.code for one in ACTIONS.values() if one.provokes}
    assert {one.action.code for one in found if one.go is not Go.STOP} == {
        "MAIL_TO_HER", "LOCATE", "REGISTRY_REPORT",
    }  # fmt: skip


def test_nobody_protected_and_green_goes_as_usual() -> None:
    found = plan(Situation(**{**READY, "is_protected": False, "light": Light.GREEN}))

    assert all(one.go is not Go.STOP for one in found)
    assert {one.go for one in found if one.action.lights[Light.GREEN] is Go.GO} == {
        Go.GO
    }


def test_protected_and_not_chosen_holds() -> None:
    assert at("HEARING").why is Why.NO_LIGHT
    assert at("HEARING", is_protected=False).go is not Go.STOP


def test_red_stops_what_is_new_and_not_what_runs() -> None:
    """CS-37: ending money that comes already would tell him, and empty her account."""
    running = frozenset({"WITHHOLD", "LICENSE"})
    red = {"light": Light.RED, "running": running}

    assert (at("WITHHOLD", **red).go, at("WITHHOLD", **red).why) == (Go.GO, Why.RUNNING)
    assert at("WITHHOLD", light=Light.RED).why is Why.RED
    assert at("LICENSE", **red).why is Why.RED
    assert at("WITHHOLD", **red, is_closed=True).go is Go.STOP
    assert at("END_WITHHOLDING", **red).why is Why.HER_YES


def test_closing_keeps_the_flag_and_stops_what_the_state_is_owed() -> None:
    changes = at("CLOSE_CASE", light=Light.RED).changes

    assert SAFER["KEEP_FLAG"] in changes and SAFER["STOP_STATE_ARREARS"] in changes


def test_nothing_is_promised_that_is_not_hers_to_stop() -> None:
    for one in plan(Situation(**{**READY, "light": Light.RED})):
        is_hers = Stopper.HER in one.action.stopped_by
        assert bool(one.duty) != is_hers, one.action.code
    assert "Do not promise" in at("REGISTRY_REPORT", light=Light.RED).duty
    assert at("TAX_OFFSET", light=Light.RED).first == (Step.SUPERVISOR,)


@pytest.mark.parametrize(
    "code, facts, why, step",
    [
        ("OPEN_CASE", {"has_substitute": False}, Why.NO_SUBSTITUTE, Step.SUBSTITUTE),
        ("INTERSTATE", {"has_statement": False}, Why.NO_STATEMENT, Step.STATEMENT),
        ("ADDRESS_REQUEST", {"request_open": True}, Why.OBJECTION, Step.DECIDE_REQUEST),
        ("SERVE_PAPERS", {"is_held": True}, Why.HELD, Step.CALL),
        ("HEARING", {"worries": frozenset({"MEETING"})}, Why.HER_YES, Step.ASK_YES),
        ("HEARING", {"not_now": frozenset({"HEARING"})}, Why.HER_NO, None),
        ("WITHHOLD", {"good_cause": True}, Why.GOOD_CAUSE, None),
        ("HEARING", {"is_closed": True}, Why.SERVICES_CLOSED, None),
    ],
)
def test_what_must_be_there_first(
    code: str, facts: dict[str, Any], why: Why, step: Step | None
) -> None:
    found = at(code, light=Light.GREEN, **facts)

    assert (found.go, found.why) == (Go.STOP, why)
    assert found.first == ((step,) if step else ())


@pytest.mark.parametrize(
    "code, facts, step",
    [
        ("GENETIC_TEST", {}, Step.SEPARATE),
        ("SERVE_PAPERS", {"has_venue": False}, Step.VENUE),
        ("HEARING", {"screened_on": None}, Step.RESCREEN),
        ("HEARING", {"screened_on": TODAY - timedelta(days=91)}, Step.RESCREEN),
    ],
)
def test_what_is_done_beforehand(code: str, facts: dict[str, Any], step: Step) -> None:
    found = at(code, light=Light.GREEN, **facts)

    assert found.go is Go.CHANGE and step in found.first


situations = st.builds(
    Situation,
    on=st.just(TODAY),
    light=st.sampled_from([None, *Light]),
    screened=st.sampled_from(Screened),
    screened_on=st.sampled_from([None, TODAY]),
    is_protected=st.booleans(),
    worries=st.frozensets(st.sampled_from(sorted(WORRIES))),
    yes_until=st.dictionaries(
        st.sampled_from(sorted(ACTIONS)), st.dates(TODAY, TODAY + timedelta(days=5))
    ),
    told=st.dictionaries(
        st.sampled_from(sorted(ACTIONS)), st.builds(Told, st.sampled_from(Heard))
    ),
    default=st.sampled_from(Default),
    running=st.frozensets(st.sampled_from(sorted(ACTIONS))),
    has_substitute=st.booleans(),
    is_held=st.booleans(),
)


@given(situations)
def test_in_every_situation(of: Situation) -> None:
    """No remedy without a yes; nothing that shows a place without a substitute; nothing
    towards the other party on red or while everything is held."""
    for one in plan(of):
        goes = one.go is not Go.STOP and one.why is not Why.RUNNING
        if not goes:
            continue
        code, action = one.action.code, one.action
        has_yes = code in of.yes_until and of.on < of.yes_until[code]
        if action.remedy and of.light in (Light.YELLOW, Light.RED):
            assert has_yes
        if of.light is Light.RED:
            assert action.lights[Light.RED] is not Go.STOP
        if of.is_protected and "AGENCY_ADDRESS" in action.safer:
            assert of.has_substitute
        if action.provokes:
            assert not of.is_held and of.screened is not Screened.NOT_YET
        if of.is_protected and action.warns:
            heard = of.told.get(code, Told()).heard
            assert heard is Heard.ACKNOWLEDGED or of.default is Default.GO
        if Reached.OTHER_PARENT in action.contacts and of.is_protected:
            assert of.light is not None


@given(situations, st.sampled_from(sorted(ACTIONS)))
def test_caution_never_lets_more_go(of: Situation, code: str) -> None:
    """A stricter light stops whatever a milder one stopped, save what already runs."""
    order = {Go.STOP: 0, Go.CHANGE: 1, Go.GO: 2}
    from dataclasses import replace

    lights = [Light.GREEN, Light.YELLOW, Light.RED]
    found = [planned(ACTIONS[code], replace(of, light=light)) for light in lights]
    goes = [order[one.go] for one in found]
    assert goes == sorted(goes, reverse=True)


def test_what_is_due_has_a_rule() -> None:
    assert set(LAW_OF_DUE) == set(Due)
    assert "CS-29" in Item(Due.CALL).law


@pytest.mark.parametrize("why", list(Why))
def test_every_stop_has_words_and_a_law(why: Why) -> None:
    assert why.label.endswith(".")
    assert Planned(ACTIONS["HEARING"], Go.STOP, why).law


def test_a_warning_of_a_day_that_is_past_is_none() -> None:
    told = {"HEARING": Told(Heard.ACKNOWLEDGED, TODAY - timedelta(days=1))}

    assert at("HEARING", light=Light.GREEN, told=told).first == (Step.WARN,)


def test_what_another_plan_of_the_case_stops_is_held_without_saying_whose() -> None:
    free = plan(Situation(**{**READY, "is_protected": False, "light": Light.GREEN}))
    red = plan(Situation(**{**READY, "light": Light.RED}))

    found = {one.action.code: one for one in together(free, [red])}

    assert found["HEARING"].why is Why.HELD_IN_CASE and found["HEARING"].go is Go.STOP
    assert found["MAIL_TO_HER"].go is Go.GO
    assert together(red, [free]) == red


@pytest.mark.parametrize("light", Light)
def test_nothing_is_held_against_them_while_good_cause_is_claimed(light: Light) -> None:
    """CS-36: no sanction while pending."""
    found = at("NONCOOPERATION", light=light, good_cause=True)
    assert found.go is Go.STOP
    assert at("NONCOOPERATION", light=Light.GREEN).go is Go.CHANGE


def test_booked_apart_is_no_step_any_more() -> None:
    """CS-30."""
    ready = {"light": Light.GREEN}
    assert Step.SEPARATE in at("GENETIC_TEST", **ready).first
    assert Step.SEPARATE not in at("GENETIC_TEST", **ready, tests_apart=True).first
