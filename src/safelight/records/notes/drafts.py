"""Drafts: what is being written, sealed, so that nothing is lost and nobody else sees."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from safelight.accounts.fence.acting import acting_as, current
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.records.notes.models import Draft
from safelight.records.opened import Opened
from safelight.records.people import index
from safelight.records.people.stillness import hold_still
from safelight.records.retention.erasing import destroy_key

DRAFT = Draft._meta.db_table


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its writer gets it back."""

    fields: dict[str, str]
    at: datetime


def keep(opened: Opened, form: str, fields: Mapping[str, str]) -> None:
    """Keep what the worker has typed into a form so far, in place of what was kept.

    Not an entry in the ledger: it is the worker's own text, and nobody else gets it.
    """
    with acting_as(opened.by):
        hold_still([opened.person])
        row = _rows(opened, form).first() or Draft(
            agency_id=opened.by.agency,
            person_id=opened.person,
            staff_id=opened.staff,
            form=form,
        )
        place = Place(DRAFT, "content", row.id)
        row.content = cipher(opened.person).seal(place, json.dumps(dict(fields)))
        row.kept_at = opened.at
        row.save()


def find(opened: Opened, form: str) -> Kept | None:
    """The worker's own draft for a form."""
    with acting_as(opened.by):
        row = _rows(opened, form).first()
        return Kept(json.loads(_text(opened.person, row)), row.kept_at) if row else None


def _text(person: UUID, row: Draft) -> str:
    place = Place(DRAFT, "content", row.id)
    return cipher(person).open(place, bytes(row.content))


def discard(opened: Opened, form: str) -> None:
    """Destroy a draft with its key: it was saved, or thrown away."""
    with acting_as(opened.by):
        hold_still([opened.person])
        _erase(_rows(opened, form))


def erase_saying(person: UUID, form: str, texts: Collection[str]) -> None:
    """Destroy everybody's drafts of a form, and those in which one of the texts stands."""
    rows = list(Draft.objects.filter(agency_id=current().agency, person_id=person))
    spoken = [(row, index.normal(_text(person, row))) for row in rows]
    said = [index.normal(text) for text in texts if text]
    _erase(
        row
        for row, text in spoken
        if row.form == form or any(one in text for one in said)
    )


def _erase(rows: Iterable[Draft]) -> None:
    for row in rows:
        destroy_key(Place(DRAFT, "content", row.id).key_id)
        row.delete()


def waiting(staff: UUID, agency: UUID) -> list[tuple[UUID, str]]:
    """The (person, form) of each text that a worker has not saved, newest first."""
    rows = Draft.objects.filter(agency_id=agency, staff_id=staff).order_by("-kept_at")
    return list(rows.values_list("person_id", "form"))


def _rows(opened: Opened, form: str) -> Any:
    return Draft.objects.filter(
        agency_id=opened.by.agency,
        person_id=opened.person,
        staff_id=opened.staff,
        form=form,
    )
