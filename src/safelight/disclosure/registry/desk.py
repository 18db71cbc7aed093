"""The registry desk: runs, tasks, and what was sent about one person."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.gate.decide import reason
from safelight.core.gate.policies import shipped
from safelight.core.registry.record import Record
from safelight.core.registry_life import Acknowledgement, RunKind, TaskKind
from safelight.core.vocabulary import (
    AgencyKind,
    Answer,
    Category,
    Channel,
    Purpose,
    Standing,
    Term,
)
from safelight.disclosure.people import visible
from safelight.disclosure.person import decided, field
from safelight.disclosure.registry.exporting import principal, sent
from safelight.disclosure.shown import Field
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.registry import actions
from safelight.records.registry.models import Run, Submission, Task

MOST = 100


@dataclass(frozen=True, slots=True)
class RunRow:
    run: UUID
    kind: RunKind
    at: datetime
    batch: int
    records: int
    passed: int
    rejected: int
    is_written: bool
    report: dict[str, Any]

    @property
    def title(self) -> str:
        return f"{self.kind.label}, batch {self.batch}"

    @property
    def asked(self) -> str:
        """For whom and for what a file was screened, in words."""
        codes = {**_labels(Standing), **_labels(AgencyKind), **_labels(Purpose)}
        names = (
            codes.get(self.report.get(n, ""), "") for n in ("recipient", "purpose")
        )
        return ", ".join(filter(None, names))

    @property
    def decided(self) -> list[dict[str, Any]]:
        """The report's answers with categories and reasons in words."""
        return [
            {
                **one,
                "category": _category(one["category"]),
                "because": _because(one["reason"]),
            }
            for one in self.report.get("decided", ())
        ]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task; `name` only where this worker may open the record."""

    task: UUID
    person: UUID
    name: str
    kind: TaskKind
    codes: str
    raised_at: datetime

    @property
    def words(self) -> str:
        if not self.codes:
            return f"{self.kind.label}."
        if self.kind is TaskKind.INCOMPLETE:
            return f"{self.kind.label}: {self.codes}."
        return f"{self.kind.label} ({self.codes})."


@dataclass(frozen=True, slots=True)
class SentRow:
    """One record about a person: what it said, in pairs of field and text."""

    sent_at: datetime
    action: str
    answer: Acknowledgement
    answered_at: datetime | None
    fields: tuple[tuple[str, str], ...]


def _labels(terms: Iterable[Term]) -> dict[str, str]:
    return {term.value: term.label for term in terms}


def _category(code: str) -> str:
    """A category, and in brackets the field that a law names."""
    category, _, key = code.partition(".")
    label = Category(category).label
    return f"{label} ({key.replace('_', ' ')})" if key else label


def _because(code: str) -> str:
    """In words; nothing for what was released, or for a policy that is no more."""
    with suppress(KeyError):
        return reason(code, shipped()).because
    return ""


def record_screening(
    agency: UUID, at: datetime, report: dict[str, Any], *, rejected: int
) -> None:
    """Keep a screening as a run; its counts are the report's, small ones suppressed."""
    with acting_as(principal(agency)):
        run = actions.start(RunKind.SCREEN, at=at)
        passed = report["of_these"]["passed"]
        actions.finish(
            run, policies=report["policies"], report=report,
            records=report["records"], passed=passed or 0, rejected=rejected,
        )  # fmt: skip


def runs(by: Principal) -> list[RunRow]:
    """The newest runs of the acting agency."""
    with acting_as(by):
        rows = Run.objects.filter(agency_id=by.agency).order_by("-at", "-batch")[:MOST]
        return [_run(row) for row in rows]


def run(by: Principal, which: UUID) -> RunRow | None:
    with acting_as(by):
        row = Run.objects.filter(agency_id=by.agency, id=which).first()
        return _run(row) if row else None


def _run(row: Run) -> RunRow:
    return RunRow(
        row.id, RunKind(row.kind), row.at, row.batch, row.records, row.passed,
        row.rejected, row.is_written, row.report,
    )  # fmt: skip


def tasks(by: Principal, at: datetime) -> list[TaskRow]:
    """Open tasks, the oldest first. Whoever may not open a record is not told whose."""
    with acting_as(by):
        rows = Task.objects.filter(agency_id=by.agency, done_at=None)
        found = list(rows.order_by("raised_at", "id")[:MOST])
        seen, _ = visible(by, {row.person_id for row in found}, at)
        names = {row.person: row.name for row in seen}
        return [_task(row, names.get(row.person_id, "")) for row in found]


def _task(row: Task, name: str) -> TaskRow:
    return TaskRow(
        row.id, row.person_id, name, TaskKind(row.kind), row.codes, row.raised_at
    )


def tasks_of(opened: Opened) -> list[TaskRow]:
    with acting_as(opened.by):
        rows = Task.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, done_at=None
        )
        return [_task(row, "") for row in rows.order_by("raised_at", "id")]


def sent_about(opened: Opened) -> list[SentRow]:
    """What was sent about one person, newest first; it shows no more than the record."""
    with acting_as(opened.by):
        found, decision, _ = decided(opened, Channel.VIEW)
        identity = next(h.item.key for h in found if h.item.key.startswith("name:"))
        write(
            Act.PERSON_VIEWED, at=opened.at, about=cipher(opened.person),
            policies=decision.policies, items=["registry"],
        )  # fmt: skip
        if decision.answer(identity) is not Answer.RELEASE:
            return []
        rows = Submission.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        )
        own = cipher(opened.person)
        return [_sent(row, sent(row, own)) for row in rows.order_by("-sent_at", "-id")]


def matches_about(opened: Opened) -> list[Field]:
    """What the registry found about somebody, as the gate lets this worker see it."""
    with acting_as(opened.by):
        found, decision, _ = decided(opened, Channel.VIEW)
        own = cipher(opened.person)
        matches = [h for h in found if h.item.key.startswith("match:")]
        return [field(one, decision, own) for one in matches]


def _sent(row: Submission, record: Record) -> SentRow:
    codes = record.layout.field("action").codes or {}
    return SentRow(
        row.sent_at,
        codes[record.text("action")],
        Acknowledgement(row.answer),
        row.answered_at,
        tuple(_fields(record)),
    )


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    """What stands in it, each value with its meaning where it is a code."""
    for one in record.layout.fields:
        text = record.text(one.name)
        if text and one.category:
            words = (one.codes or {}).get(text, "")
            label = one.name.replace("_", " ").capitalize().replace("Ssn", "SSN")
            if one.is_date:
                text = f"{date.fromisoformat(text):%-d %b %Y}"
            yield label, f"{text} ({words})" if words else text
