"""One note as it now stands, for the worker who wants to change it."""

from dataclasses import dataclass
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.core.vocabulary import Category, Partition, Source
from safelight.disclosure.person import read
from safelight.disclosure.shown import Refused, Shown
from safelight.disclosure.versions import NONE_HERE
from safelight.records.notes.models import Note
from safelight.records.opened import Opened


@dataclass(frozen=True, slots=True)
class NoteNow:
    """A note's newest text, and the facts it was written with."""

    note: UUID
    text: str
    revision: int
    category: Category
    partition: Partition
    source: Source


def note_now(opened: Opened, note: UUID) -> NoteNow | Refused:
    """The note, if the gate releases it to this worker."""
    with acting_as(opened.by):
        shown = {f.key: f for f in read(opened).fields if isinstance(f, Shown)}
        field = shown.get(f"note:{note}")
        if field is None:
            return NONE_HERE
        row = Note.objects.get(agency_id=opened.by.agency, id=note)
        return NoteNow(
            note,
            field.text,
            row.revision,
            Category(row.category),
            Partition(row.partition),
            Source(row.source),
        )
