"""The only writer of a child protection case's course, and of facts."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.protection.course import Outcome, Responsible, require
from safelight.core.protection.pattern import FactKind, Towards
from safelight.core.vocabulary import Source
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.actions import open_case
from safelight.records.opened import Opened
from safelight.records.protection.models import CaseStep, FactRow, ResponsibleRow
from safelight.records.rows import row_of

FACT = FactRow._meta.db_table


def open_reported(
    opened: Opened, parts: Sequence[tuple[Opened, Part]], *, number: str,
    reported_on: date, responsible: Responsible, person: UUID | None,
) -> UUID:  # fmt: skip
    """A report opens a case; who is responsible is said with it, or not yet known."""
    with acting_as(opened.by):
        case = open_case(parts, kind=CaseKind.CPS_CASE, number=number)
        _step(opened, case, Outcome.RECEIVED, reported_on)
        name_responsible(opened, case, responsible, person)
        return case


def record(
    opened: Opened, case: UUID, outcome: Outcome, *, on: date, not_asked: int
) -> None:
    """Raises NotNow for what cannot come yet."""
    with acting_as(opened.by):
        state, _ = responsible_of(opened.by.agency, case)
        done = outcomes_of(opened.by.agency, case)
        require(done, outcome, responsible=state, not_asked=not_asked)
        _step(opened, case, outcome, on)


def _step(opened: Opened, case: UUID, outcome: Outcome, on: date) -> None:
    CaseStep.objects.create(
        agency_id=opened.by.agency, id=uuid4(), case_id=case, outcome=outcome, on=on,
        at=opened.at, recorded_by=opened.staff,
    )  # fmt: skip
    own = cipher(opened.person)
    write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Course of the case")


def outcomes_of(agency: UUID, case: UUID) -> list[Outcome]:
    """What the case came to, the oldest first; inside `acting_as`."""
    rows = CaseStep.objects.filter(agency_id=agency, case_id=case).order_by("at", "id")
    return [Outcome(one) for one in rows.values_list("outcome", flat=True)]


def responsible_of(agency: UUID, case: UUID) -> tuple[Responsible, UUID | None]:
    """As it was said last; inside `acting_as`."""
    rows = ResponsibleRow.objects.filter(agency_id=agency, case_id=case)
    row = rows.order_by("at", "id").last()
    if row is None or (row.state == Responsible.ON_FILE and row.person_id is None):
        return Responsible.NOT_YET_KNOWN, None
    return Responsible(row.state), row.person_id


def name_responsible(
    opened: Opened, case: UUID, state: Responsible, person: UUID | None
) -> None:
    """Raises ValueError where somebody on file is meant and nobody is named."""
    if (state is Responsible.ON_FILE) != (person is not None):
        raise ValueError("Say who in this case it is.")
    with acting_as(opened.by):
        ResponsibleRow.objects.create(
            agency_id=opened.by.agency, id=uuid4(), case_id=case, person_id=person,
            state=state, at=opened.at, recorded_by=opened.staff,
        )  # fmt: skip
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Who is responsible")


def add_fact(
    opened: Opened, kind: FactKind, words: str, *, towards: Towards, on: date,
    source: Source,
) -> UUID:  # fmt: skip
    with acting_as(opened.by):
        own, row = cipher(opened.person), uuid4()
        FactRow.objects.create(
            **row_of(opened), id=row, kind=kind, towards=towards, on=on, source=source,
            words=own.seal(Place(FACT, "words", row), words),
        )  # fmt: skip
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Fact recorded")
        return row


def strike_fact(opened: Opened, row: UUID) -> bool:
    """It was wrong: it counts no longer, and stays in the history. False for no such."""
    with acting_as(opened.by):
        rows = FactRow.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=row, struck_at=None
        )
        changed = rows.update(struck_at=opened.at)
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Fact struck")
        return bool(changed)
