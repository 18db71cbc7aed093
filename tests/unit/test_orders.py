"""Orders of protection: codes, what follows from each, what counsel looks at."""

from datetime import date

import pytest

from safelight.core.orders.order import (
    BLOCKS,
    HANDOVER,
    REVIEW,
    UNCLEAR,
    Condition,
    NotLikeThis,
    Order,
    conditions,
    require,
)
from safelight.core.vocabulary import Flag

DAY = date(2026, 3, 2)


def order(**more: object) -> Order:
    given = {
        "issued_on": DAY, "expires_on": None, "conditions": frozenset({Condition.NO_HARM}),
        "against_petitioner": Flag.CLEAR, "cross_petition": Flag.UNKNOWN,
        "own_findings": Flag.UNKNOWN, **more,
    }  # fmt: skip
    return Order(**given)  # type: ignore[arg-type]


def test_the_nine_codes_and_no_other() -> None:
    assert [one.value for one in Condition] == [f"0{n}" for n in range(1, 10)]
    assert conditions(["04", "09"]) == {Condition.STAY_AWAY, Condition.CUSTODY}
    with pytest.raises(NotLikeThis, match="code 10, 4; the codes are 01 to 09"):
        conditions(["04", "10", "4"])
    with pytest.raises(NotLikeThis, match="at least one"):
        conditions([])


def test_what_follows_from_a_condition() -> None:
    for condition in Condition:
        one = order(conditions=frozenset({condition}))
        assert one.blocks is (condition.value in ("04", "05"))
        assert one.needs_handover is (condition.value in ("06", "09"))
    assert not BLOCKS & HANDOVER


@pytest.mark.parametrize(
    "ends, on, is_in_force",
    [(None, DAY, True), (None, date(2025, 1, 1), False), (date(2026, 4, 1), DAY, True),
     (DAY, DAY, True), (DAY, date(2026, 3, 3), False)],
)  # fmt: skip
def test_when_it_is_in_force(ends: date | None, on: date, is_in_force: bool) -> None:
    assert order(expires_on=ends).is_in_force(on) is is_in_force


@pytest.mark.parametrize(
    "against, cross, findings, says",
    [
        (Flag.CLEAR, Flag.UNKNOWN, Flag.UNKNOWN, ""),
        (Flag.SET, Flag.SET, Flag.SET, ""),
        (Flag.SET, Flag.SET, Flag.UNKNOWN, REVIEW),
        (Flag.SET, Flag.CLEAR, Flag.SET, REVIEW),
        (Flag.UNKNOWN, Flag.UNKNOWN, Flag.UNKNOWN, UNCLEAR),
    ],
)
def test_an_order_against_who_asked_first_is_looked_at(
    against: Flag, cross: Flag, findings: Flag, says: str
) -> None:
    one = order(against_petitioner=against, cross_petition=cross, own_findings=findings)
    assert one.review == says


def test_an_order_does_not_end_before_it_begins() -> None:
    with pytest.raises(NotLikeThis, match="ends before"):
        require(order(expires_on=date(2026, 3, 1)))
    require(order(expires_on=DAY))
