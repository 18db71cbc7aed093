"""The only writer of notes."""

from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.vocabulary import Category, Flag, Partition, Source
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.notes.models import Note
from safelight.records.opened import Opened

NOTE = Note._meta.db_table


def write_note(
    opened: Opened,
    *,
    text: str,
    category: Category,
    partition: Partition,
    source: Source,
) -> UUID:
    """Write a note. A child's confidence is marked as one, and an advocate's as such.

    Raises ValueError for a note without text.
    """
    if not text.strip():
        raise ValueError("Write the note before you save it.")
    confided = category is Category.CHILDS_CONFIDENCE
    privileged = category is Category.ADVOCATE_NOTES
    with acting_as(opened.by):
        own, note = cipher(opened.person), uuid4()
        Note.objects.create(
            agency_id=opened.by.agency,
            id=note,
            person_id=opened.person,
            category=category,
            partition=Partition.SEALED if confided or privileged else partition,
            source=source,
            confided_by_child=Flag.SET if confided else Flag.CLEAR,
            privileged=Flag.SET if privileged else Flag.CLEAR,
            text=own.seal(Place(NOTE, "text", note), text),
            written_at=opened.at,
            written_by=opened.staff,
        )
        write(Act.NOTE_WRITTEN, at=opened.at, about=own, what=category.label)
        return note
