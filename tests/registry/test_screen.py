"""A registry file screened: what leaves, what is rejected, and what stays as it was."""

import os
import random
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safelight.core.gate.question import Question
from safelight.core.registry.layout import layout
from safelight.core.vocabulary import Purpose, Standing
from safelight.interop.registry import files, flags
from safelight.interop.registry.files import FileInvalid
from safelight.interop.registry.orders import Order, Outcome
from safelight.interop.registry.screen import rejects_of, screened
from tests.registry import reference
from tests.registry.files import HEAD, asked, case, person, query, written

COUNTY = layout("FP").field("county_fips").bytes
NUMBER = layout("FP").field("ssn").bytes


def run(source: Path, target: Path, **wishes: Any) -> Outcome:
    wishes = {"question": asked(), "vault": "vault"} | wishes
    return screened(Order(source=source, target=target, **wishes), lambda done: None)


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")[1:-2]


def test_of_a_flagged_person_no_county_and_no_number_leaves(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(1, 1, flag="FV"), person(2, 2)])

    run(source, tmp_path / "out")

    hers, his = lines(tmp_path / "out")
    assert hers[COUNTY] == b"   " and hers[NUMBER] == b" " * 9
    assert his[COUNTY] == b"003" and his[NUMBER] == b"000000002"
    assert all(b"SEEN BY ME" not in line and b"FV" not in line for line in (hers, his))


def test_whoever_shares_her_case_does_not_lead_to_her(tmp_path: Path) -> None:
    """CS-17: an unflagged child, and the case itself."""
    source = written(
        tmp_path / "in",
        [case(1), person(1, 1, flag="FV"), person(1, 2), case(2), person(2, 3)],
    )
    locate = asked(purpose=Purpose.LOCATE)

    outcome = run(source, tmp_path / "out", question=locate)

    kept = lines(tmp_path / "out")
    assert len(kept) == 2 and outcome.kept == 2
    assert all(b"0000000002" in line for line in kept)
    assert b"00000002" in (tmp_path / "out").read_bytes().split(b"\n")[-2]


def test_her_flag_in_one_case_protects_her_in_every_case(tmp_path: Path) -> None:
    """CS-6, and with her whoever is in the other case."""
    source = written(
        tmp_path / "in",
        [person(1, 7, flag="FV"), person(2, 7), person(2, 8), person(3, 9)],
    )

    run(source, tmp_path / "out")

    assert [line[COUNTY] for line in lines(tmp_path / "out")] == [
        b"   ", b"   ", b"   ", b"003",
    ]  # fmt: skip


def test_flags_of_the_vault_protect_too(tmp_path: Path) -> None:
    source = written(
        tmp_path / "in", [person(1, 1), person(1, 2), person(2, 3), case(4)]
    )
    flags.write(tmp_path / "flags", cases=["0000000004"], people=[f"{1:015}"])
    known = flags.read(tmp_path / "flags")

    run(source, tmp_path / "out", known=known)

    counties = [line[COUNTY] for line in lines(tmp_path / "out")[:3]]
    assert counties == [b"   ", b"   ", b"003"]
    of_case = layout("FC").field("county_fips").bytes
    assert lines(tmp_path / "out")[3][of_case] == b"   "
    assert stat.S_IMODE((tmp_path / "flags").stat().st_mode) == 0o600


def test_the_registry_gets_the_indicator_and_no_reason(tmp_path: Path) -> None:
    """CS-14."""
    source = written(tmp_path / "in", [person(1, 1, flag="FV")])

    run(source, tmp_path / "out", question=asked(Standing.REGISTRY))

    (line,) = lines(tmp_path / "out")
    assert line[45:47] == b"FV" and line[NUMBER] == b"000000001"
    assert line[COUNTY] == b"   " and b"SEEN BY ME" not in line and b"ALL" not in line


def test_the_other_party_gets_nothing_of_anybody(tmp_path: Path) -> None:
    """CS-13: flagged or not, the file is the same."""
    outs = []
    for flag in ("FV", ""):
        source = written(tmp_path / "in", [person(1, 1, flag=flag), case(1)])
        run(source, tmp_path / "out", question=asked(Standing.PARTY))
        outs.append((tmp_path / "out").read_bytes())

    assert outs[0] == outs[1] and len(outs[0].split(b"\n")) == 3


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "short": (lambda line: line[:600], "the line: 600 bytes long"),
    "long": (lambda line: line + b"more", "the line: 644 bytes long"),
    "empty": (lambda line: b"", "the line: 0 bytes long"),
    "code": (
        lambda line: line[:2] + b"X" + line[3:],
        "action: must be one of A, C, D, L",
    ),
    "date": (
        lambda line: line.replace(b"19910402", b"19910431"),
        "birth_date: must be",
    ),
    "no leap": (
        lambda line: line.replace(b"19910402", b"19910229"),
        "birth_date: must be",
    ),
    "digits": (
        lambda line: line[:71] + b"12345678X" + line[80:],
        "ssn: must be 9 digits",
    ),
    "blank": (
        lambda line: line[:3] + b" " * 15 + line[18:],
        "case_id: must not be blank",
    ),
    "kind": (lambda line: b"ZZ" + line[2:], "record_id: must be one of"),
    "header again": (lambda line: HEAD, "record_id: must be one of"),
    "byte": (
        lambda line: line[:100] + b"\xe9" + line[101:],
        "the line: a byte that is no printable",
    ),
    "control": (
        lambda line: line[:100] + b"\x00" + line[101:],
        "the line: a byte that is no printable",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_record_goes_to_the_rejects_with_its_line_and_reason(
    tmp_path: Path, fault: str
) -> None:
    damage, reason = BAD[fault]
    bad = damage(person(5, 5))
    source = written(tmp_path / "in", [person(1, 1), bad, person(2, 2)])
    before = source.read_bytes()

    outcome = run(source, tmp_path / "out")

    assert (outcome.records, outcome.kept, outcome.rejected) == (3, 2, 1)
    raw, words = rejects_of(tmp_path / "out")
    assert raw.read_bytes() == bad + b"\n"
    assert words.read_text().startswith(f"line 3: {reason}")
    assert source.read_bytes() == before
    assert len(lines(tmp_path / "out")) == 2
    assert "BRANDT" not in words.read_text()


def test_a_leap_day_is_a_day(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(1, 1, birth_date="19920229")])

    assert run(source, tmp_path / "out").rejected == 0


def test_whatever_cannot_be_read_may_be_about_anybody_in_its_case(
    tmp_path: Path,
) -> None:
    bad = person(1, 1, flag="FV")[:600]
    source = written(tmp_path / "in", [person(1, 2), bad, person(2, 3)])

    run(source, tmp_path / "out")

    assert [line[COUNTY] for line in lines(tmp_path / "out")] == [b"   ", b"003"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_record_that_stands_there_twice_passes_once(
    tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BLOCK_BYTES", 641 * 3)
    many = [person(n, n) for n in range(1, 12)]
    source = written(tmp_path / "in", [*many, person(3, 3, last_name="OTHER")])

    outcome = run(source, tmp_path / "out", workers=workers)

    assert (outcome.kept, outcome.rejected) == (11, 1)
    _, words = rejects_of(tmp_path / "out")
    assert words.read_text() == "line 13: the record: stands in the file before\n"
    assert b"OTHER" not in (tmp_path / "out").read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (HEAD + b"\n", "a header and nothing after it"),
        (b"hello\n" * 500, "Is this a registry file"),
        (person(1, 1) + b"\n" + person(1, 2) + b"\n", "first line is no header"),
        (HEAD + b"\n" + person(1, 1) + b"\n", "perhaps the file is cut off"),
        (
            HEAD + b"\n" + person(1, 1) + b"\n" + person(1, 2)[:333],
            "perhaps the file is cut off",
        ),
    ],
)
def test_a_file_that_is_none_or_cut_off_is_refused_whole(
    tmp_path: Path, content: bytes, words: str
) -> None:
    source = tmp_path / "in"
    source.write_bytes(content)

    with pytest.raises(FileInvalid, match=words):
        run(source, tmp_path / "out")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


def test_a_trailer_that_counts_otherwise_stops_the_run(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(1, 1), person(2, 2)], count=3)
    (tmp_path / "out").write_bytes(b"yesterday's")

    with pytest.raises(FileInvalid, match="says 3 records, and there are 2"):
        run(source, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"yesterday's"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_the_output_is_never_the_input_and_has_one_writer(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(1, 1)])

    with pytest.raises(FileInvalid, match="output is the input"):
        run(source, source)

    def another(outcome: Outcome) -> None:
        with pytest.raises(FileInvalid, match="Another run"):
            run(source, tmp_path / "out")
        assert not (tmp_path / "out").exists()

    order = Order(
        source=source, target=tmp_path / "out", question=asked(), vault="vault"
    )
    screened(order, lambda done: None, before=another)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_what_a_killed_run_left_is_not_in_the_way(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(n, n) for n in range(1, 20)])
    (tmp_path / ".out.part").write_bytes(b"half of it" * 9999)

    run(source, tmp_path / "out")

    assert len(lines(tmp_path / "out")) == 19
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_a_run_killed_while_it_writes_is_simply_started_again(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(n, n) for n in range(1, 20)])
    child = os.fork()
    if child == 0:
        order = Order(
            source=source, target=tmp_path / "out", question=asked(), vault="v"
        )
        screened(order, lambda done: None, before=lambda outcome: os._exit(9))
    os.waitpid(child, 0)
    assert not (tmp_path / "out").exists()

    run(source, tmp_path / "out")

    assert (tmp_path / "out").read_bytes() == reference.screened(source, asked()).out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b""])
def test_lines_end_as_they_came(tmp_path: Path, end: bytes) -> None:
    source = written(tmp_path / "in", [person(1, 1), person(2, 2)], end=end)

    assert run(source, tmp_path / "out").kept == 2

    out = (tmp_path / "out").read_bytes()
    assert len(out) == 4 * (640 + len(end)) and out[640 : 640 + len(end)] == end


def test_a_last_line_without_an_end_stays_without(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(1, 1)])
    source.write_bytes(source.read_bytes()[:-1])

    run(source, tmp_path / "out")

    assert not (tmp_path / "out").read_bytes().endswith(b"\n")


def test_a_line_with_another_end_is_rejected(tmp_path: Path) -> None:
    source = written(
        tmp_path / "in", [person(1, 1), person(2, 2), person(3, 3)], end=b"\r\n"
    )
    whole = source.read_bytes()
    source.write_bytes(whole[: 642 * 2 + 640] + whole[642 * 2 + 641 :])

    assert run(source, tmp_path / "out").rejected == 1


def test_digests_bind_what_came_what_left_and_what_was_decided(tmp_path: Path) -> None:
    one = written(tmp_path / "one", [person(n, n) for n in range(1, 9)])
    other = written(
        tmp_path / "other", [person(n, n, flag="FV" * (n == 5)) for n in range(1, 9)]
    )

    found = [
        run(path, tmp_path / "out", with_digests=True).digest
        for path in (one, one, other)
    ]

    assert found[0] == found[1] != found[2] and len(found[0]) == 64
    assert run(one, tmp_path / "out").digest == ""


people = st.builds(
    person, st.integers(1, 6), st.integers(1, 8), flag=st.sampled_from(["", "", "FV"])
)
records = st.one_of(people, people, st.builds(case, st.integers(1, 6)),
                    st.builds(query, st.integers(1, 6), st.integers(1, 8)))  # fmt: skip
damaged = st.builds(
    lambda line, name: BAD[name][0](line), people, st.sampled_from(sorted(BAD))
)
contents = st.lists(
    st.one_of(records, records, records, damaged), min_size=1, max_size=30
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    contents, st.sampled_from([1, 2, 3]), st.booleans(),
    st.sampled_from([Purpose.LOCATE, Purpose.ENFORCE_SUPPORT]), st.integers(1, 4),
)  # fmt: skip
def test_every_file_comes_out_as_in_plain_python(
    tmp_path: Path, held: list[bytes], workers: int, by_case: bool, purpose: Purpose,
    block: int,
) -> None:  # fmt: skip
    source = written(tmp_path / "in", held)
    question: Question = asked(purpose=purpose)
    expected = reference.screened(source, question, by_case=by_case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "BLOCK_BYTES", 641 * block)
        outcome = run(
            source, tmp_path / "out",
            question=question, workers=workers, by_case=by_case,
        )  # fmt: skip

    assert (tmp_path / "out").read_bytes() == expected.out
    assert outcome.rejected == len(expected.rejected)
    _, words = rejects_of(tmp_path / "out")
    told = words.read_text().splitlines() if words.exists() else []
    assert [int(w.split()[1][:-1]) - 2 for w in told] == expected.rejected


def test_a_larger_file_in_any_order(tmp_path: Path) -> None:
    chance = random.Random(3)
    held = [
        person(n // 3, n, flag="FV" * (chance.random() < 0.2)) for n in range(3, 12_000)
    ]
    chance.shuffle(held)
    source = written(tmp_path / "in", held)

    run(source, tmp_path / "out", workers=2)

    assert (tmp_path / "out").read_bytes() == reference.screened(source, asked()).out
