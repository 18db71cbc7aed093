"""Many records at once: no fault is missed, and what is right is not asked about again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.registry.checks import Checks
from safelight.core.registry.keys import NONE, key_of, key_set, keys_of, mixed
from safelight.core.registry.layout import LayoutInvalid, layout
from safelight.core.registry.lines import Rows, split
from safelight.core.registry.record import RecordInvalid, new, read
from safelight.core.suppression import suppressed

KINDS = ("FA", "FC", "FD", "FP", "FQ", "FS", "FT", "FZ")


def rows(*lines: bytes) -> Rows:
    return np.frombuffer(bytearray(b"".join(lines)), np.uint8).reshape(len(lines), -1)


def is_wrong(record: str, line: bytes) -> bool:
    try:
        read(layout(record), line)
    except RecordInvalid:
        return True
    return False


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_fault_is_missed(data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(KINDS))
    of = layout(record)
    line = bytearray(b" " * of.length)
    for field in of.fields:
        values = [*(field.codes or ()), field.fixed, "", "20240229", "19910402", "1" * 9,
                  "0" * 8, "12345678X", "00010101", "X"]  # fmt: skip
        text = data.draw(st.sampled_from(values)) if not field.is_filler else ""
        line[field.bytes] = text[: field.length].encode().ljust(field.length)

    (doubtful,) = Checks(of).doubtful(rows(bytes(line)))

    assert doubtful or not is_wrong(record, bytes(line))


def test_what_is_right_is_not_asked_about_again() -> None:
    right = new(
        layout("FP"), action="A", case_id="1", birth_date="19911231", ssn="123456789",
        sex="F", participant_type="CH", family_violence="FV",
    ).raw  # fmt: skip
    leap = new(layout("FP"), action="A", case_id="1", birth_date="19920229").raw

    assert Checks(layout("FP")).doubtful(rows(right, leap)).tolist() == [False, True]


ids = st.text("0123456789AZ ", min_size=1, max_size=15).map(str.strip).filter(bool)


@settings(max_examples=100, deadline=None)
@given(st.lists(ids), st.lists(ids))
def test_a_set_has_what_was_put_into_it(held: list[str], others: list[str]) -> None:
    known = key_set(key_of(text, 15) for text in held)
    asked = [*held, *others]
    field = layout("FC").field("case_id")
    lines = [b"FCA" + text.encode().ljust(637) for text in asked]
    keys = keys_of(rows(*lines), field) if lines else np.zeros(0, np.uint64)

    assert known.has(keys).tolist() == [text in held for text in asked]
    assert len(known) == len(set(held))


def test_a_blank_id_is_nobodys() -> None:
    assert key_of("", 15) == NONE
    assert (
        len(key_set([0, 0])) == 0 and not key_set([]).has(np.zeros(2, np.uint64)).any()
    )


def test_a_full_set_is_looked_through_to_the_end() -> None:
    every = mixed(np.arange(1, 30_000, dtype=np.uint64), np.uint64(1 << 40))
    others = mixed(np.arange(1, 30_000, dtype=np.uint64), np.uint64(1 << 41))
    known = key_set(every.copy())

    assert known.has(every).all() and not known.has(others).any()
    more = known.with_more(others.copy())
    assert more.has(every).all() and more.has(others).all()
    assert len(more) == 2 * len(known)


def test_lines_are_split_by_their_own_end_alone() -> None:
    assert split(b"ab\ncd", 2, b"\n") == [b"ab", b"cd"]
    assert split(b"ab\r\ncd\nef\r\n", 2, b"\r\n") == [b"ab", b"cd\n", b"ef"]
    assert split(b"abcde", 2, b"") == [b"ab", b"cd", b"e"]


def test_a_layout_grows_and_never_shrinks() -> None:
    assert layout("FZ").of_length(920).fields[-1].at == 640
    assert layout("FZ").of_length(640) is layout("FZ")
    with pytest.raises(LayoutInvalid, match="has 920 bytes, not 640"):
        layout("FT").of_length(640)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({"a": 100, "b": 0}, {"a": 100, "b": 0}),
        ({"a": 100, "b": 10, "c": 50}, {"a": 100, "b": None, "c": None}),
        ({"a": 100, "b": 10, "c": 1}, {"a": 100, "b": None, "c": None}),
        ({"a": 100, "b": 5, "c": 1}, {"a": None, "b": None, "c": None}),
        ({"a": 0, "b": 3, "c": 27}, {"a": 0, "b": None, "c": None}),
        ({"a": 11, "b": 12}, {"a": 11, "b": 12}),
        ({"a": 5}, {"a": None}),
        ({}, {}),
    ],
)
def test_no_small_count_is_shown_or_can_be_worked_out(
    cells: dict[str, int], shown: dict[str, int | None]
) -> None:
    assert suppressed(cells) == shown
