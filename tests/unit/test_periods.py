"""Periods are half-open and never empty."""

from datetime import UTC, datetime, timedelta

import pytest

from safelight.core.periods import Period

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_period_covers_its_start_and_not_its_end() -> None:
    period = Period(START, START + DAY)

    assert period.covers(START)
    assert not period.covers(START + DAY)
    assert not period.covers(START - timedelta(microseconds=1))
    assert period.days == 1


@pytest.mark.parametrize("days, overlaps", [(-1, False), (0, True), (1, False)])
def test_periods_that_touch_do_not_overlap(days: int, overlaps: bool) -> None:
    one = Period(START, START + DAY)
    other = Period(START + days * DAY, START + (days + 1) * DAY)

    assert one.overlaps(other) is overlaps


@pytest.mark.parametrize("end", [START, START - DAY])
def test_an_empty_or_backward_period_is_refused(end: datetime) -> None:
    with pytest.raises(ValueError, match="end must come after the start"):
        Period(START, end)


def test_a_period_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Period(START.replace(tzinfo=None), START)
