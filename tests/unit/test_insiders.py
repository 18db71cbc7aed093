"""Which access a supervisor is shown (CS-9)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from safelight.core.insiders import Access, Why, is_out_of_hours, unusual

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
ANN, BEN = uuid4(), uuid4()


def access(
    who: object = ANN, record: bytes = b"a", hours: float = 0, *, no: bool = False
) -> Access:
    return Access(who, record, MONDAY + timedelta(hours=hours), no)  # type: ignore[arg-type]


def test_ordinary_work_is_not_shown() -> None:
    day = [access(record=bytes([n]), hours=n / 10) for n in range(40)]
    day += [access(no=True), access(no=True)]

    assert unusual(day) == []


def test_one_record_again_and_again() -> None:
    found = unusual([access(no=True, hours=n) for n in range(3)])

    assert [(one.why, one.times) for one in found] == [(Why.ONE_RECORD, 3)]
    assert found[0].last_at == MONDAY + timedelta(hours=2)


def test_many_that_are_not_theirs() -> None:
    found = unusual([access(record=bytes([n]), no=True) for n in range(5)])

    assert [(one.why, one.times) for one in found] == [(Why.NOT_THEIRS, 5)]


def test_each_worker_by_themselves_the_most_often_first() -> None:
    day = [access(ANN, no=True)] * 3 + [access(BEN, hours=12)] * 4

    assert [(one.worker, one.why) for one in unusual(day)] == [
        (BEN, Why.OUT_OF_HOURS), (ANN, Why.ONE_RECORD),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hours, expected",
    [(0, False), (-3, False), (-4, True), (8.9, False), (9, True), (24 * 5, True)],
)
def test_hours(hours: float, expected: bool) -> None:
    assert is_out_of_hours(MONDAY + timedelta(hours=hours)) is expected
