"""The indicator's life by state: codes, evidence, children, removal (CS-3 to CS-7)."""

from datetime import date, timedelta

import pytest

from safelight.core.protections import Basis
from safelight.core.support.flags import (
    Asked,
    FlagRefused,
    Missing,
    Request,
    Steps,
    code_for,
    is_open,
    may_answer,
    missing,
    must_be_first,
)
from safelight.core.support.jurisdictions import OTHER, STATES, Children, jurisdiction

TODAY = date(2026, 11, 22)
EVERY = (*STATES, OTHER)


@pytest.mark.parametrize(
    "state, codes",
    [("OK", "SOWGIE"), ("KS", "PCD"), ("AZ", ["OOP", "OOR", "GCE", "ORD", "CSE"])],
)
def test_each_states_codes_are_its_own(state: str, codes: str) -> None:
    assert list(jurisdiction(state).codes) == list(codes)


@pytest.mark.parametrize("state", EVERY)
def test_every_table_is_whole(state: str) -> None:
    rules = jurisdiction(state)

    assert rules.source and rules.codes
    assert 0 < rules.removal.after_days < rules.removal.within_days
    assert all(code.basis in rules.evidence for code in rules.codes.values())


@pytest.mark.parametrize("state", ["OK", "KS", "AZ", "WA", "CT"])
def test_a_statement_is_enough_where_the_state_says_so(state: str) -> None:
    """CS-4: never a document where a self-statement suffices."""
    assert Basis.OWN_STATEMENT in jurisdiction(state).evidence
    codes = jurisdiction(state).codes.values()
    assert any(code.basis is Basis.OWN_STATEMENT for code in codes)
    assert Basis.OWN_STATEMENT not in jurisdiction("LA").evidence


@pytest.mark.parametrize(
    "state, code, initiator, words",
    [
        ("KS", "X", "", "Kansas has no such code. Choose one of: P (protective order)"),
        ("KS", "P", "CP", "no such initiator. It knows: none"),
        ("OK", "S", "ZZ", "It knows: CP, CHILD"),
    ],
)
def test_an_unknown_code_is_named_with_what_is_known(
    state: str, code: str, initiator: str, words: str
) -> None:
    with pytest.raises(FlagRefused) as error:
        code_for(jurisdiction(state), code, initiator)

    assert words in str(error.value)


def test_evidence_that_a_state_does_not_take() -> None:
    from dataclasses import replace

    strict = replace(jurisdiction("OK"), evidence=frozenset({Basis.ORDER}))

    assert code_for(strict, "O", "CP").label == "Order"
    with pytest.raises(FlagRefused, match="asks for more"):
        code_for(strict, "S", "")


def test_children_by_state() -> None:
    """CS-5: copied in Arizona, after the custodian in Kansas, apart in Oklahoma."""
    found = [jurisdiction(state).children for state in ("AZ", "KS", "OK")]
    assert found == [Children.COPY, Children.CUSTODIAN_FIRST, Children.NONE]
    with pytest.raises(FlagRefused, match="custodian's flag comes first"):
        must_be_first(jurisdiction("KS"), is_child=True, custodian_flagged=False)
    must_be_first(jurisdiction("KS"), is_child=True, custodian_flagged=True)
    must_be_first(jurisdiction("OK"), is_child=True, custodian_flagged=False)


READY = {
    "signed_on": TODAY - timedelta(days=3), "noticed_on": TODAY - timedelta(days=2),
    "is_supervisor": True,
}  # fmt: skip


@pytest.mark.parametrize("state", EVERY)
@pytest.mark.parametrize(
    "change, needs",
    [
        ({}, ()),
        ({"signed_on": None}, (Missing.REQUEST,)),
        ({"noticed_on": None}, (Missing.NOTICE,)),
        ({"noticed_on": TODAY}, (Missing.TOO_SOON,)),
        ({"noticed_on": TODAY - timedelta(days=1)}, ()),
        ({"noticed_on": TODAY - timedelta(days=30)}, ()),
        ({"noticed_on": TODAY - timedelta(days=31)}, (Missing.TOO_LATE,)),
        ({"child_is_flagged": True}, (Missing.CHILD,)),
        ({"is_supervisor": False}, (Missing.SUPERVISOR,)),
    ],
)
def test_a_removal_needs_every_step(
    state: str, change: dict[str, object], needs: tuple[Missing, ...]
) -> None:
    """CS-7."""
    steps = Steps(**{**READY, **change})  # type: ignore[arg-type]

    assert missing(jurisdiction(state), steps, on=TODAY) == needs


def test_kansas_skips_notice_on_an_incoming_interstate_case() -> None:
    steps = Steps(signed_on=TODAY, is_supervisor=True, is_interstate=True)

    assert missing(jurisdiction("KS"), steps, on=TODAY) == ()
    assert missing(jurisdiction("OK"), steps, on=TODAY) == (Missing.NOTICE,)


@pytest.mark.parametrize(
    "asked, first",
    [
        (Asked(Request.NOTICED, TODAY), TODAY + timedelta(days=30)),
        (Asked(Request.OBJECTED, TODAY), None),
        (Asked(Request.REFUSED, TODAY, TODAY), None),
        (Asked(Request.GRANTED, TODAY, TODAY), TODAY + timedelta(days=51)),
        (Asked(Request.GRANTED, TODAY), None),
    ],
)
def test_an_address_is_held_through_notice_objection_and_appeal(
    asked: Asked, first: date | None
) -> None:
    """CS-25."""
    rules = jurisdiction("WA")

    assert may_answer(rules, asked) == first
    assert is_open(rules, asked, on=TODAY)
    if first:
        assert is_open(rules, asked, on=first - timedelta(days=1))
        assert not is_open(rules, asked, on=first)
