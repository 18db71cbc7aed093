"""Answers are kept and shared among items that the policies cannot tell apart. That is
no rule of its own: every answer is the one Cedar gives for the very item."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.gate import cedar, engine
from safelight.core.gate.engine import _ask, _finding, find
from safelight.core.gate.policies import PolicyError, parse, shipped
from safelight.core.gate.question import Item, Question
from tests.spec.strategies import TOLD, asked, items, questions


def straight(question: Question, item: Item) -> engine.Finding:
    """Cedar's answer for the item as it is, with nothing kept."""
    results = _ask(question, [item], shipped(), cedar.ACTIONS)
    return _finding(cedar.ACTIONS, results)


@st.composite
def alike(draw: st.DrawFn) -> tuple[Question, list[Item]]:
    """A question near a spec case, and items that differ in key and subject alone."""
    question, item = draw(asked())
    names = st.tuples(
        st.sampled_from(["item:1", "item:2", "item:3"]),
        st.sampled_from(["", "him", "her", "other"]),
    )
    drawn = draw(st.lists(names, min_size=1, max_size=4))
    return question, [replace(item, key=k, subject=s) for k, s in drawn]


@settings(max_examples=500, deadline=None)
@given(st.one_of(alike(), st.tuples(questions(), st.lists(items(), min_size=1))))
def test_a_kept_answer_is_the_one_for_the_very_item(
    pair: tuple[Question, list[Item]],
) -> None:
    question, tried = pair
    for _ in range(2):
        found = find(question, tried, shipped())
        assert found == [straight(question, item) for item in tried]


@settings(max_examples=300, deadline=None)
@given(questions(), items(), st.integers(-9, 9))
def test_the_moment_counts_as_the_grounds_period_does(
    question: Question, item: Item, hours: int
) -> None:
    later = replace(question, at=question.at + timedelta(hours=hours))
    find(question, [item], shipped())
    assert find(later, [item], shipped()) == [straight(later, item)]


def test_names_that_look_like_the_stand_ins_are_no_trap() -> None:
    question, item = next(pair for pair in TOLD if pair[0].ground.items)
    ground = replace(question.ground, items=frozenset({"other", "other+"}))
    question = replace(question, ground=ground)
    for key in ("other", "other+", "other++", "else"):
        tried = replace(item, key=key)
        assert find(question, [tried], shipped()) == [straight(question, tried)]


FORBID = """@id("x") @law("l") @because("b") @says("s") forbid (principal, action, resource)
when {{ {} }};"""


@pytest.mark.parametrize(
    "condition",
    [
        'resource.key == "item:1"',
        "resource.subject == resource.vault",
        'resource.subject != "her"',
        "context.at < context.ground.starts",
        "context.ground.starts < context.at",
        "context.at == context.ground.ends",
        '["a"].contains(resource.key)',
        "!(context.ground.starts <= context.at) || resource.key == resource.vault",
    ],
)
def test_a_policy_that_could_tell_one_item_from_another_is_refused(
    condition: str,
) -> None:
    with pytest.raises(PolicyError, match="may only be compared"):
        parse([("floor", FORBID.format(condition))])


def test_an_answer_that_failed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_KNOWN", {})
    monkeypatch.setattr(engine, "_ask", _fail)
    question, item = TOLD[0]
    assert find(question, [item], shipped())[0].failed
    assert engine._KNOWN == {}


def _fail(*_: object) -> None:
    raise ValueError


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_KNOWN", {})
    monkeypatch.setattr(engine, "MOST_KNOWN", 3)
    for question, item in TOLD[:20]:
        find(question, [item], shipped())
        assert 1 <= len(engine._KNOWN) <= 3
