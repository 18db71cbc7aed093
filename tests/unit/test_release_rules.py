"""What a release needs: CF-7, CF-8, CF-11, CF-12, CF-14."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from safelight.core.periods import Period
from safelight.core.release_rules import (
    RECIPIENT_DUTIES,
    Draft,
    ReleaseInvalid,
    require_valid,
)
from safelight.core.vocabulary import AgencyKind, Signer

START = datetime(2026, 1, 1, tzinfo=UTC)
VALID = Draft(
    recipient="support",
    items=("contact:1",),
    period=Period(START, START + timedelta(days=14)),
    signer=Signer.ADULT,
    is_minor=None,
    has_co_signer=False,
    co_signer_may_abuse=True,
    minor_may_sign_alone=False,
    risks="They may keep it.",
    alternatives="She could call.",
    long_period_confirmed=False,
    cap_days=90,
)


def days(number: int) -> Period:
    return Period(START, START + timedelta(days=number))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"period": days(30)},
        {"period": days(31), "long_period_confirmed": True},
        {"signer": Signer.MINOR, "minor_may_sign_alone": True},
        {
            "signer": Signer.MINOR_AND_PARENT,
            "has_co_signer": True,
            "co_signer_may_abuse": False,
        },
    ],
)
def test_what_is_valid(changed: dict[str, Any]) -> None:
    require_valid(replace(VALID, **changed))


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"recipient": ""}, "one recipient"),
        ({"items": ()}, "a release of everything is not valid"),
        ({"period": days(91), "long_period_confirmed": True}, "At most 90 days"),
        ({"period": days(31)}, "More than 30 days"),
        ({"risks": " "}, "risks"),
        ({"alternatives": ""}, "other ways"),
        ({"signer": Signer.NONE}, "who signed"),
        ({"is_minor": True}, "this is a minor"),
        (
            {
                "is_minor": False,
                "signer": Signer.MINOR,
                "minor_may_sign_alone": True,
            },
            "this is an adult",
        ),
        ({"signer": Signer.MINOR}, "A minor signs alone only"),
        ({"signer": Signer.MINOR_AND_PARENT}, "which parent"),
        (
            {"signer": Signer.MINOR_AND_PARENT, "has_co_signer": True},
            "cannot sign for the child",
        ),
    ],
)
def test_what_is_not(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ReleaseInvalid, match=words) as raised:
        require_valid(replace(VALID, **changed))

    assert len(raised.value.faults) == 1


def test_every_fault_is_said_at_once() -> None:
    empty = replace(VALID, recipient="", items=(), risks="", alternatives="")

    with pytest.raises(ReleaseInvalid) as raised:
        require_valid(empty)

    assert len(raised.value.faults) == 4


def test_every_kind_of_recipient_has_words_on_what_it_must_keep() -> None:
    """CF-30."""
    assert set(RECIPIENT_DUTIES) == set(AgencyKind) - {AgencyKind.NONE}
