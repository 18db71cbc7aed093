"""What goes to the federal registry: whoever is new or changed, decided on one by one.

A run first stands in the database with every line it will have, sealed with each person's
key; then its file is written. A run whose file was never finished is written again from
what stands there, so no record is lost or doubled.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.core.gate.question import Asker, Protections, Question
from safelight.core.leakguard.guard import Guarded
from safelight.core.registry.abstract import (
    ADD,
    CHANGE,
    DELETE,
    Participant,
    person_record,
)
from safelight.core.registry.layout import layout
from safelight.core.registry.record import Record, RecordInvalid
from safelight.core.registry.record import read as read_record
from safelight.core.registry.screening import Said, Screening
from safelight.core.registry_life import Acknowledgement, RunKind, TaskKind
from safelight.core.vocabulary import AgencyKind, Channel, Purpose, Standing
from safelight.disclosure import standing
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.guarding import protected_values
from safelight.disclosure.registry.participants import Due, due, participants
from safelight.ledger.acts import Act
from safelight.records.people import index, links
from safelight.records.registry import actions
from safelight.records.registry.models import Run, Submission

SUBMISSION = Submission._meta.db_table


class NotChildSupport(ValueError):
    def __init__(self) -> None:
        super().__init__("Only a child support agency has records in the registry.")


@dataclass(frozen=True, slots=True)
class Batch:
    """A run and the lines of its file; `is_again` says it was not written before."""

    run: UUID
    number: int
    at: datetime
    lines: tuple[bytes, ...]
    tasks: int
    is_again: bool


def principal(agency: UUID) -> Principal:
    return Principal(PrincipalKind.REGISTRY, agency)


def question(at: datetime) -> Question:
    """The question every record to the federal registry is decided on."""
    return Question(
        asker=Asker(standing=Standing.REGISTRY, party="Federal Case Registry"),
        channel=Channel.TRANSMIT,
        purpose=Purpose.ENFORCE_SUPPORT,
        at=at,
    )


def export(agency: UUID, at: datetime) -> Batch:
    """The next run's lines, or those of one whose file was never finished.

    Raises NotChildSupport.
    """
    by = principal(agency)
    with acting_as(by):
        if standing.vault(agency).kind is not AgencyKind.CHILD_SUPPORT:
            raise NotChildSupport
        left = Run.objects.filter(
            agency_id=agency, kind=RunKind.EXPORT, is_written=False
        )
        again = left.order_by("batch").first()
        if again is not None:
            return _again(again)
        run = actions.start(RunKind.EXPORT, at=at, is_written=False)
        sending = _Sending(run)
        found = due(agency)
        lines = tuple(
            line
            for one, own, made, shared in participants(agency, found, at)
            if (line := sending.line(one, own, made, shared)) is not None
        )
        actions.finish(
            run, policies=sending.screening.policies,
            records=len(lines) + sending.tasks, passed=len(lines), rejected=sending.tasks,
        )  # fmt: skip
        return Batch(run.id, run.batch, at, lines, sending.tasks, is_again=False)


def _again(run: Run) -> Batch:
    rows = Submission.objects.filter(agency_id=run.agency_id, run_id=run.id)
    lines = tuple(_kept(rows.order_by("case_id", "id")))
    return Batch(run.id, run.batch, run.at, lines, run.rejected, is_again=True)


def _kept(rows: Iterable[Submission]) -> Iterator[bytes]:
    """The lines as they were made; one whose person was purged since is not sent."""
    for row in rows:
        with suppress(KeyGone):
            yield sent(row, cipher(row.person_id)).raw


def sent(row: Submission, own: DataCipher) -> Record:
    """A record as it was sent."""
    text = own.open(Place(SUBMISSION, "line", row.id), bytes(row.line))
    return read_record(layout("FP"), text.encode("ascii"))


class _Sending:
    """The records of one run, each through the one door."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.screening = Screening(layout("FP"), question(run.at), str(run.agency_id))
        self.tasks = 0

    def line(
        self, one: Due, own: DataCipher, made: Participant, shared: Protections
    ) -> bytes | None:
        """The line about somebody, or nothing where there is nothing new to say."""
        before = self._before(one, own)
        if made.missing and not one.is_closed:
            self._task(one, TaskKind.INCOMPLETE, made.missing)
            return None
        action = DELETE if one.is_closed else CHANGE if before else ADD
        if len(_also_named(self.run.agency_id, one.person, made.member_id)) > 1:
            self._task(one, TaskKind.INCOMPLETE, "a participant number of their own")
            return None
        try:
            record = person_record(made, action)
        except RecordInvalid as error:
            self._task(one, TaskKind.INCOMPLETE, error.faults[0].field)
            return None
        said = self.screening.of(shared)
        line = said.redacted(record.raw)
        if before is not None and _same(before, line, action):
            return None
        return self._out(one, own, made, said, line)

    def _before(self, one: Due, own: DataCipher) -> Record | None:
        """What the registry knows: nothing after a deletion or a rejection."""
        if one.last is None:
            return None
        row = Submission.objects.get(agency_id=self.run.agency_id, id=one.last)
        if row.answer == Acknowledgement.REJECTED:
            return None
        record = sent(row, own)
        return None if record.text("action") == DELETE and not one.is_closed else record

    def _out(
        self, one: Due, own: DataCipher, made: Participant, said: Said, line: bytes
    ) -> bytes | None:
        submission, record = uuid4(), read_record(layout("FP"), line)
        fields = [f for f in record.layout.fields if f.category]
        parts = [(f.name, record.text(f.name)) for f in fields]
        released = [text for name, text in parts if text]
        released += [made.ssn] if record.text("ssn") else []
        values = protected_values(self.run.agency_id, one.person)
        leaving = Leaving(
            act=Act.REGISTRY_SENT,
            about=own,
            parts=parts,
            guarded=Guarded(tuple(values), tuple(released)),
            details={"recipient": "registry", "submission": str(submission)},
        )
        done = egress(leaving, said.decision, at=self.run.at, seal=lambda: line)
        if isinstance(done, Stopped):
            self._task(one, TaskKind.STOPPED, "")
            return None
        sealed = own.seal(Place(SUBMISSION, "line", submission), line.decode("ascii"))
        actions.submit(
            self.run, said.decision, submission=submission, person=one.person,
            case=one.case, line=sealed,
        )  # fmt: skip
        return line

    def _task(self, one: Due, kind: TaskKind, codes: str) -> None:
        actions.raise_task(self.run, one.person, kind, codes[:40])
        self.tasks += 1


def _also_named(agency: UUID, person: UUID, number: str) -> set[UUID]:
    """Everybody with this participant number who is not told to be the same person."""
    found = index.find(index.NUMBER, index.normal(number))
    return found - links.same(agency, [person])[person]


def _same(before: Record, line: bytes, action: str) -> bool:
    """Nothing new: but for its action the record is as it was sent."""
    if action == DELETE:
        return before.text("action") == DELETE
    place = before.layout.field("action").bytes
    return before.raw[: place.start] + before.raw[place.stop :] == (
        line[: place.start] + line[place.stop :]
    )
