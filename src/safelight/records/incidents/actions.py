"""The only writers of incidents."""

from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import CaseKind
from safelight.core.incident import Step
from safelight.core.support.standing import Fact
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Case, Participation
from safelight.records.incidents.models import Incident, StepTaken
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.support.actions import settle


class NotYet(ValueError):
    """Something must be done before an incident is closed; the message says what."""


def begin(opened: Opened, *, has_locator_data: bool, is_drill: bool) -> UUID:
    """One at a time for each person; the one that is open, where there is one. Holds
    every pending action at once, in all the person's child support cases."""
    with acting_as(opened.by):
        row = _open(opened)
        if row is not None:
            return row.id
        incident = uuid4()
        Incident.objects.create(
            agency_id=opened.by.agency, id=incident, person_id=opened.person,
            found_at=opened.at, has_locator_data=has_locator_data, is_drill=is_drill,
            opened_by=opened.staff,
        )  # fmt: skip
        own = cipher(opened.person)
        write(Act.INCIDENT_OPENED, at=opened.at, about=own, drill=is_drill)
        if not is_drill:
            hold(opened, is_so=True)
            take(opened, incident, Step.HOLD)
        return incident


def hold(opened: Opened, *, is_so: bool) -> None:
    """Hold everything that reaches the other side, or let it go on."""
    with acting_as(opened.by):
        for case in _support_cases(opened):
            settle(opened, case, Fact.HELD, is_so=is_so)


def take(opened: Opened, incident: UUID, step: Step) -> None:
    with acting_as(opened.by):
        StepTaken.objects.get_or_create(
            agency_id=opened.by.agency, incident_id=incident, step=step,
            defaults={"person_id": opened.person, "at": opened.at,
                      "taken_by": opened.staff},
        )  # fmt: skip


def recall(opened: Opened, incident: UUID) -> int:
    """Recall every packet about the person that can be; returns how many. A drill recalls
    nothing."""
    with acting_as(opened.by):
        row = _open(opened)
        is_real = row is not None and not row.is_drill
        found = packets.recall_everything(opened) if is_real else 0
        take(opened, incident, Step.RECALL)
        return found


def close(opened: Opened, incident: UUID, *, lessons: str) -> None:
    """Raises NotYet while they were not called, or nothing was learned. What is held stays
    held until somebody lets it go on."""
    with acting_as(opened.by):
        row = _open(opened)
        if row is None or row.id != incident:
            raise NotYet("There is no such open incident.")
        taken = StepTaken.objects.filter(
            agency_id=opened.by.agency, incident_id=incident
        )
        steps = set(taken.values_list("step", flat=True))
        needed = [step for step in Step if step is not Step.LESSONS]
        if missing := [step.label for step in needed if step not in steps]:
            raise NotYet(f"Not done yet: {'; '.join(missing)}.")
        if not lessons.strip():
            raise NotYet("Write down what is done differently from now on.")
        own, place = cipher(opened.person), Place(_TABLE, "lessons", incident)
        row.lessons = own.seal(place, lessons)
        row.closed_at, row.closed_by = opened.at, opened.staff
        row.save()
        take(opened, incident, Step.LESSONS)
        write(Act.INCIDENT_CLOSED, at=opened.at, about=own)


_TABLE = Incident._meta.db_table


def _open(opened: Opened) -> Incident | None:
    rows = Incident.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person, closed_at=None
    )
    found: Incident | None = rows.select_for_update().first()
    return found


def _support_cases(opened: Opened) -> list[UUID]:
    taken = Participation.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person
    )
    rows = Case.objects.filter(
        agency_id=opened.by.agency,
        kind=CaseKind.IVD_CASE,
        id__in=taken.values("case_id"),
    )
    return list(rows.values_list("id", flat=True))
