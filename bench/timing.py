"""Timing: interleaved rounds, the best of each, and a table of ratios."""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROUNDS = 21


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: `what` against `beside`, in milliseconds, best of the rounds."""

    what: str
    milliseconds: float
    beside: str
    beside_milliseconds: float
    p95: float = 0.0

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.beside_milliseconds


def compare(
    what: str,
    work: Callable[[], object],
    beside: str,
    other: Callable[[], object],
    rounds: int = ROUNDS,
    before: Callable[[], object] = lambda: None,
) -> Row:
    """Run both by turns, so that a busy machine meets both alike; `before` each of them,
    and outside the time."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for i, run in enumerate((work, other)):
            before()
            start = time.perf_counter()
            run()
            times[i].append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(times[0], n=20, method="inclusive")[18]
    return Row(what, min(times[0]), beside, min(times[1]), p95)


def table(rows: list[Row]) -> str:
    lines = [
        "| What | best ms | p95 ms | Beside it | best ms | Ratio |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {r.what} | {r.milliseconds:.2f} | {r.p95:.2f} | {r.beside} | "
        f"{r.beside_milliseconds:.2f} | {r.ratio:.2f} |"
        for r in rows
    ]
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    return "\n".join(
        [
            *lines,
            "",
            f"Best of {ROUNDS} rounds, fewer for what takes long. Load average: {load}.",
        ]
    )


def save(rows: list[Row], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    forms = [{**asdict(row), "ratio": row.ratio} for row in rows]
    path.write_text(json.dumps(forms, indent=2))
