"""Policies that nobody wrote: anything the subset can say, right or wrong in its types."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from safelight.core.gate.cedar import ACTIONS
from safelight.core.gate.compiled import facts
from safelight.core.gate.policies import PolicySet, set_form

Node = dict[str, Any]


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
    return PolicySet({}, set_form(named))


def permit_when(condition: Node) -> PolicySet:
    """One policy that nothing checked."""
    every = {"op": "All"}
    body = {
        "effect": "permit", "principal": every, "action": every, "resource": every,
        "conditions": [{"kind": "when", "body": condition}],
    }  # fmt: skip
    return PolicySet({}, set_form({"p": body}))
