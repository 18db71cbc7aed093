"""Two sides of a case do not meet (CS-30)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from safelight.core.support.calendar import Clash, Kind, Visit, check, leaving

NINE = datetime(2027, 3, 3, 9, tzinfo=UTC)


def visit(kind: Kind = Kind.TEST, hour: float = 0, **more: Any) -> Visit:
    starts = NINE + timedelta(hours=hour)
    given = {"site": "County Lab", "is_remote": False, "is_hers": True, **more}
    return Visit(
        kind=kind, starts_at=starts, ends_at=starts + timedelta(minutes=30), **given
    )


def his(kind: Kind = Kind.TEST, hour: float = 0, **more: Any) -> Visit:
    return visit(kind, hour, **{"is_hers": False, **more})


@pytest.mark.parametrize(
    "new, other",
    [
        (visit(hour=5), his()),
        (visit(hour=5, site=" county  LAB"), his()),
        (visit(Kind.OFFICE, 0.5), his(Kind.OFFICE)),
        (visit(Kind.OFFICE, 1.2), his(Kind.OFFICE)),
        (visit(Kind.OFFICE), his(Kind.OFFICE, 1.2)),
        (visit(Kind.HEARING), his(Kind.HEARING)),
        (visit(Kind.HEARING, 0.9), his(Kind.HEARING)),
        (his(hour=5), visit()),
    ],
)
def test_refused(new: Visit, other: Visit) -> None:
    with pytest.raises(Clash) as error:
        check(new, [other])

    assert "Choose another day" in str(error.value)


@pytest.mark.parametrize(
    "new, other",
    [
        (visit(hour=24), his()),
        (visit(site="Other Lab"), his()),
        (visit(is_remote=True), his()),
        (visit(), his(is_remote=True)),
        (visit(), visit()),
        (visit(Kind.OFFICE, 2), his(Kind.OFFICE)),
        (visit(Kind.HEARING, 1), his(Kind.HEARING)),
    ],
)
def test_booked(new: Visit, other: Visit) -> None:
    check(new, [other])


def test_the_protected_person_leaves_first() -> None:
    assert "Leaves first" in leaving(visit())
    assert "held back" in leaving(his())
    assert leaving(visit(is_remote=True)) == ""
