"""Timing: interleaved rounds, the best of each, and a table of ratios."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: `what` against `beside`, in milliseconds, best of the rounds."""

    what: str
    milliseconds: float
    beside: str
    beside_milliseconds: float

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.beside_milliseconds


def compare(
    what: str, work: Callable[[], object], beside: str, other: Callable[[], object]
) -> Row:
    """Run both by turns, so that a busy machine meets both alike."""
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for i, run in enumerate((work, other)):
            start = time.perf_counter()
            run()
            best[i] = min(best[i], (time.perf_counter() - start) * 1000)
    return Row(what, best[0], beside, best[1])


def table(rows: list[Row]) -> str:
    lines = [
        "| What | ms | Beside it | ms | Ratio |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {r.what} | {r.milliseconds:.2f} | {r.beside} | "
        f"{r.beside_milliseconds:.2f} | {r.ratio:.2f} |"
        for r in rows
    ]
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    return "\n".join([*lines, "", f"Best of {ROUNDS} rounds. Load average: {load}."])


def save(rows: list[Row], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    forms = [{**asdict(row), "ratio": row.ratio} for row in rows]
    path.write_text(json.dumps(forms, indent=2))
