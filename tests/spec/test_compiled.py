"""The compiled engines say what Cedar says: of our policies, and of any that can be
written in the subset, right or wrong in their types."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.gate import engine, oracle
from safelight.core.gate.policies import PolicyError, PolicySet, parse, shipped
from safelight.core.gate.question import Item, Question
from safelight.core.vocabulary import Answer, Partition
from tests.spec.any_policies import path, permit_when, policies
from tests.spec.strategies import TOLD, asked, items, questions

ITEMS = 10
SOME = st.lists(items(), min_size=ITEMS, max_size=ITEMS)


@settings(max_examples=600, deadline=None)
@given(policies(), st.one_of(questions(), asked().map(lambda pair: pair[0])), SOME)
def test_any_policies_any_question_any_items(
    policies: PolicySet, question: Question, tried: list[Item]
) -> None:
    """600 sets of policies x 10 items x 3 actions: 18,000 decisions."""
    found = engine.find(question, tried, policies)
    assert found == oracle.find(question, tried, policies)


@settings(max_examples=500, deadline=None)
@given(st.one_of(asked(), st.tuples(questions(), items())))
def test_our_policies(pair: tuple[Question, Item]) -> None:
    question, item = pair
    names = [("item:1", ""), ("item:2", "him"), ("item:3", "her"), ("other", "other")]
    tried = [replace(item, key=k, subject=s) for k, s in names]
    for _ in range(2):
        assert engine.find(question, tried, shipped()) == oracle.find(
            question, tried, shipped()
        )


@settings(max_examples=200, deadline=None)
@given(asked(), st.integers(-99, 99))
def test_a_plan_serves_every_moment(pair: tuple[Question, Item], hours: int) -> None:
    question, item = pair
    engine.find(question, [item], shipped())
    later = replace(question, at=question.at + timedelta(hours=hours))
    assert engine.find(later, [item], shipped()) == oracle.find(
        later, [item], shipped()
    )


def test_what_a_plan_keeps_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from safelight.core.gate.compiled import plan

    monkeypatch.setattr(plan, "MOST_KEPT", 2)
    question = TOLD[0][0]
    every = [item for _, item in TOLD]
    for item in every:
        found = engine.find(question, [item], shipped())
        assert found == oracle.find(question, [item], shipped())
    made = engine._plan(shipped(), replace(question, at=engine.NEVER))
    assert 1 <= len(made._said) <= 2


def test_a_set_of_what_is_open_holds_only_what_it_is() -> None:
    """`[resource.partition, GENERAL]` does not always hold SEALED."""
    general, sealed = ({"Value": {"__entity": {"type": "Partition", "id": p}}}
                       for p in ("GENERAL", "SEALED"))  # fmt: skip
    two = {"Set": [path("resource.partition"), general]}
    made = permit_when({"contains": {"left": two, "right": sealed}})
    for question, item in TOLD:
        found = engine.find(question, [item], made)[0]
        assert (found.answer is Answer.RELEASE) == (item.partition is Partition.SEALED)


def test_what_does_not_compile_is_no_answer_where_nobody_checked_it() -> None:
    two = {"left": path("resource.key"), "right": path("resource.vault")}
    question, item = TOLD[0]
    for condition in ({"==": two}, {"Value": None}, {"like": {}}):
        assert engine.find(question, [item], permit_when(condition))[0].failed


def test_the_oracle_too_withholds_what_it_cannot_read() -> None:
    question, item = TOLD[0]
    broken = replace(item)
    object.__setattr__(broken, "source", "nonsense")
    assert oracle.find(question, [broken], shipped()) == [engine.FAILED]
    assert oracle.find(question, [], shipped()) == []


FORBID = """@id("x") @law("l") @because("b") @says("s") forbid (principal, action, resource)
when {{ {} }};"""


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("resource.subject == resource.vault", "resource.subject and resource.vault"),
        ("resource.vault_funds == resource.vault_funds", "compared as a whole"),
        ("principal.duties == [Duty::\"AUDIT\"]", "compared as a whole"),
        ("principal == principal", "compared as a whole"),
        ("[principal.duties].contains(principal.duties)", "a set of sets"),
        ('action == Action::"release"', "action in a condition"),
        ('context.ground.items.contains("x")', "a known value looked for in context"),
    ],
)  # fmt: skip
def test_what_does_not_compile_is_refused_by_name(condition: str, named: str) -> None:
    with pytest.raises(PolicyError, match="x: .*") as raised:
        parse([("floor", FORBID.format(condition))])

    assert named in str(raised.value)
