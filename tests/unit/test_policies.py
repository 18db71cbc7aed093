"""What the policy loader refuses, and the gate's edges."""

import dataclasses
from collections.abc import Sequence

import pytest

from safelight.core.gate import cedar, engine
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import ENGINE_FAILED, Decision
from safelight.core.gate.policies import PolicyError, parse, shipped
from safelight.core.gate.question import Asker, Item, Question
from safelight.core.vocabulary import (
    AgencyKind,
    Answer,
    Category,
    Channel,
    Purpose,
    Standing,
)
from tests.spec.read_cases import all_cases

NOTES = '@id("x") @law("l") @because("b") @says("s") '
FORBID = NOTES + "forbid (principal, action, resource)"
ASKED = next(iter(all_cases())).request


def faults(text: str) -> Sequence[str]:
    with pytest.raises(PolicyError) as raised:
        parse([("floor", text)])
    return raised.value.faults


@pytest.mark.parametrize(
    "condition, construct",
    [
        ("resource has source", "'has'"),
        ('resource.key like "a*"', "'like'"),
        ("context.at + 1 > 2", "'+'"),
        ("context.at * 2 > 2", "'*'"),
        ("principal in resource", "'in'"),
        ('ip("127.0.0.1").isLoopback()', "'i"),
        ("if true then true else false", "'if-then-else'"),
        ('[resource.key].containsAll(["a"])', "'containsAll'"),
    ],
)
def test_a_construct_that_fails_open_or_does_not_compile_is_refused(
    condition: str, construct: str
) -> None:
    found = faults(f"{FORBID} when {{ {condition} }};")

    assert any(construct in fault and "floor: x" in fault for fault in found)


@pytest.mark.parametrize(
    "scope",
    [
        'principal == Asker::"asker", action, resource',
        'principal, action, resource in Item::"1"',
    ],
)
def test_a_policy_tied_to_one_entity_is_refused(scope: str) -> None:
    assert any("tied to" in f for f in faults(f"{NOTES} forbid ({scope});"))


@pytest.mark.parametrize(
    "scope",
    [
        'principal is Asker in Asker::"boss", action, resource',
        'principal, action, resource is Item in Item::"one"',
    ],
)
def test_a_type_with_a_hierarchy_is_refused_and_never_widened(scope: str) -> None:
    """Cedar would permit it to some; the compiled policies know no hierarchy."""
    import json

    import cedarpy

    text = f"{NOTES} permit ({scope});"
    assert any("tied to" in f for f in faults(text))
    form = json.loads(cedarpy.policies_to_json_str(text))
    unchecked = dataclasses.replace(shipped(), body=json.dumps(form))
    assert engine.find(ASKED.question, ASKED.items, unchecked)[0] == engine.FAILED


def test_a_policy_over_an_unusual_action_scope_is_refused() -> None:
    from safelight.core.gate.constructs import forbidden_constructs

    body = {
        "principal": {"op": "All"},
        "action": {"op": "is"},
        "resource": {"op": "All"},
        "conditions": [],
    }

    assert list(forbidden_constructs(body)) == [
        "action must be one action or a set of actions"
    ]


@pytest.mark.parametrize("note", ["law", "because", "says"])
def test_a_policy_without_its_law_or_words_is_refused(note: str) -> None:
    text = FORBID.replace(f"@{note}", "@other") + ";"

    assert faults(text) == (f"floor: x: @{note} is missing",)


def test_a_policy_without_id_is_refused() -> None:
    text = FORBID.replace('@id("x")', "") + ";"

    assert "@id is missing" in faults(text)[0]


def test_two_policies_with_one_id_are_refused() -> None:
    assert "two policies" in faults(f"{FORBID}; {FORBID};")[0]


def test_a_syntax_error_is_said() -> None:
    assert "Cedar cannot read this text" in faults("permit (principal")[0]


def test_a_template_is_refused() -> None:
    text = NOTES + "permit (principal == ?principal, action, resource);"

    assert "templates are not used" in faults(text)[0]


def test_a_policy_that_the_schema_does_not_know_is_refused() -> None:
    assert faults(FORBID + " when { resource.nothing == 1 };")


def test_an_optional_attribute_cannot_be_expressed() -> None:
    @dataclasses.dataclass(frozen=True)
    class Loose:
        flag: bool | None

    with pytest.raises(cedar.NotExpressible, match="no required Cedar form"):
        cedar.record_type(Loose)
    with pytest.raises(cedar.NotExpressible, match="float"):
        cedar.cedar_type(float)


def test_an_erroring_policy_withholds_even_a_forbid() -> None:
    """Cedar skips a policy that errors; here nothing is released then."""
    overflow = NOTES + (
        "forbid (principal, action, resource) when "
        "{ context.at - 9223372036854775807 - 9223372036854775807 < 0 };"
    )
    permit = NOTES.replace('"x"', '"y"') + "permit (principal, action, resource);"
    import json

    import cedarpy

    body = json.loads(cedarpy.policies_to_json_str(overflow + permit))
    renamed = {p["annotations"]["id"]: p for p in body["staticPolicies"].values()}
    broken = dataclasses.replace(
        shipped(), body=json.dumps({**body, "staticPolicies": renamed})
    )

    finding = engine.find(ASKED.question, ASKED.items, broken)[0]

    assert finding == engine.FAILED


def test_a_failed_engine_gives_its_own_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(engine, "_plan", fail)

    decision = decide(ASKED.question, ASKED.items[:1])

    (ruling,) = decision.rulings.values()
    assert (ruling.answer, ruling.reasons) == (Answer.WITHHOLD, (ENGINE_FAILED,))


def test_items_of_two_vaults_or_with_one_key_are_refused() -> None:
    item = ASKED.items[0]
    other = dataclasses.replace(item, key="2", vault="elsewhere")

    with pytest.raises(ValueError, match="one vault at a time"):
        decide(ASKED.question, [item, other])
    with pytest.raises(ValueError, match="same key"):
        decide(ASKED.question, [item, item])


def test_no_items_no_rulings() -> None:
    assert decide(ASKED.question, []).rulings == {}


def test_an_item_not_asked_about_is_withheld() -> None:
    assert Decision({}, "").answer("anything") is Answer.WITHHOLD


def test_staff_have_an_agency_and_nobody_else_has() -> None:
    with pytest.raises(ValueError, match="staff have an agency"):
        Asker(standing=Standing.STAFF)
    with pytest.raises(ValueError, match="staff have an agency"):
        Asker(standing=Standing.PARTY, agency="support")


def test_an_item_without_a_vault_is_refused() -> None:
    with pytest.raises(ValueError, match="vault"):
        Item(key="1", category=Category.MONEY, vault="", vault_kind=AgencyKind.COURT)


def test_whatever_is_not_said_protects() -> None:
    """An item of which only its vault is known is shown to nobody outside it."""
    bare = Item(
        key="1", category=Category.MONEY, vault="v", vault_kind=AgencyKind.COURT
    )
    asker = Asker(standing=Standing.STAFF, agency="v", agency_kind=AgencyKind.COURT)
    question = Question(
        asker=asker,
        channel=Channel.VIEW,
        purpose=Purpose.CASEWORK,
        at=ASKED.question.at,
    )

    assert decide(question, [bare]).released() == frozenset()
    assert decide(ASKED.question, [ASKED.items[0]]).released() == {"item:1"}


def test_the_obligations_of_a_release_are_said_once() -> None:
    releases = [c.request for c in all_cases() if c.expect == {"CONTACT": "RELEASE"}]
    request = releases[0]
    two = [request.items[0], dataclasses.replace(request.items[0], key="item:2")]
    ground = dataclasses.replace(
        request.question.ground, items=frozenset({"item:1", "item:2"})
    )
    question = dataclasses.replace(request.question, ground=ground)

    obligations = decide(question, two).obligations()

    assert len(obligations) == 1
    assert "Say before the signature" in obligations[0]
