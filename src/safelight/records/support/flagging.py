"""The only writers of indicators' codes, removals, good cause and requests for an address."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.support.flags import REVIEW_DAYS, GoodCause, Request, Waived
from safelight.core.support.jurisdictions import Code
from safelight.core.support.tasks import TaskKind
from safelight.core.vocabulary import Flag
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.cases.models import Case, Participation
from safelight.records.opened import Opened
from safelight.records.people.actions import record_protection
from safelight.records.rows import row_of
from safelight.records.support.models import (
    AddressRequest,
    Claim,
    FlagCode,
    Removal,
    StaffSafety,
    Task,
)

INDICATOR = ProtectionKind.FAMILY_VIOLENCE_INDICATOR


def set_flag(opened: Opened, code: Code, *, initiator: str = "") -> None:
    """Set the indicator, on all the person's cases at once, with the state's code; and a
    task for a motion in each open case, for a program's flag protects no court file
    (CS-3, CS-6, CS-33)."""
    with acting_as(opened.by):
        record_protection(opened, kind=INDICATOR, standing=Flag.SET, basis=code.basis)
        FlagCode.objects.create(**row_of(opened), code=code.code, initiator=initiator)
        for case in _open_cases(opened):
            raise_task(opened, TaskKind.MOTION, case)


def remove_flag(opened: Opened) -> None:
    """Clear the indicator. Whether it may be is decided before (`disclosure`)."""
    with acting_as(opened.by):
        record_protection(
            opened, kind=INDICATOR, standing=Flag.CLEAR, basis=Basis.OWN_STATEMENT,
            is_removal=True,
        )  # fmt: skip
        Removal.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        ).delete()


def record_step(
    opened: Opened, *, signed_on: date | None = None, noticed_on: date | None = None
) -> None:
    """A step towards removing a flag: their signed request, or the notice to them."""
    with acting_as(opened.by):
        row, _ = Removal.objects.get_or_create(
            agency_id=opened.by.agency, person_id=opened.person,
            defaults={"at": opened.at, "recorded_by": opened.staff},
        )  # fmt: skip
        row.signed_on = signed_on or row.signed_on
        row.noticed_on = noticed_on or row.noticed_on
        row.save()
        own = cipher(opened.person)
        what = "Steps before a protection is removed"
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what=what)


def claim(opened: Opened, state: GoodCause, *, waived: Collection[Waived] = ()) -> None:
    """Good cause as it stands now. A grant is reviewed after six months and lists what it
    waives (CS-36). Raises ValueError for a grant that waives nothing."""
    if state is GoodCause.GRANTED and not waived:
        raise ValueError("Say which requirements are waived.")
    with acting_as(opened.by):
        granted = state is GoodCause.GRANTED
        again = timezone.localdate(opened.at) + timedelta(days=REVIEW_DAYS)
        Claim.objects.create(
            **row_of(opened), state=state, waived=sorted(waived),
            review_on=again if granted else None,
        )  # fmt: skip
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Good cause")


def staff_safety(opened: Opened, *, is_set: bool) -> None:
    """Whether staff meet this person with care; derived from nothing else (CS-40)."""
    with acting_as(opened.by):
        StaffSafety.objects.create(**row_of(opened), is_set=is_set)
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Staff safety")


def ask_address(opened: Opened, *, noticed_on: date) -> None:
    """A party asked for this person's address, and they were told by their channel."""
    with acting_as(opened.by):
        AddressRequest.objects.create(
            **row_of(opened), state=Request.NOTICED, noticed_on=noticed_on
        )
        own = cipher(opened.person)
        write(
            Act.PERSON_CHANGED, at=opened.at, about=own, what="Request for an address"
        )


def settle_address(opened: Opened, state: Request, *, decided_on: date | None) -> bool:
    """What became of the newest request; False where there is none."""
    with acting_as(opened.by):
        rows = AddressRequest.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        )
        row = rows.order_by("at").last()
        if row is None:
            return False
        row.state, row.decided_on = state, decided_on
        row.save()
        own = cipher(opened.person)
        write(
            Act.PERSON_CHANGED, at=opened.at, about=own, what="Request for an address"
        )
        return True


def raise_task(opened: Opened, kind: TaskKind, case: UUID | None = None) -> None:
    """Something to be done; once, while it is open."""
    Task.objects.get_or_create(
        agency_id=opened.by.agency, person_id=opened.person, case_id=case, kind=kind,
        done_at=None, defaults={"at": opened.at, "recorded_by": opened.staff},
    )  # fmt: skip


def raise_by_job(agency: UUID, person: UUID, case: UUID, *, at: datetime) -> None:
    """A call that is due, inside `acting_as`; the agency itself is who recorded it."""
    Task.objects.get_or_create(
        agency_id=agency, person_id=person, case_id=case, kind=TaskKind.CALL,
        done_at=None, defaults={"at": at, "recorded_by": agency},
    )  # fmt: skip


def task_done(opened: Opened, task: UUID) -> bool:
    """False where there is no such open task about this person."""
    with acting_as(opened.by):
        rows = Task.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=task, done_at=None
        )
        done = rows.update(done_at=opened.at, done_by=opened.staff)
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Task done")
        return bool(done)


def has_open_case(opened: Opened) -> bool:
    """Inside `acting_as`."""
    return bool(_open_cases(opened))


def _open_cases(opened: Opened) -> list[UUID]:
    taken = Participation.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person
    )
    rows = Case.objects.filter(
        agency_id=opened.by.agency, closed_on=None, id__in=taken.values("case_id")
    )
    return list(rows.values_list("id", flat=True))
