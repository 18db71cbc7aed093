"""The only writers of registry runs, of what was sent and of what came back."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max

from safelight.accounts.fence.acting import Principal, acting_as, current
from safelight.accounts.fence.models import Sealed
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.gate.decision import Decision
from safelight.core.registry_life import RAISES, Acknowledgement, RunKind, TaskKind
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.registry.models import (
    Match,
    PaymentFlag,
    Run,
    Submission,
    Task,
)

SETTLED_BY_SENDING = (TaskKind.INCOMPLETE, TaskKind.STOPPED)


class NoSuchTask(LookupError):
    """There is no such task about this person, or it is done."""


def start(kind: RunKind, *, at: datetime, is_written: bool = True) -> Run:
    """A run of the acting agency, with the next batch number of its kind."""
    agency = current().agency
    last = Run.objects.filter(agency_id=agency, kind=kind).aggregate(last=Max("batch"))
    return Run.objects.create(
        agency_id=agency, kind=kind, at=at, batch=(last["last"] or 0) + 1,
        records=0, passed=0, rejected=0, is_written=is_written,
    )  # fmt: skip


def finish(run: Run, *, policies: str = "", report: Any = None, **counts: int) -> None:
    """What a run came to; one entry in the ledger, about nobody."""
    run.report, run.policies = report or {}, policies
    for name in ("records", "passed", "rejected"):
        setattr(run, name, counts[name])
    run.save()
    write(Act.REGISTRY_RUN, at=run.at, policies=policies)


def written(run: UUID, *, by: Principal) -> None:
    """The run's file stands where it was asked for, complete."""
    with acting_as(by):
        Run.objects.filter(agency_id=by.agency, id=run).update(is_written=True)


def submit(
    run: Run,
    decision: Decision,
    *,
    submission: UUID,
    person: UUID,
    case: UUID,
    line: Sealed,
) -> None:
    """Keep what was sent about somebody: what kept it from being sent is settled. The
    decision is the one it was sent on."""
    assert decision.released()
    Task.objects.filter(
        agency_id=run.agency_id, person_id=person, kind__in=SETTLED_BY_SENDING,
        done_at=None,
    ).delete()  # fmt: skip
    Submission.objects.create(
        agency_id=run.agency_id, id=submission, person_id=person, run_id=run.id,
        case_id=case, line=line, sent_at=run.at, answer=Acknowledgement.WAITING,
    )  # fmt: skip


def answer(run: Run, row: Submission, said: Acknowledgement, codes: str) -> None:
    """Keep what the registry said; whatever is not accepted raises a task."""
    rows = Submission.objects.filter(agency_id=run.agency_id, id=row.id)
    rows.update(answer=said, answered_at=run.at)
    if said in RAISES:
        raise_task(run, row.person_id, RAISES[said], codes)


def matched(run: Run, *, match: UUID, person: UUID, found: Sealed) -> None:
    Match.objects.create(
        agency_id=run.agency_id, id=match, person_id=person, run_id=run.id,
        found=found, received_at=run.at,
    )  # fmt: skip
    raise_task(run, person, TaskKind.MATCHED, "")


def raise_task(run: Run, person: UUID, kind: TaskKind, codes: str) -> None:
    """Once, until it is done."""
    open_ones = Task.objects.filter(
        agency_id=run.agency_id, person_id=person, kind=kind, codes=codes, done_at=None
    )
    if not open_ones.exists():
        Task.objects.create(
            agency_id=run.agency_id, id=uuid4(), person_id=person, run_id=run.id,
            kind=kind, codes=codes, raised_at=run.at,
        )  # fmt: skip


def done(opened: Opened, task: UUID) -> None:
    """A task was done. Raises NoSuchTask."""
    with acting_as(opened.by):
        rows = Task.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=task, done_at=None
        )
        if not rows.update(done_at=opened.at, done_by=opened.staff):
            raise NoSuchTask("There is no such task here, or it is done.")
        write(Act.REGISTRY_TASK_DONE, at=opened.at)


def tell_payment_centre(run: Run, person: UUID, number: str) -> None:
    """From now on the centre protects somebody by this number; by none if it is empty."""
    PaymentFlag.objects.filter(agency_id=run.agency_id, person_id=person).delete()
    if number:
        row = PaymentFlag(agency_id=run.agency_id, person_id=person, run_id=run.id)
        place = Place(PaymentFlag._meta.db_table, "number", row.id)
        row.number = cipher(person).seal(place, number)
        row.save(force_insert=True)
