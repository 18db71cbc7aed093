"""The life of a packet: every pair of state and act, by one table."""

from datetime import UTC, datetime, timedelta

import pytest

from safelight.core.packet_life import (
    TRANSITIONS,
    NotAllowedNow,
    PacketAct,
    PacketState,
    after,
    is_readable,
    state_now,
)

NOW = datetime(2026, 1, 15, tzinfo=UTC)
PAIRS = [(state, act) for state in PacketState for act in PacketAct]


@pytest.mark.parametrize("state, act", PAIRS)
def test_the_table_says_what_may_follow(state: PacketState, act: PacketAct) -> None:
    if (state, act) in TRANSITIONS:
        assert after(state, act, on_release=False) is TRANSITIONS[state, act]
        return
    with pytest.raises(NotAllowedNow, match="not possible now"):
        after(state, act, on_release=False)


def test_on_a_release_it_is_shown_before_it_is_sent() -> None:
    with pytest.raises(NotAllowedNow, match="Show the packet"):
        after(PacketState.DRAFTED, PacketAct.SEND, on_release=True)

    shown = after(PacketState.DRAFTED, PacketAct.SHOW, on_release=True)
    assert after(shown, PacketAct.SEND, on_release=True) is PacketState.SENT


@pytest.mark.parametrize("state", [PacketState.RECALLED, PacketState.EXPIRED])
def test_nothing_follows_the_end(state: PacketState) -> None:
    assert not any(begin is state for begin, _ in TRANSITIONS)


@pytest.mark.parametrize(
    "recalled, minutes, readable",
    [(False, 1, True), (False, 0, False), (False, -1, False), (True, 1, False)],
)
def test_it_is_readable_until_its_end_or_recall(
    recalled: bool, minutes: int, readable: bool
) -> None:
    ends = NOW + timedelta(minutes=minutes)
    recalled_at = NOW if recalled else None

    assert is_readable(ends=ends, recalled_at=recalled_at, at=NOW) is readable


@pytest.mark.parametrize(
    "state, is_read, minutes, expected",
    [
        (PacketState.SENT, False, 1, PacketState.SENT),
        (PacketState.SENT, True, 1, PacketState.READ),
        (PacketState.SENT, True, 0, PacketState.EXPIRED),
        (PacketState.RECALLED, True, -1, PacketState.RECALLED),
        (PacketState.DRAFTED, False, -1, PacketState.DRAFTED),
    ],
)
def test_the_state_follows_readings_and_the_clock(
    state: PacketState, is_read: bool, minutes: int, expected: PacketState
) -> None:
    ends = NOW + timedelta(minutes=minutes)

    assert state_now(state, is_read=is_read, ends=ends, at=NOW) is expected
