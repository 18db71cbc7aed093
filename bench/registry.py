"""A registry file screened, beside `cp` of the same file in the same run, and beside the
same job in plain Python and in Polars."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench.timing import Row, compare, table
from safelight.core.gate.question import Asker, Question
from safelight.core.registry.keys import key_set
from safelight.core.registry.layout import layout
from safelight.core.vocabulary import Channel, Purpose, Standing
from safelight.demo.registry_file import Sample, write
from safelight.interop.registry.files import Reader, shape
from safelight.interop.registry.orders import Order
from safelight.interop.registry.screen import screened
from tests.registry import reference

PEOPLE = 5_000_000
FEW = 100_000
ROUNDS = 5
FOLDERS = (Path("/dev/shm"), Path(tempfile.gettempdir()))
QUESTION = Question(
    asker=Asker(standing=Standing.OTHER_STATE, party="other state"),
    channel=Channel.TRANSMIT, purpose=Purpose.ENFORCE_SUPPORT,
    at=datetime(2026, 11, 22, tzinfo=UTC),
)  # fmt: skip
WORKERS = len(os.sched_getaffinity(0))


def rows() -> Iterator[Row]:
    free = next(f for f in FOLDERS if f.is_dir() and os.access(f, os.W_OK))
    with tempfile.TemporaryDirectory(dir=free, prefix="safelight-bench-") as name:
        folder = Path(name)
        yield from _whole(folder)
        yield from _peers(folder)
        yield _start(folder)


def _whole(folder: Path) -> Iterator[Row]:
    source = folder / "in"
    write(source, Sample(PEOPLE))
    size = f"{source.stat().st_size / 1e9:.1f} GB, {PEOPLE:,} records, 25 % flagged"
    beside = "cp of the same file"

    def row(what: str, **wishes: bool) -> Row:
        job = _job(source, folder / "out", **wishes)
        copy = _cp(source, folder)
        return compare(what, job, beside, copy, ROUNDS, lambda: _clear(folder))

    yield row(f"screen a file of {size}, no links", by_case=False)
    yield row("the same with cases linked, sorted by case")
    yield row(
        "the same with SHA-256 digests, no links", by_case=False, with_digests=True
    )
    write(source, Sample(PEOPLE, by_case=False))
    yield row("the same with cases linked, in any order")
    source.unlink()


def _job(source: Path, target: Path, **wishes: bool) -> Callable[[], object]:
    order = Order(
        source=source, target=target, question=QUESTION, vault="vault",
        workers=WORKERS, **wishes,  # type: ignore[arg-type]
    )  # fmt: skip

    def run() -> None:
        outcome = screened(order, lambda done: None)
        assert (outcome.kept, outcome.rejected) == (outcome.records, 0)

    return run


def _clear(folder: Path) -> None:
    """Both begin with as much free memory."""
    for name in ("out", "copy"):
        (folder / name).unlink(missing_ok=True)


def _cp(source: Path, folder: Path) -> Callable[[], object]:
    copy = folder / "copy"

    def run() -> None:
        subprocess.run(["cp", source, copy], check=True)

    return run


def _peers(folder: Path) -> Iterator[Row]:
    """Fewer records, since they take long; every output is compared."""
    source, target = folder / "few", folder / "few.out"
    write(source, Sample(FEW))
    ours = _job(source, target)
    ours()
    beside = f"screen {FEW:,} records"

    def python() -> None:
        assert reference.screened(source, QUESTION).out == target.read_bytes()

    def polars() -> None:
        assert _polars(source) == target.read_bytes()

    yield compare(f"{FEW:,} records in plain Python", python, beside, ours, 2)
    yield compare(f"{FEW:,} records in Polars, all threads", polars, beside, ours, 3)


def _polars(source: Path) -> bytes:
    """Lines as text, cut into slices; checked against no rule, which is part of ours."""
    import polars as pl

    of = layout("FP")
    header, *lines, trailer = source.read_bytes().removesuffix(b"\n").split(b"\n")
    frame = pl.DataFrame({"line": [line.decode("ascii") for line in lines]})

    def cut(name: str) -> pl.Expr:
        field = of.field(name)
        return pl.col("line").str.slice(field.at, field.length)

    flagged = cut("family_violence") != "  "
    frame = frame.with_columns(
        case=cut("case_id"), member=cut("member_id"), number=cut("ssn")
    )
    cases = frame.filter(flagged)["case"].unique()
    members = frame.filter(flagged)["member"].unique()
    protected = flagged | pl.col("case").is_in(cases.implode())
    protected |= pl.col("member").is_in(members.implode())
    numbers = frame.filter(flagged)["number"].unique()
    protected |= pl.col("number").is_in(numbers.implode())

    def blanked(state: bool) -> pl.Expr:
        """The line in pieces, those withheld as blanks."""
        spans = reference.withheld("FP", state, QUESTION)
        spans += tuple(field.bytes for field in of.fields if field.is_filler)
        hidden = {place for span in spans for place in range(span.start, span.stop)}
        pieces, at = [], 0
        while at < of.length:
            end = at
            while end < of.length and (end in hidden) == (at in hidden):
                end += 1
            kept = pl.col("line").str.slice(at, end - at)
            pieces.append(pl.lit(" " * (end - at)) if at in hidden else kept)
            at = end
        return pl.concat_str(pieces)

    out = frame.select(
        pl.when(protected).then(blanked(True)).otherwise(blanked(False)).alias("line")
    )["line"].to_list()
    text = "\n".join(out).encode("ascii")
    return b"\n".join([header, text, trailer]) + b"\n"


def _start(folder: Path) -> Row:
    """From the command to the first record: a file of one person."""
    source, target = folder / "one", folder / "one.out"
    write(source, Sample(1))

    def run() -> None:
        subprocess.run(_command(source, target), check=True, capture_output=True)

    def bare() -> None:
        subprocess.run([sys.executable, "-c", "import numpy"], check=True)

    what = "start of the command to the end of one record"
    return compare(what, run, "python, with NumPy", bare, 5)


def _command(source: Path, target: Path) -> list[str]:
    return [
        sys.executable, "-m", "safelight.cli.main", "registry", "screen", str(source),
        str(target), "--recipient", "other-state", "--purpose", "enforce-support",
    ]  # fmt: skip


def memory(people: int) -> tuple[int, int]:
    """The most memory (bytes, shared pages once) that all processes of one run held, and
    how many cases are flagged in its file."""
    with tempfile.TemporaryDirectory(dir=FOLDERS[0]) as name:
        source = Path(name) / "in"
        write(source, Sample(people, by_case=False))
        flagged = _flagged_cases(source)
        run = subprocess.Popen(
            _command(source, Path(name) / "out"), stdout=subprocess.DEVNULL
        )
        most = 0
        while run.poll() is None:
            most = max(most, sum(map(_held, [run.pid, *_children(run.pid)])))
            time.sleep(0.02)
        assert run.returncode == 0
    return most, flagged


def _flagged_cases(source: Path) -> int:
    form = shape(source)
    order = Order(source=source, target=source, question=QUESTION, vault="vault")
    screen, nobody = order.screen(form), key_set(())
    with source.open("rb") as file:
        reader = Reader(file.fileno(), form)
        found = [screen.look(reader.block(n), nobody)[0] for n in range(form.blocks)]
    return len(np.unique(np.concatenate(found)))


def _children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [
            int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    return []


def _held(pid: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def main() -> None:
    print(table(list(rows())))  # noqa: T201
    for people in (1_000_000, PEOPLE):
        most, flagged = memory(people)
        print(  # noqa: T201
            f"{people:,} records: {most / 1e6:.0f} MB, of which {flagged * 16 / 1e6:.0f} "
            f"are 16 bytes for each of {flagged:,} flagged cases"
        )


if __name__ == "__main__":
    main()
