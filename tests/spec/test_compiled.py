"""The compiled engines say what Cedar says: of our policies, and of any that can be
written in the subset, right or wrong in their types."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.gate import engine, oracle
from safelight.core.gate.cedar import ACTIONS
from safelight.core.gate.compiled import facts
from safelight.core.gate.policies import PolicyError, PolicySet, parse, shipped
from safelight.core.gate.question import Item, Question
from safelight.core.vocabulary import Answer, Partition
from tests.spec.strategies import TOLD, asked, items, questions

Node = dict[str, Any]
ITEMS = 10


def path(axis: str) -> Node:
    root, *names = axis.split(".")
    node: Node = {"Var": root}
    for name in names:
        node = {".": {"left": node, "attr": name}}
    return node


def literal(kind: type, value: Any) -> Node:
    if kind in (bool, str, int):
        return {"Value": value}
    return {"Value": {"__entity": {"type": kind.__name__, "id": value}}}


ATTRIBUTES = [a for root in facts.ROOTS for a in facts.attributes(root)]
SETS = [a for a in ATTRIBUTES if a.kind is frozenset]
LISTED = [a for a in ATTRIBUTES if issubclass(a.kind, str) and a.kind is not str]
TEXTS = [a for a in ATTRIBUTES if a.kind is str]
MOMENTS = [a for a in ATTRIBUTES if a.axis.split(".")[-1] in ("at", "starts", "ends")]
WORDS = ["", "support", "lantern", "him", "her", "item:1", "item:2", "CT", "else"]


@st.composite
def of_a_list(draw: st.DrawFn) -> Node:
    """An attribute beside a value of its type, and now and then of another."""
    attribute = draw(st.sampled_from(LISTED))
    other = draw(st.sampled_from([attribute, attribute, attribute, *LISTED[:2]]))
    members = [literal(other.kind, m.value) for m in other.kind]  # type: ignore[attr-defined]
    if draw(st.booleans()):
        sign = draw(st.sampled_from(["==", "!="]))
        return {
            sign: {
                "left": path(attribute.axis),
                "right": draw(st.sampled_from(members)),
            }
        }
    some = draw(st.lists(st.sampled_from(members), max_size=4))
    return {"contains": {"left": {"Set": some}, "right": path(attribute.axis)}}


@st.composite
def of_two(draw: st.DrawFn) -> Node:
    one, other = (path(draw(st.sampled_from(LISTED)).axis) for _ in range(2))
    if draw(st.booleans()):
        return {"==": {"left": one, "right": other}}
    more = [
        literal(LISTED[0].kind, "STAFF"),
        {"Value": "her"},
        path("resource.subject"),
    ]
    members = draw(st.permutations([one, *more[: draw(st.integers(0, 3))]]))
    return {"contains": {"left": {"Set": members}, "right": other}}


@st.composite
def of_a_set(draw: st.DrawFn) -> Node:
    attribute = draw(st.sampled_from(SETS))
    name = attribute.members or str
    alike = [a for a in ATTRIBUTES if a.kind is name and a.axis != "resource.key"]
    right = [path(a.axis) for a in alike] or [literal(str, "CT")]
    if attribute.members:
        right += [literal(attribute.members, m.value) for m in attribute.members]
    else:
        right = [path("resource.key")]
    return {
        "contains": {
            "left": path(attribute.axis),
            "right": draw(st.sampled_from(right)),
        }
    }


@st.composite
def of_a_text(draw: st.DrawFn) -> Node:
    """Never two texts of the item: that is refused when policies are loaded."""
    left = draw(st.sampled_from(TEXTS))
    others = [path(t.axis) for t in TEXTS if not t.axis.startswith("resource.")]
    right = draw(st.sampled_from([*others, *(literal(str, word) for word in WORDS)]))
    return {
        draw(st.sampled_from(["==", "!="])): {"left": path(left.axis), "right": right}
    }


@st.composite
def of_a_moment(draw: st.DrawFn) -> Node:
    one, other = (path(draw(st.sampled_from(MOMENTS)).axis) for _ in range(2))
    sign = draw(st.sampled_from(["<", "<=", ">", ">=", "=="]))
    return {sign: {"left": one, "right": other}}


WRONG = st.sampled_from(
    [
        path("resource.vault"),
        path("resource.source"),
        path("resource.no_such"),
        path("context.ground.kind.more"),
        path("resource.protections"),
        path("context.ground.items"),
        {"Value": 7},
        {"contains": {"left": path("resource.protections"), "right": {"Value": 1}}},
        {
            "contains": {
                "left": path("resource.partition"),
                "right": path("resource.no"),
            }
        },
        {"<": {"left": path("resource.key"), "right": path("context.at")}},
        {"<": {"left": path("resource.source"), "right": {"Value": 3}}},
        {"contains": {"left": path("resource.category"), "right": {"Value": 1}}},
        {"contains": {"left": {"Set": [{"Value": True}]}, "right": {"Value": 1}}},
        {"==": {"left": {"Value": True}, "right": {"Value": 1}}},
        {"!": {"arg": path("resource.jurisdiction")}},
    ]
)
TRUTHS = st.sampled_from(
    [{"Value": True}, {"Value": False}, path("resource.substitute_available"),
     path("principal.active")]
)  # fmt: skip


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    turned = parts.map(lambda part: {"!": {"arg": part}})
    two = st.tuples(st.sampled_from(["&&", "||"]), parts, parts)
    alike = st.tuples(st.just("=="), turned, turned)
    pairs = (two | alike).map(lambda p: {p[0]: {"left": p[1], "right": p[2]}})
    return pairs | turned


CONDITIONS = st.recursive(
    of_a_list() | of_a_list() | of_two() | of_a_set() | of_a_text() | of_a_moment() | TRUTHS
    | WRONG,
    joined,
    max_leaves=8,
)  # fmt: skip


@st.composite
def policies(draw: st.DrawFn) -> PolicySet:
    """Up to six policies in Cedar's JSON form, by nobody's hand."""
    named: dict[str, Mapping[str, Any]] = {}
    for number in range(draw(st.integers(1, 6))):
        tried = draw(st.lists(st.sampled_from(ACTIONS), min_size=1, unique=True))
        entities = [{"type": "Action", "id": action} for action in tried]
        kinds = st.sampled_from(["when", "when", "unless"])
        bodies = draw(st.lists(st.tuples(kinds, CONDITIONS), max_size=2))
        named[f"p{number}"] = {
            "effect": draw(st.sampled_from(["permit", "permit", "forbid"])),
            "principal": draw(
                st.sampled_from([{"op": "All"}, {"op": "is", "entity_type": "Asker"}])
            ),
            "action": {"op": "in", "entities": entities},
            "resource": {"op": "All"},
            "conditions": [{"kind": k, "body": b} for k, b in bodies],
        }
    form = {"staticPolicies": named, "templates": {}, "templateLinks": []}
    return PolicySet({}, json.dumps(form))


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


def permit_when(condition: Node) -> PolicySet:
    """One policy that nothing checked."""
    every = {"op": "All"}
    body = {
        "effect": "permit", "principal": every, "action": every, "resource": every,
        "conditions": [{"kind": "when", "body": condition}],
    }  # fmt: skip
    form = {"staticPolicies": {"p": body}, "templates": {}, "templateLinks": []}
    return PolicySet({}, json.dumps(form))


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
