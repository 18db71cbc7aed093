"""The only writer of services, aims, safety plans and wishes about contact."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db.models import Max

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.advocacy import Aim, Came, Service, Wish, topics
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.advocacy.models import AimRow, PlanVersion, ServiceRow, WishRow
from safelight.records.opened import Opened
from safelight.records.rows import row_of

SERVICE, AIM = ServiceRow._meta.db_table, AimRow._meta.db_table
PLAN = PlanVersion._meta.db_table


class ChangedMeanwhile(ValueError):
    """Somebody saved the plan while this advocate was writing; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody saved this plan while you were writing. Look at the newest one, and "
            "put yours into it."
        )


def record_service(
    opened: Opened, service: Service, came: Came, *, words: str = ""
) -> UUID:
    with acting_as(opened.by):
        own, row = cipher(opened.person), uuid4()
        ServiceRow.objects.create(
            **row_of(opened), id=row, service=service, came=came,
            words=own.seal(Place(SERVICE, "words", row), words) if words else None,
        )  # fmt: skip
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Service recorded")
        return row


def add_aim(opened: Opened, aim: Aim, words: str) -> UUID:
    with acting_as(opened.by):
        own, row = cipher(opened.person), uuid4()
        AimRow.objects.create(
            **row_of(opened), id=row, aim=aim,
            words=own.seal(Place(AIM, "words", row), words),
        )  # fmt: skip
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what=aim.label)
        return row


def end_aim(opened: Opened, row: UUID) -> bool:
    """They say it is no longer so; False for no such one of theirs."""
    with acting_as(opened.by):
        rows = AimRow.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=row, ended_at=None
        )
        return bool(rows.update(ended_at=opened.at))


def save_plan(opened: Opened, texts: Mapping[str, str], *, version: int) -> int:
    """A new version of the safety plan; returns its number. `version` is the one it was
    begun from. Raises ChangedMeanwhile, and ValueError for a plan without text."""
    kept = {
        code: texts[code].strip() for code in topics() if texts.get(code, "").strip()
    }
    if not kept:
        raise ValueError("Write something under one of the topics.")
    with acting_as(opened.by):
        if version != newest(opened.by.agency, opened.person):
            raise ChangedMeanwhile
        own, row = cipher(opened.person), uuid4()
        PlanVersion.objects.create(
            **row_of(opened), id=row, version=version + 1,
            content=own.seal(Place(PLAN, "content", row), json.dumps(kept)),
        )  # fmt: skip
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Safety plan")
        return version + 1


def newest(agency: UUID, person: UUID) -> int:
    """The newest version's number, 0 where there is none; inside `acting_as`."""
    rows = PlanVersion.objects.filter(agency_id=agency, person_id=person)
    return rows.aggregate(found=Max("version"))["found"] or 0


def record_wish(opened: Opened, wish: Wish) -> None:
    with acting_as(opened.by):
        WishRow.objects.create(**row_of(opened), id=uuid4(), wish=wish)
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Who begins contact")
