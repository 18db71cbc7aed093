"""What no rule reads: undefined bytes, lines about nobody knows whom, killed workers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from safelight.core.registry.layout import layout
from safelight.core.vocabulary import Purpose
from safelight.interop.registry import files
from tests.registry.files import HEAD, asked, person, written
from tests.registry.test_screen import COUNTY, lines, run

HIDDEN = b"12 ELM STREET"


def test_what_a_layout_does_not_define_never_leaves(tmp_path: Path) -> None:
    """Fillers of records, header and trailer, protected or not."""
    held = [person(1, 1, flag="FV"), person(2, 2)]
    held = [line[:600] + HIDDEN + line[613:] for line in held]
    held = [line[:18] + b"ZZ" + line[20:38] + b"YY" + line[40:] for line in held]
    source = written(tmp_path / "in", held)
    whole = source.read_bytes()
    head = HEAD[:100] + HIDDEN + HEAD[113:]
    tail = whole[-641:][:300] + HIDDEN + whole[-641:][313:]
    source.write_bytes(head + whole[640:-641] + tail)

    for purpose in (Purpose.ENFORCE_SUPPORT, Purpose.LOCATE):
        run(source, tmp_path / "out", question=asked(purpose=purpose))
        out = (tmp_path / "out").read_bytes()
        assert HIDDEN not in out and b"ZZ" not in out and b"YY" not in out


def flagged() -> bytes:
    return person(1, 1, flag="FV")


@pytest.mark.parametrize(
    ("line", "everybody"),
    [
        (flagged()[:10], True),
        (b"FX" + flagged()[2:], False),
        (b" " + flagged(), False),
        (flagged()[:3] + b" " * 15 + flagged()[18:], True),
        (flagged()[:46], False),
        (b"", False),
    ],
    ids=["cut to nothing", "unknown kind", "shifted", "no case", "cut", "empty"],
)
def test_whoever_a_broken_line_may_be_about_is_protected(
    tmp_path: Path, line: bytes, everybody: bool
) -> None:
    """The mates of her case; and everybody, where it cannot be read whose case it is."""
    source = written(tmp_path / "in", [line, person(1, 2), person(1, 3), person(2, 4)])

    outcome = run(source, tmp_path / "out")

    counties = [one[COUNTY] for one in lines(tmp_path / "out")]
    mates = b"   " if line else b"003"
    assert counties == [mates, mates, b"   " if everybody else b"003"]
    assert (outcome.unread, outcome.rejected) == (int(everybody), 1)
    run(source, tmp_path / "out", by_case=False)
    assert lines(tmp_path / "out")[2][COUNTY] == b"003"


def test_the_same_number_in_another_case_is_the_same_person(tmp_path: Path) -> None:
    hers = person(1, 1, flag="FV", ssn="900001234")
    again = person(2, 7, ssn="900001234")
    source = written(tmp_path / "in", [hers, again, person(2, 8), person(3, 9)])

    run(source, tmp_path / "out")

    assert [one[COUNTY] for one in lines(tmp_path / "out")] == [b"   "] * 3 + [b"003"]
    number = layout("FP").field("ssn").bytes
    assert lines(tmp_path / "out")[1][number].strip() == b""


KILLED = """
import sys, time
from pathlib import Path
from safelight.interop.registry import passes
from tests.registry.test_screen import run

real = passes._write
def slow(*args):
    real(*args)
    print("writing", flush=True)
    time.sleep(60)
passes._write = slow
run(Path(sys.argv[1]), Path(sys.argv[2]), workers=2)
"""


def test_a_run_killed_with_its_workers_at_work_is_simply_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BLOCK_BYTES", 641 * 3)
    held = [person(n, n) for n in range(1, 9_000)]
    source = written(tmp_path / "in", held)
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(source), str(tmp_path / "out")],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None and child.stdout.readline() == b"writing\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    time.sleep(0.5)

    outcome = run(source, tmp_path / "out", workers=2)

    assert outcome.kept == len(held)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]
