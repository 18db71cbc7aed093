"""The policies on columns, beside reading the columns, Cedar, Polars and DuckDB.

Every engine answers the same question about the same ten million records of sixteen
categories, and every answer is compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np

from bench.timing import Row, compare
from safelight.core.gate import oracle
from safelight.core.gate.compiled.columns import Answers, Runner, codes, tally
from safelight.core.gate.compiled.form import (
    ALWAYS,
    BIT,
    Both,
    Either,
    Fact,
    Form,
    Node,
    Not,
)
from safelight.core.gate.compiled.kernel import Kernel, kernel
from safelight.core.gate.compiled.plan import planned
from safelight.core.gate.engine import ANSWERS
from safelight.core.gate.policies import PolicySet, shipped
from safelight.core.gate.question import Asker, Ground, Item, Protections, Question
from safelight.core.vocabulary import (
    AgencyKind,
    Category,
    Channel,
    Duty,
    Flag,
    GroundKind,
    Purpose,
    Standing,
)

RECORDS = 10_000_000
FEW = 1_000
NOW = datetime(2026, 1, 15, tzinfo=UTC)
KNOWN = {
    "resource.key": "",
    "resource.subject": "",
    "resource.jurisdiction": "CT",
    "resource.vault": "support",
    "resource.vault_kind": AgencyKind.CHILD_SUPPORT,
}
Columns = Mapping[str, Any]


def question() -> Question:
    """An agreement between two agencies, on nine categories and two to be answered."""
    ground = Ground(
        kind=GroundKind.AGREEMENT, sender="support", recipient="protection",
        categories=frozenset(list(Category)[:7]) | {Category.HARM, Category.NARRATIVE},
        answers=frozenset({Category.SERVICES, Category.HEALTH}),
        purposes=frozenset({Purpose.CHILD_SAFETY}), channels=frozenset({Channel.SHARE}),
        starts=NOW - timedelta(days=1), ends=NOW + timedelta(days=9), revoked=Flag.CLEAR,
    )  # fmt: skip
    asker = Asker(
        standing=Standing.STAFF, agency="protection",
        agency_kind=AgencyKind.CHILD_PROTECTION, duties=frozenset({Duty.CASEWORK}),
    )  # fmt: skip
    return Question(
        asker=asker, channel=Channel.SHARE, purpose=Purpose.CHILD_SAFETY, at=NOW,
        ground=ground,
    )  # fmt: skip


def records(axes: set[str], count: int) -> Columns:
    """Nine of ten facts as they mostly are, the tenth anything."""
    chance = np.random.default_rng(1)
    found = {}
    for axis in sorted(axes):
        size = len(codes()[axis])
        often = np.full(size, 0.1 / (size - 1))
        often[0] = 0.9
        found[axis] = chance.choice(size, count, p=often).astype(np.uint8)
    return found


def rows() -> Iterator[Row]:
    made = kernel(planned(shipped().rules, question(), KNOWN), NOW)
    plain, full = Runner(made), Runner(made, with_outcomes=True)
    columns = records(full.axes, RECORDS)
    masks, answers = plain.room(RECORDS), full.room(RECORDS)
    what = "decide 10 million records of 16 categories on columns"
    decide = f"{what}, one thread"

    def run() -> Answers:
        return plain.run(columns, masks)

    yield compare(decide, run, "reading the columns once", lambda: _read(columns), 7)
    yield compare("the same with reasons and counts", lambda: _counted(full, columns, answers),
                  decide, run, 5)  # fmt: skip
    assert all((answers.masks[a] == masks.masks[a]).all() for a in masks.masks)
    yield compare("the same in Polars, all threads", lambda: _polars(made, columns, masks),
                  decide, run, 3)  # fmt: skip
    yield compare("the same in DuckDB, all threads", lambda: _duckdb(made, columns, masks),
                  decide, run, 3)  # fmt: skip
    few = {axis: column[:FEW] for axis, column in columns.items()}
    room = full.room(FEW)
    yield compare(
        "a list of 1,000 people, with reasons",
        lambda: full.run(few, room),
        "Cedar's batch of the same, end to end",
        lambda: _cedar(few, masks),
        3,
    )


def _read(columns: Columns) -> None:
    for column in columns.values():
        column.max()


def _counted(runner: Runner, columns: Columns, answers: Answers) -> Any:
    """How often each outcome was found; the reasons follow from the outcome."""
    return tally(runner.kernel, runner.run(columns, answers))


def _polars(made: Kernel, columns: Columns, expected: Answers) -> None:
    import polars as pl

    def fact(axis: str, among: list[int]) -> Any:
        return reduce(or_, [pl.col(axis) == code for code in among])

    frame = pl.DataFrame(
        {axis: pl.from_numpy(c).to_series() for axis, c in columns.items()}
    )
    for action, mask in expected.masks.items():
        bits = [
            (pl.lit(True) if node == ALWAYS else _said(made.form, node, fact)).cast(
                pl.UInt16
            )
            * number
            for number, node in made.allowed[action]
        ]
        found = frame.select(reduce(or_, bits).alias("mask")) if bits else None
        if found is not None:
            assert (found["mask"].to_numpy() == mask).all()


def _said(form: Form, node: Node, fact: Any) -> Any:
    """A condition in a peer's own expressions."""
    match form.nodes[node]:
        case Fact(axis, values):
            return fact(axis, [i for i, v in enumerate(codes()[axis]) if v in values])
        case Not(part):
            return ~_said(form, part, fact)
        case Both(parts):
            return reduce(and_, [_said(form, part, fact) for part in parts])
        case Either(parts):
            return reduce(or_, [_said(form, part, fact) for part in parts])
    raise AssertionError


class Sql(str):
    """A condition in SQL, with Python's operators."""

    def __invert__(self) -> "Sql":
        return Sql(f"(NOT {self})")

    def __and__(self, other: str) -> "Sql":
        return Sql(f"({self} AND {other})")

    def __or__(self, other: str) -> "Sql":
        return Sql(f"({self} OR {other})")


def _duckdb(made: Kernel, columns: Columns, expected: Answers) -> None:
    import duckdb

    names = {axis: f"c{place}" for place, axis in enumerate(columns)}
    table = {names[axis]: column for axis, column in columns.items()}

    def fact(axis: str, among: list[int]) -> Sql:
        return Sql(f"{names[axis]} IN ({', '.join(map(str, among))})")

    for action, mask in expected.masks.items():
        parts = [
            f"CASE WHEN {'TRUE' if n == ALWAYS else _said(made.form, n, fact)} "
            f"THEN {number} ELSE 0 END"
            for number, n in made.allowed[action]
        ]
        if parts:
            text = f"SELECT CAST({' + '.join(parts)} AS USMALLINT) AS mask FROM t"
            with duckdb.connect() as connection:
                connection.register("t", table)
                found = connection.sql(text).fetchnumpy()["mask"]
            # It does not keep the order of rows, so the answers are counted.
            assert (np.bincount(found) == np.bincount(mask)).all()


def _cedar(columns: Columns, expected: Answers) -> None:
    """Entities, requests and answers, as a screen would have to."""
    count = len(next(iter(columns.values())))
    weakest = {answer: action for action, answer in ANSWERS.items()}
    for row in range(count):
        item = _item({axis: int(column[row]) for axis, column in columns.items()})
        each = [replace(item, category=category) for category in Category]
        for category, found in zip(
            Category, oracle.find(question(), each, shipped()), strict=True
        ):
            allowed = weakest.get(found.answer)
            for action, mask in expected.masks.items():
                assert bool(mask[row] & BIT[category]) == (action == allowed)


def _item(record: Mapping[str, int]) -> Item:
    values = {a: codes()[a][code] for a, code in record.items()}
    plain = {a.removeprefix("resource."): v for a, v in values.items()}
    protections = {
        name.removeprefix("protections."): Flag(value)
        for name, value in plain.items()
        if name.startswith("protections.")
    }
    kinds = {
        name: type(_LIKE.__getattribute__(name)) for name in plain if "." not in name
    }
    others = {name: kind(plain[name]) for name, kind in kinds.items()}
    return replace(_LIKE, **others, protections=Protections(**protections))


_LIKE = Item(
    key="", category=Category.IDENTITY, vault="support",
    vault_kind=AgencyKind.CHILD_SUPPORT, jurisdiction="CT",
)  # fmt: skip


def proof_rows() -> Iterator[Row]:
    """All theorems of the policies, and of ten times as many, each state its own."""
    from safelight.core.gate.policies import parse, shipped_texts
    from safelight.core.gate.theorems.proving import prove

    texts = shipped_texts()
    many = [
        (
            layer,
            text.replace('@id("', f'@id("copy-{number}-').replace(
                "};", f'}}\nwhen {{ resource.jurisdiction == "S{number}" }};'
            ),
        )
        for number in range(9)
        for layer, text in texts
    ]
    more: PolicySet = parse([*texts, *many])
    assert len(more.policies) >= 500

    def proved(policies: PolicySet) -> None:
        assert all(verdict.holds for verdict in prove(policies))

    yield compare(
        f"prove every theorem of {len(more.policies)} policies",
        lambda: proved(more),
        f"of the {len(shipped().policies)} shipped",
        lambda: proved(shipped()),
        2,
    )
