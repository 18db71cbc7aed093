"""Drafts: what is being written, sealed, so that nothing is lost and nobody else sees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.records.notes.models import Draft
from safelight.records.opened import Opened
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
        try:
            with transaction.atomic():
                row = _rows(opened, form).first() or _new(opened, form)
                place = Place(DRAFT, "content", row.id)
                row.content = cipher(opened.person).seal(
                    place, json.dumps(dict(fields))
                )
                row.kept_at = opened.at
                row.save()
        except IntegrityError:
            return  # the same worker's other window kept it first


def _new(opened: Opened, form: str) -> Draft:
    return Draft(
        agency_id=opened.by.agency,
        person_id=opened.person,
        staff_id=opened.staff,
        form=form,
    )


def find(opened: Opened, form: str) -> Kept | None:
    """The worker's own draft for a form."""
    with acting_as(opened.by):
        row = _rows(opened, form).first()
        if row is None:
            return None
        place = Place(DRAFT, "content", row.id)
        text = cipher(opened.person).open(place, bytes(row.content))
        return Kept(json.loads(text), row.kept_at)


def discard(opened: Opened, form: str) -> None:
    """Destroy a draft with its key: it was saved, or thrown away."""
    with acting_as(opened.by):
        for row in _rows(opened, form):
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
