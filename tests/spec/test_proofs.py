"""The theorems hold of our policies, and fail of every set that was made weaker."""

import json
from collections.abc import Iterable

import pytest

from safelight.cli.main import main
from safelight.core.gate import oracle, wire
from safelight.core.gate.decision import ORDER
from safelight.core.gate.policies import PolicySet, parse, shipped, shipped_texts
from safelight.core.gate.question import Asker
from safelight.core.gate.theorems.proving import (
    UNKNOWN_PROTECTS,
    differences,
    prove,
    theorems,
)
from safelight.core.vocabulary import AgencyKind, Answer, Standing

# For each theorem what is taken from the policies: (text, put in its place).
WEAKER = {
    "only-what-stands-in-its-place": (
        '  resource.substitute_available &&\n  ([Standing::"PARTY"',
        '  ([Standing::"PARTY"',
    ),
    "whereabouts-of-the-protected": (
        (
            "(context.ground.recipient == principal.agency"
            " || context.ground.recipient == principal.party)"
        ),
        "true",
    ),
    "agreement-and-whereabouts": (
        'unless { resource.protections.harm_belief == Flag::"CLEAR" }',
        'unless { resource.protections.harm_belief != Flag::"UNKNOWN" }',
    ),
    "override-to-the-court-alone": (
        (
            'context.ground.kind == GroundKind::"COURT_ORDER" &&\n'
            '  principal.agency_kind != AgencyKind::"COURT"'
        ),
        "false",
    ),
    "found-harmful": (
        'when { context.ground.harm_finding == HarmFinding::"HARMFUL" }',
        "when { false }",
    ),
    "federal-data-on-a-release": (
        'resource.source == Source::"FEDERAL_LOCATOR" && principal.agency',
        "false && principal.agency",
    ),
    "out-of-a-program": (
        (
            'unless { context.ground.kind == GroundKind::"RELEASE" }\n'
            'unless { context.ground.kind == GroundKind::"COURT_ORDER" }'
        ),
        'unless { context.ground.kind == GroundKind::"AGREEMENT" }',
    ),
    "match-key-of-a-program": (
        'context.channel == Channel::"LINK" &&\n  resource.vault_kind',
        "false &&\n  resource.vault_kind",
    ),
    "a-childs-confidence": (
        'resource.confided_by_child == Flag::"CLEAR"',
        'resource.confided_by_child != Flag::"SET"',
    ),
    "no-subpoena": (
        'when { context.ground.kind == GroundKind::"SUBPOENA" }',
        "when { false }",
    ),
    "a-ground-as-it-is-written": (
        "context.at < context.ground.ends",
        "context.at <= context.ground.ends",
    ),
    "registry-carries-no-reason": (
        'resource.key == "family_violence_indicator"',
        'resource.key != "family_violence_indicator"',
    ),
    "locate-of-the-protected": (
        (
            'unless {\n  context.ground.kind == GroundKind::"COURT_ORDER" &&\n'
            '  context.ground.harm_finding == HarmFinding::"NOT_HARMFUL"\n};'
        ),
        'unless { context.ground.kind != GroundKind::"COURT_ORDER" };',
    ),
    UNKNOWN_PROTECTS: (
        'unless { resource.protections.protection_order == Flag::"CLEAR" }',
        'unless { resource.protections.protection_order != Flag::"SET" }',
    ),
}


def weaker(theorem: str) -> PolicySet:
    text, instead = WEAKER[theorem]
    changed = [(layer, body.replace(text, instead)) for layer, body in shipped_texts()]
    assert changed != shipped_texts(), f"{text!r} is in no policy any more"
    return parse(changed)


def test_every_theorem_holds() -> None:
    verdicts = list(prove(shipped()))

    assert [v.theorem for v in verdicts if not v.holds] == []
    assert {v.theorem for v in verdicts} == set(WEAKER)


@pytest.mark.parametrize("theorem", WEAKER)
def test_a_weaker_set_fails_with_a_question_that_shows_it(theorem: str) -> None:
    policies = weaker(theorem)

    (verdict,) = prove(policies, [theorem])

    assert verdict.against is not None
    read = wire.read(json.dumps(wire.request(verdict.against)))
    (item,) = read.items
    (finding,) = oracle.find(read.question, [item], policies)
    assert finding.answer is not Answer.WITHHOLD
    (kept,) = oracle.find(read.question, [item], shipped())
    assert ORDER.index(kept.answer) > ORDER.index(finding.answer)


def test_two_sets_that_differ_show_where_and_equal_ones_do_not() -> None:
    policies = weaker("no-subpoena")

    found = list(differences(shipped(), policies))

    assert found and list(differences(shipped(), shipped())) == []
    few = list(differences(shipped(), policies, most=1))
    assert 1 <= len(few) <= len(found)
    for request in found:
        one, two = (
            oracle.find(request.question, request.items, policy)
            for policy in (shipped(), policies)
        )
        assert [f.answer for f in one] != [f.answer for f in two]


def test_the_theorems_are_read_as_policies_are() -> None:
    assert {policy.effect for policy in theorems().policies.values()} == {"forbid"}


def test_only_staff_have_an_agencys_kind() -> None:
    """The proof of the first theorem found that anybody who came as a court got in."""
    with pytest.raises(ValueError, match="belongs to its staff alone"):
        Asker(standing=Standing.PARTY, party="him", agency_kind=AgencyKind.COURT)


def test_the_command_proves_and_says_what_breaks(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "weaker"
    for layer, body in written(weaker("no-subpoena")):
        (folder / layer).mkdir(parents=True, exist_ok=True)
        (folder / layer / "all.cedar").write_text(body)

    assert main(["policies", "prove"]) == 0
    assert "FAILS" not in capsys.readouterr().out
    assert main(["policies", "prove", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "FAILS  no-subpoena" in said and '"SUBPOENA"' in said
    assert main(["policies", "diff", "-", str(folder)]) == 1
    assert "WITHHOLD" in capsys.readouterr().out
    assert main(["policies", "diff", "-", "-"]) == 0
    assert main(["policies", "prove", str(folder / "nothing")]) == 2


def written(policies: PolicySet) -> Iterable[tuple[str, str]]:
    text, instead = WEAKER["no-subpoena"]
    layers: dict[str, str] = {}
    for layer, body in shipped_texts():
        layers[layer] = layers.get(layer, "") + body.replace(text, instead)
    assert len(parse(list(layers.items())).policies) == len(policies.policies)
    return layers.items()
