"""`safelight registry screen` and `sample`: what is asked, said and refused."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from safelight.cli.main import main
from safelight.cli.progress import bar
from safelight.core.registry.layout import layout
from safelight.interop.registry.files import shape
from tests.registry.files import person, written

OTHER = ("--recipient", "other-state", "--purpose", "enforce-support")
COUNTY = layout("FP").field("county_fips").bytes


def screen(*words: object) -> int:
    return main(["registry", "screen", *map(str, words)])


def test_a_sample_can_be_screened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["registry", "sample", str(tmp_path / "in"), "--people", "90"]) == 0
    assert main(["registry", "sample", str(tmp_path / "two"), "--people", "90",
                 "--shuffled", "--json"]) == 0  # fmt: skip
    capsys.readouterr()

    for name in ("in", "two"):
        assert screen(tmp_path / name, tmp_path / "out", *OTHER, "--json") == 0
        report = json.loads(capsys.readouterr().out)
        assert report["of_these"] == {"passed": 90, "left_out": 0, "rejected": 0}
        assert report["certified"] is False and report["recipient"] == "OTHER_STATE"
    cells = [one["records"] for one in report["decided"]]
    assert all(cell is None or cell > 10 for cell in cells)


def test_rejects_are_in_the_words_and_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = written(tmp_path / "in", [person(1, 1), person(2, 2)[:99]])

    assert screen(source, tmp_path / "out", *OTHER) == 1

    said = capsys.readouterr().out
    assert said.startswith("2 records: 1 passed, 1 rejected: ")
    assert str(tmp_path / "out.rejects.txt") in said


GROUND: dict[str, Any] = {
    "kind": "AGREEMENT", "sender": "support", "recipient": "protection",
    "categories": ["LOCATION", "COURT"], "purposes": ["CHILD_SAFETY"],
    "channels": ["TRANSMIT"], "starts": "2020-01-01T00:00:00Z",
    "ends": "2120-01-01T00:00:00Z", "revoked": "CLEAR",
}  # fmt: skip


def test_a_ground_is_what_it_says_and_protects_the_flagged(tmp_path: Path) -> None:
    source = written(tmp_path / "in", [person(1, 1, flag="FV"), person(2, 2)])
    (tmp_path / "ground").write_text(json.dumps(GROUND))

    done = screen(source, tmp_path / "out", "--recipient", "child-protection", "--purpose",
                  "child-safety", "--ground", tmp_path / "ground")  # fmt: skip

    _, hers, his, *_ = (tmp_path / "out").read_bytes().split(b"\n")
    assert done == 0
    assert (hers[COUNTY], his[COUNTY]) == (b"   ", b"003")
    assert b"BRANDT" not in his and b"0000000002" in his


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "A WISH"}, "kind:"),
        ({"starts": "2020-01-01T00:00:00"}, "say the time zone"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_ground_that_is_none_is_refused_by_name(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, Any],
    words: str,
) -> None:
    source = written(tmp_path / "in", [person(1, 1)])
    (tmp_path / "ground").write_text(json.dumps(GROUND | change))

    assert (
        screen(source, tmp_path / "out", *OTHER, "--ground", tmp_path / "ground") == 2
    )
    assert words in capsys.readouterr().err


def test_what_cannot_be_used_is_said_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = written(tmp_path / "in", [person(1, 1)])
    (tmp_path / "flags").write_text("person 1\n")
    (tmp_path / "bad").write_text("safelight registry flags 1\nperson 1\nanybody\n")
    (tmp_path / "long").write_text(f"safelight registry flags 1\ncase {'9' * 16}\n")

    for words, said in (
        ((tmp_path / "none", tmp_path / "out", *OTHER), "A file cannot be used"),
        ((source, tmp_path / "no" / "out", *OTHER), "There is no folder"),
        ((source, tmp_path / "out", *OTHER, "--report", source), "are the same"),
        (
            (source, tmp_path / "out", *OTHER, "--flags", tmp_path / "flags"),
            "must begin",
        ),
        (
            (source, tmp_path / "out", *OTHER, "--flags", tmp_path / "bad"),
            "line 3: must be",
        ),
        ((source, tmp_path / "out", *OTHER, "--flags", tmp_path / "long"), "1 to 15"),
        (
            (source, tmp_path / "out", *OTHER, "--ground", tmp_path / "none"),
            "cannot be used",
        ),
    ):
        assert screen(*words) == 2
        assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main(["registry", "sample", str(tmp_path / "s"), "--people", "0"]) == 2
    assert main(["registry", "sample", str(tmp_path / "no" / "s")]) == 2


def test_spark_is_an_extra(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(tmp_path / "in", [person(1, 1)])
    monkeypatch.setitem(sys.modules, "safelight.interop.registry.cluster", None)

    assert screen(source, tmp_path / "out", *OTHER, "--engine", "spark") == 2
    assert "safelight[spark]" in capsys.readouterr().err


def test_the_bar_counts_records_and_begins_again_with_each_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    form = shape(written(tmp_path / "in", [person(n, n) for n in range(1, 11)]))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    with bar(form) as progress:
        for done in (641 * 5, 641 * 10, 641 * 5, 641 * 10):
            progress(done)

    assert "records" in capsys.readouterr().err
