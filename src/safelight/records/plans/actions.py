"""The only writer of plans."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.core.plans.plan import (
    Care,
    Change,
    NotLikeThis,
    State,
    Whose,
    line,
    require,
)
from safelight.core.vocabulary import Duty, Source
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.duties import has_duty
from safelight.records.opened import Opened
from safelight.records.plans.models import PlanItem, Review
from safelight.records.rows import row_of

ITEM, REVIEW = PlanItem._meta.db_table, Review._meta.db_table


class ChangedMeanwhile(ValueError):
    """Somebody changed the item while this worker was writing; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed this item while you were writing. Look at it as it is now, and "
            "save yours again."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An item as a worker gives it. `texts`: what, place, behavior, purpose, evidence,
    seen, reason. `source` is how it is known."""

    state: State
    texts: Mapping[str, str]
    change: Change = Change.NOT_LOOKED
    source: Source = Source.OBSERVATION
    is_joint: bool = False
    starts_at: datetime | None = None
    minutes: int = 60
    times_a_week: int = 1
    travel: int = 0
    care: Care = Care.NOT_NEEDED


def add(opened: Opened, whose: Whose, said: Said) -> UUID:
    """Raises NotLikeThis, also where this person has a plan of another kind."""
    with acting_as(opened.by):
        known = whose_plan(opened.by.agency, opened.person)
        if known not in (None, whose):
            raise NotLikeThis("This person has a plan of another kind already.")
        row = PlanItem(**row_of(opened), id=uuid4(), whose=whose, revision=0)
        _fill(opened, row, said)
        row.save(force_insert=True)
        return row.id


def change(opened: Opened, item: UUID, said: Said, *, revision: int) -> None:
    """`revision` is the one it was begun from. Raises ChangedMeanwhile, NotLikeThis."""
    with acting_as(opened.by):
        row = PlanItem.objects.select_for_update().filter(
            agency_id=opened.by.agency, person_id=opened.person, id=item
        ).first()  # fmt: skip
        if row is None:
            raise NotLikeThis("There is no such item in this plan.")
        if row.revision != revision:
            raise ChangedMeanwhile
        _fill(opened, row, said)
        row.save()


def _fill(opened: Opened, row: PlanItem, said: Said) -> None:
    require(
        Whose(row.whose), said.state, said.texts, change=said.change,
        is_joint=said.is_joint, by_supervisor=has_duty(opened, Duty.SUPERVISE),
    )  # fmt: skip
    own = cipher(opened.person)
    shared = line(said.texts["what"], said.state, said.change, said.texts)
    row.words = own.seal(Place(ITEM, "words", row.id), shared)
    row.fields = own.seal(Place(ITEM, "fields", row.id), json.dumps(dict(said.texts)))
    for name in ("state", "change", "source", "is_joint", "starts_at", "minutes",
                 "times_a_week", "travel", "care"):  # fmt: skip
        setattr(row, name, getattr(said, name))
    row.revision, row.changed_at = row.revision + 1, opened.at
    write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Service plan")


def review(opened: Opened, words: str, *, again_on: date) -> None:
    with acting_as(opened.by):
        own, row = cipher(opened.person), uuid4()
        Review.objects.create(
            **row_of(opened), id=row, again_on=again_on,
            words=own.seal(Place(REVIEW, "words", row), words),
        )  # fmt: skip
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Service plan reviewed")


def whose_plan(agency: UUID, person: UUID) -> Whose | None:
    """Whose plan it is, once it has an item; inside `acting_as`."""
    rows = PlanItem.objects.filter(agency_id=agency, person_id=person)
    found = rows.values_list("whose", flat=True).first()
    return Whose(found) if found else None


def texts_of(row: PlanItem, own: DataCipher) -> dict[str, str]:
    found: dict[str, str] = json.loads(
        own.open(Place(ITEM, "fields", row.id), bytes(row.fields))
    )
    return found
