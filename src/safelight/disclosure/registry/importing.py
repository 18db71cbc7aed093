"""What came back from the registry, put where it belongs, or told to be nobody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.registry.answers import found_words
from safelight.core.registry.record import Record
from safelight.core.registry_life import Acknowledgement, RunKind
from safelight.disclosure.registry.exporting import principal, sent
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.people import index
from safelight.records.registry import actions
from safelight.records.registry.models import Match, Run, Submission, Task

MATCH = Match._meta.db_table
NOBODY = "member_id: nobody here has it"
NOT_SENT = "case_id, batch: nothing of this case and batch was sent about them"
NOT_READ = "record_id: this kind of answer is not read"


class ReadBefore(ValueError):
    def __init__(self) -> None:
        super().__init__("This file was read before; nothing was changed.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took in; lines that were nobody's, by number, with the rule."""

    run: UUID
    records: int
    taken: int
    tasks: int
    rejects: tuple[tuple[int, str], ...]


def take(
    agency: UUID, at: datetime, records: Iterable[tuple[int, Record | str]], digest: str
) -> Taken:
    """Take in a file's records, each with its line number; a text is why a line is none.

    Everything or nothing: one transaction. Raises ReadBefore for a file with a digest
    that was read already.
    """
    by = principal(agency)
    with acting_as(by):
        before = Run.objects.filter(
            agency_id=agency, kind=RunKind.IMPORT, report__file=digest
        )
        if before.exists():
            raise ReadBefore
        run = actions.start(RunKind.IMPORT, at=at)
        count, tasks = 0, _tasks(run)
        rejects: list[tuple[int, str]] = []
        for number, record in records:
            count += 1
            fault = record if isinstance(record, str) else _one(run, record)
            if fault:
                rejects.append((number, fault))
        raised = _tasks(run) - tasks
        lines = [{"line": number, "reason": reason} for number, reason in rejects[:200]]
        actions.finish(
            run, report={"file": digest, "rejects": lines, "tasks": raised},
            records=count, passed=count - len(rejects), rejected=len(rejects),
        )  # fmt: skip
        return Taken(run.id, count, count - len(rejects), raised, tuple(rejects))


def _tasks(run: Run) -> int:
    return Task.objects.filter(agency_id=run.agency_id, run_id=run.id).count()


def _one(run: Run, record: Record) -> str:
    """Take in one record; the rule that it breaks, if any."""
    match record.layout.record:
        case "FS":
            return _acknowledged(run, record)
        case "FT":
            return _found(run, record)
    return NOT_READ


def _people(record: Record) -> set[UUID]:
    return index.find(index.NUMBER, index.normal(record.text("member_id")))


def _acknowledged(run: Run, record: Record) -> str:
    people = _people(record)
    if not people:
        return NOBODY
    batch = record.text("batch")
    rows = Submission.objects.filter(
        agency_id=run.agency_id, person_id__in=people, run_id__in=_runs(run, batch)
    )
    said = Acknowledgement(record.text("acknowledgement"))
    codes = " ".join(
        filter(None, (record.text(f"error_code_{n}") for n in range(1, 6)))
    )
    done = False
    for row in rows:
        own = cipher(row.person_id)
        if sent(row, own).text("case_id") == record.text("case_id"):
            actions.answer(run, row, said, codes)
            done = True
            write(Act.REGISTRY_ANSWERED, at=run.at, about=own, answer=said.value)
    return "" if done else NOT_SENT


def _runs(run: Run, batch: str) -> list[UUID]:
    rows = Run.objects.filter(
        agency_id=run.agency_id, kind=RunKind.EXPORT, batch=int(batch or 0)
    )
    return list(rows.values_list("id", flat=True))


def _found(run: Run, record: Record) -> str:
    """Kept with the person's own key, as what it is: federal locator data."""
    people = _people(record)
    if not people:
        return NOBODY
    for person in people:
        own, match = cipher(person), uuid4()
        sealed = own.seal(Place(MATCH, "found", match), found_words(record))
        actions.matched(run, match=match, person=person, found=sealed)
        write(Act.REGISTRY_ANSWERED, at=run.at, about=own, answer="match")
    return ""
