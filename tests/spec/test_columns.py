"""Columns say of every record and category what Cedar says of each item alone."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.gate import engine, oracle
from safelight.core.gate.compiled.columns import (
    BLOCK,
    Answers,
    NotAColumn,
    Runner,
    codes,
    tally,
)
from safelight.core.gate.compiled.form import BIT
from safelight.core.gate.compiled.kernel import Kernel, kernel
from safelight.core.gate.compiled.plan import planned
from safelight.core.gate.policies import PolicySet, shipped
from safelight.core.gate.question import Item, Protections, Question
from safelight.core.vocabulary import Category, Partition, Source
from tests.spec.any_policies import path, permit_when, policies
from tests.spec.strategies import TOLD, asked, items, questions

TEXTS = ("key", "vault", "subject", "jurisdiction")
RECORDS = 5


def prepared(policies: PolicySet, question: Question, like: Item) -> Kernel:
    """The kernel for records that share the texts of an item."""
    known = {f"resource.{name}": getattr(like, name) for name in TEXTS}
    return kernel(planned(policies.rules, question, known), question.at)


def columns(records: list[Item]) -> dict[str, Any]:
    found = {axis: np.zeros(len(records), np.uint8) for axis in codes()}
    for axis, column in found.items():
        path, _, member = axis.removeprefix("resource.").partition(" has ")
        for row, record in enumerate(records):
            value: Any = record
            for name in path.split("."):
                value = getattr(value, name)
            value = member in value if member else value
            column[row] = codes()[axis].index(value)
    return found


def answer_of(answers: Answers, row: int, category: Category) -> str:
    """The action allowed; no category is in two answers."""
    found = [a for a, mask in answers.masks.items() if mask[row] & BIT[category]]
    assert len(found) <= 1
    return found[0] if found else "withhold"


def check(policies: PolicySet, question: Question, records: list[Item]) -> None:
    made = prepared(policies, question, records[0])
    answers = Runner(made, with_outcomes=True).run(columns(records))
    assert answers.outcomes is not None or not made.conditions
    order = [*policies.policies]
    for row, record in enumerate(records):
        each = [replace(record, category=category) for category in Category]
        for category, finding in zip(
            Category, oracle.find(question, each, policies), strict=True
        ):
            allowed = answer_of(answers, row, category)
            expected = {v: k for k, v in engine.ANSWERS.items()}.get(finding.answer)
            assert allowed == (expected or "withhold"), category
            if expected is None:
                outcome = (
                    int(answers.outcomes[row]) if answers.outcomes is not None else 0
                )
                code = made.reason(category, outcome)
                wanted = sorted(finding.policy_ids, key=order.index if order else None)
                named = "engine-failed" if finding.failed else "no-ground"
                assert code == (wanted[0] if wanted else named)


@st.composite
def alike(draw: st.DrawFn) -> list[Item]:
    """Records that differ in everything but their texts."""
    first, *others = draw(st.lists(items(), min_size=RECORDS, max_size=RECORDS))
    texts = {name: getattr(first, name) for name in TEXTS}
    return [first, *(replace(other, **texts) for other in others)]


@settings(max_examples=120, deadline=None)
@given(st.one_of(asked().map(lambda pair: pair[0]), questions()), alike())
def test_our_policies(question: Question, records: list[Item]) -> None:
    """120 questions x 5 records x 16 categories x 3 actions: 28,800 decisions."""
    check(shipped(), question, records)


@settings(max_examples=120, deadline=None)
@given(policies(), questions(), alike())
def test_any_policies(made: PolicySet, question: Question, records: list[Item]) -> None:
    check(made, question, records)


@settings(max_examples=60, deadline=None)
@given(asked())
def test_a_spec_case_among_other_records(pair: tuple[Question, Item]) -> None:
    question, item = pair
    clear = replace(item, protections=Protections())
    check(shipped(), question, [item, clear, item])


def test_blocks_make_no_difference() -> None:
    question, item = TOLD[0]
    chance = np.random.default_rng(7)
    records = BLOCK + 17
    every = {
        a: chance.integers(0, len(v), records, np.uint8) for a, v in codes().items()
    }
    runner = Runner(prepared(shipped(), question, item), with_outcomes=True)
    whole = runner.run(every)
    for start in (0, BLOCK - 3, BLOCK):
        part = {axis: column[start : start + 9] for axis, column in every.items()}
        alone = runner.run(part)
        for action, mask in alone.masks.items():
            assert (mask == whole.masks[action][start : start + 9]).all()
    assert (
        len(set(whole.masks["release"].tolist())) > 1
        or not whole.masks["release"].any()
    )


def test_outcomes_are_counted_and_say_why() -> None:
    question, item = TOLD[0]
    made = prepared(shipped(), question, item)
    every = columns([item, replace(item, partition=Partition.SEALED), item])
    answers = Runner(made, with_outcomes=True).run(every)

    counts = tally(made, answers)

    assert counts.sum() == 3
    assert answers.outcomes is not None
    assert counts[int(answers.outcomes[0])] == 2
    with pytest.raises(ValueError, match="can be counted"):
        tally(made, Runner(made).run(every))


def test_either_a_fact_or_a_category() -> None:
    """One condition that holds for some categories always, and for the others at times."""
    sealed = {"Value": {"__entity": {"type": "Partition", "id": "SEALED"}}}
    harm = {"Value": {"__entity": {"type": "Category", "id": "HARM"}}}
    parts = [
        {"==": {"left": path("resource.partition"), "right": sealed}},
        {"==": {"left": path("resource.category"), "right": harm}},
    ]
    question, item = TOLD[0]
    made = permit_when({"||": {"left": parts[0], "right": parts[1]}})
    records = [replace(item, partition=partition) for partition in Partition]

    check(made, question, records)

    kernel_ = prepared(made, question, item)
    mask = Runner(kernel_).run(columns(records)).masks["release"]
    every = sum(BIT.values())
    assert [int(found) for found in mask] == [BIT[Category.HARM], every]


def test_values_that_lie_together_at_either_end() -> None:
    """One comparison in place of several, and the same answers."""
    every = list(Source)
    for few in (every[:4], every[-4:], [every[0], every[5]], every[3:6]):
        among = {
            "Set": [
                {"Value": {"__entity": {"type": "Source", "id": one.value}}}
                for one in few
            ]
        }
        held = {"contains": {"left": among, "right": path("resource.source")}}
        question, item = TOLD[0]

        check(permit_when(held), question, [replace(item, source=one) for one in every])


def test_no_records_are_no_answers() -> None:
    question, item = TOLD[0]
    runner = Runner(prepared(shipped(), question, item))
    answers = runner.run({axis: np.zeros(0, np.uint8) for axis in codes()})
    assert all(len(mask) == 0 for mask in answers.masks.values())


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda c: c.pop("resource.source"), "resource.source is missing"),
        (lambda c: c.update({"resource.source": np.zeros(4, np.uint8)}), "lengths"),
        (
            lambda c: c.update({"resource.source": np.full(3, 200, np.uint8)}),
            "resource.source has a code that is no value's",
        ),
    ],
)
def test_a_column_that_is_none_is_refused(spoil: Any, words: str) -> None:
    question, item = next(p for p in TOLD if p[0].asker.agency != p[1].vault)
    every = {axis: np.zeros(3, np.uint8) for axis in codes()}
    spoil(every)
    with pytest.raises(NotAColumn, match=words):
        Runner(prepared(shipped(), question, item), with_outcomes=True).run(every)


def test_a_text_that_is_left_open_is_refused_by_name() -> None:
    question = TOLD[0][0]
    made = kernel(planned(shipped().rules, question), question.at)
    with pytest.raises(NotAColumn, match="resource.* has no list of values"):
        Runner(made, with_outcomes=True).run(
            {a: np.zeros(1, np.uint8) for a in codes()}
        )
