"""On Spark with two local cores: the same bytes, and the same refusals."""

import random
import shutil
from pathlib import Path

import pytest

from safelight.interop.registry.files import FileInvalid
from safelight.interop.registry.orders import Order, Outcome
from safelight.interop.registry.screen import rejects_of, screened
from tests.registry.files import asked, person, written

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None, reason="LEFT OUT: no Java on this machine"
)


def on_spark(order: Order) -> Outcome:
    from safelight.interop.registry.cluster import screened_on_spark

    return screened_on_spark(order, lambda done: None)


def order(source: Path, target: Path) -> Order:
    return Order(
        source=source, target=target, question=asked(), vault="vault", workers=2,
        with_digests=False,
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_writes_the_same_bytes(tmp_path: Path) -> None:
    """Flags, links, a person flagged in another case, bad records and doubled ones."""
    chance = random.Random(5)
    held = [
        person(
            n // 3,
            n % 6000,
            flag="FV" * (chance.random() < 0.1),
            action=chance.choice("AC"),
        )
        for n in range(8_000)
    ]
    held[77] = held[77].replace(b"19910402", b"19919999")
    held += [held[10], held[4000]]
    source = written(tmp_path / "in", held)

    one = screened(order(source, tmp_path / "one"), lambda done: None)
    other = on_spark(order(source, tmp_path / "other"))

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    for mine, theirs in zip(
        rejects_of(tmp_path / "one"), rejects_of(tmp_path / "other"), strict=True
    ):
        assert mine.read_bytes() == theirs.read_bytes() != b""
    assert (one.records, one.kept, one.rejected) == (
        other.records, other.kept, other.rejected,
    )  # fmt: skip
    assert one.counts == other.counts and one.rejected == 3
    assert not list(tmp_path.glob(".*"))


@pytest.mark.filterwarnings("ignore")
def test_lines_of_several_lengths_are_for_the_other_engine(tmp_path: Path) -> None:
    short, long = person(1, 1)[:600], person(1, 2) + b" " * 40
    for lines in ([short, person(2, 2)], [short, long]):
        source = written(tmp_path / "in", lines)

        with pytest.raises(FileInvalid, match="--engine numpy finds which"):
            on_spark(order(source, tmp_path / "out"))
        assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]
