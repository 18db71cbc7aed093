"""The executable specification: one case, one situation of the real world."""

import pytest

from safelight.core.gate.decide import decide
from safelight.core.gate.policies import shipped
from tests.spec.read_cases import Case, all_cases

CASES = list(all_cases())


@pytest.mark.parametrize("case", CASES, ids=[f"{c.file}: {c.says}" for c in CASES])
def test_the_gate_answers_as_specified(case: Case) -> None:
    decision = decide(case.request.question, case.request.items)

    answers = {c.value: a.value for c, a in decision.by_category().items()}
    codes = {r.code for ruling in decision.rulings.values() for r in ruling.reasons}
    assert answers == case.expect
    assert set(case.because) <= codes

    first = next(iter(decision.rulings.values()))
    if case.routes is not None:
        assert [route.code for route in first.routes] == case.routes
    if case.words is not None:
        assert first.words == case.words


def test_every_policy_determines_a_case() -> None:
    determined = {
        reason.code
        for case in CASES
        for ruling in decide(
            case.request.question, case.request.items, with_routes=False
        ).rulings.values()
        for reason in ruling.reasons
    }

    assert set(shipped().policies) - determined == set()
