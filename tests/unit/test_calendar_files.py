"""Calendar files: times and nothing else; messy ones read or refused, never more."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.calendar_files import (
    MOST_BYTES,
    MOST_EVENTS,
    NotRead,
    Times,
    read,
)

HERE = ZoneInfo("America/New_York")
EVENT = (
    "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Lena at Canary Shelter\r\n{start}\r\n"
    "LOCATION:12 Canary Lane\r\nATTENDEE:mailto:canary@example.org\r\nEND:VEVENT\r\n"
)


def file(*starts: str) -> bytes:
    events = "".join(EVENT.format(start=start) for start in starts)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n".encode()


@pytest.mark.parametrize(
    "start, hour",
    [
        ("DTSTART:20260302T150000Z", 15),
        ("DTSTART;TZID=America/Chicago:20260302T090000", 15),
        ("DTSTART:20260302T100000", 15),
    ],
)
def test_a_time_in_its_zone(start: str, hour: int) -> None:
    assert read(file(start), HERE) == Times(
        (datetime(2026, 3, 2, hour, tzinfo=UTC),), 0
    )


@pytest.mark.parametrize(
    "start",
    ["DTSTART;VALUE=DATE:20260302", "DTSTART:20260302T150000Z\r\nRRULE:FREQ=DAILY",
     "DTSTART:nonsense", "DESCRIPTION:no beginning"],
)  # fmt: skip
def test_what_has_no_hour_is_left_out_and_the_others_stay(start: str) -> None:
    found = read(file(start, "DTSTART:20260302T150000Z"), HERE)
    assert len(found.begins) == 1 and found.left_out == 1


@pytest.mark.parametrize(
    "raw, words",
    [
        (b"", "no event"), (b"\xff\xfe\x00garbage", "no calendar file"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT", "no"), (file(), "no event"),
        (b"x" * (MOST_BYTES + 1), "1 MB"),
        (file(*["DTSTART:20260302T150000Z"] * (MOST_EVENTS + 1)), "More than"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(NotRead, match=words) as refused:
        read(raw, HERE)
    assert "Canary" not in str(refused.value)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_nothing_else_ever_happens(noise: bytes, place: int) -> None:
    whole = file("DTSTART;TZID=Nowhere/Else:20260302T150000")
    with suppress(NotRead):
        read(whole[:place] + noise + whole[place:], HERE)
    with suppress(NotRead):
        read(noise, HERE)
