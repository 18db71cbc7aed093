"""A cluster: Spark reads the file as records of one length, every partition is screened
by the same kernel, and the parts are put together in their order.

The folder of the output must be one that every machine of the cluster can write to.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.conf import SparkConf

from safelight.core.registry.blocks import NO_KEYS, Screen
from safelight.core.registry.keys import NONE, Keys, KeySet
from safelight.core.registry.linking import Protected
from safelight.interop.registry import passes
from safelight.interop.registry.files import FileInvalid, Shape
from safelight.interop.registry.orders import Order, Outcome, Part
from safelight.interop.registry.passes import Found, Progress, Task, Twice
from safelight.interop.registry.screen import screened

Block = NDArray[np.uint8]
AT_ONCE: Final = 3_000
BITS: Final = 6
UNEVEN: Final = "uneven"
LOOPBACK: Final = "127.0.0.1"


def screened_on_spark(
    order: Order,
    progress: Progress,
    *,
    before: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """As `screen.screened`, and raises what it raises."""
    return screened(order, progress, opening=_on_spark, before=before)


@contextmanager
def _on_spark(
    order: Order, form: Shape, screen: Screen, out: int, progress: Progress
) -> Iterator["Spark"]:
    if not form.is_ended or (form.stop - form.start) % form.stride:
        raise _uneven()
    folder = order.target.absolute().with_name(f".{order.target.name}.parts")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.pwrite(out, form.opening, 0)
    context = SparkContext.getOrCreate(_settings(order.workers))
    context.setLogLevel("ERROR")
    try:
        yield Spark(context, order, form, screen, folder, out)
    except Py4JError:
        raise FileInvalid(
            "Spark could not do it; what it printed says why. Nothing was written."
        ) from None
    finally:
        context.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _settings(workers: int) -> SparkConf:
    """What spark-submit was given; by itself, this machine alone and over loopback."""
    conf = SparkConf().setAppName("registry").set("spark.ui.enabled", "false")
    if not conf.contains("spark.master"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
        conf.setMaster(f"local[{workers}]").set("spark.driver.bindAddress", LOOPBACK)
    return conf


def _uneven() -> FileInvalid:
    return FileInvalid(
        "Spark reads lines of one length alone, and some here have another: "
        "--engine numpy finds which."
    )


@dataclass
class Spark:
    """The passes over one file on a cluster."""

    context: SparkContext
    order: Order
    form: Shape
    kernel: Screen
    folder: Path
    out: int
    parts: int = 0
    people: Keys = field(default_factory=lambda: NO_KEYS)

    def flagged_cases(self, known: KeySet) -> Keys:
        look = Look(self.kernel, self.context.broadcast(known))
        cases, people = zip((NO_KEYS, NO_KEYS), *self._each(look), strict=True)
        self.people = np.concatenate(people)
        return np.concatenate(cases)

    def flagged_people(self) -> Keys:
        return self.people

    def screen(self, protected: Protected, twice: Twice) -> list[Found]:
        return self._each(
            Write(
                self.kernel, self.folder, self.order.with_digests,
                self.context.broadcast(protected), twice,
            )
        )  # fmt: skip

    def _each(self, work: "Look | Write") -> list[Any]:
        """What a job finds in each partition of the records, in their order."""
        path = self.order.source.absolute().as_uri()
        records = self.context.binaryRecords(path, self.form.stride)
        self.parts = records.getNumPartitions()
        job = Job(work, self.form, self.parts - 1)
        found = records.mapPartitionsWithIndex(job).collect()
        if UNEVEN in found:
            raise _uneven()
        return found

    def repeated(self) -> Twice:
        """Keys meet in buckets by their first bits; whatever comes twice in one, counts."""
        parts = self.context.parallelize(range(self.parts), self.parts)
        keys = Ids(self.folder)
        values = parts.flatMap(keys.buckets).groupByKey().flatMap(_twice).collect()
        if not values:
            return tuple(passes.NO_LINES for _ in range(self.parts))
        some = np.sort(np.array(values, np.uint64))
        seen: set[int] = set()
        found = []
        for lines, held in parts.map(replace(keys, among=some).lines).collect():
            fresh = [key not in seen and not seen.add(key) for key in held]  # type: ignore[func-returns-value]
            found.append(lines[~np.array(fresh, np.bool_)])
        return tuple(found)

    def finish(self, found: list[Found]) -> int:
        """Every part after the one before; returns the end."""
        end = self.form.start
        with os.fdopen(os.dup(self.out), "r+b") as file:
            file.seek(end)
            for number in range(self.parts):
                with _file(self.folder, "out", number).open("rb") as part:
                    shutil.copyfileobj(part, file)
            return file.tell()

    def rejected(self) -> Iterator[Part]:
        for number in range(self.parts):
            with _file(self.folder, "rejected", number).open("rb") as file:
                yield passes.told(file)


def _file(folder: Path, kind: str, number: int) -> Path:
    return folder / f"{kind}-{number:06}"


@dataclass(frozen=True)
class Job:
    """What a partition does: its records as blocks, the header and the trailer left out."""

    work: "Look | Write"
    form: Shape
    last: int

    def __call__(self, number: int, records: Iterable[Any]) -> Iterator[Any]:
        rows = islice(records, 0 if number else 1, None)
        try:
            yield self.work.on(number, self._blocks(rows, number == self.last))
        except FileInvalid:
            yield UNEVEN

    def _blocks(self, rows: Iterator[Any], is_last: bool) -> Iterator[Block]:
        """Blocks that can be changed. Raises FileInvalid for lines of another length."""
        held = list(islice(rows, AT_ONCE))
        while held:
            following = list(islice(rows, AT_ONCE))
            if is_last and not following:
                held.pop()
            block = np.frombuffer(bytearray(b"".join(held)), np.uint8)
            ends = block.reshape(-1, self.form.stride)[:, self.form.length :]
            if (ends != np.frombuffer(self.form.end, np.uint8)).any():
                raise _uneven()
            yield block
            held = following


@dataclass(frozen=True)
class Look:
    """The first pass over a partition: keys of the cases and people that are flagged."""

    screen: Screen
    known: Any

    def on(self, number: int, blocks: Iterator[Block]) -> tuple[Keys, Keys]:
        found = [self.screen.look(block, self.known.value) for block in blocks]
        cases, people = zip((NO_KEYS, NO_KEYS), *found, strict=True)
        return np.concatenate(cases), np.concatenate(people)


@dataclass(frozen=True)
class Write:
    """The second: what may leave, what does not pass, and each line's identity."""

    screen: Screen
    folder: Path
    with_digests: bool
    protected: Any
    twice: Twice

    def on(self, number: int, blocks: Iterator[Block]) -> Found:
        found = Found()
        task = Task(self.screen, self.protected.value, self.with_digests)
        twice = self.twice[number] if self.twice else passes.NO_LINES
        names = ("out", "ids", "rejected")
        with ExitStack() as stack:
            out, ids, rejected = (
                stack.enter_context(_file(self.folder, name, number).open("wb"))
                for name in names
            )
            for one in task.screened(blocks, twice, found):
                out.write(one.out.data)
                one.identities.tofile(ids)
                before = found.lines - one.lines
                rejected.writelines(passes.line_of(before, r) for r in one.rejects)
        return found


@dataclass(frozen=True)
class Ids:
    """The identities that a partition wrote."""

    folder: Path
    among: Keys = field(default_factory=lambda: NO_KEYS)

    def _read(self, number: int) -> Keys:
        return np.fromfile(_file(self.folder, "ids", number), np.uint64)

    def buckets(self, number: int) -> Iterator[tuple[int, bytes]]:
        keys = np.sort(self._read(number))
        keys = keys[keys != NONE]
        heads = keys >> np.uint64(64 - BITS)
        for bucket in np.unique(heads):
            yield int(bucket), keys[heads == bucket].tobytes()

    def lines(self, number: int) -> tuple[NDArray[np.int64], Keys]:
        keys = self._read(number)
        lines = np.flatnonzero(np.isin(keys, self.among))
        return lines, keys[lines]


def _twice(bucket: tuple[int, Iterable[bytes]]) -> list[int]:
    keys = np.sort(np.frombuffer(b"".join(bucket[1]), np.uint64))
    found: list[int] = np.unique(keys[1:][keys[1:] == keys[:-1]]).tolist()
    return found
