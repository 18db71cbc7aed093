"""The only writers of notes."""

from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.confidence import Limits
from safelight.core.vocabulary import Category, Partition, Source
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.notes.models import Note, Telling
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.people.stillness import hold_still
from safelight.records.sorting import sorted_as

NOTE = Note._meta.db_table


class ChangedMeanwhile(ValueError):
    """Somebody saved the note while this worker was writing; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody saved this note while you were writing. Their text is above, yours "
            "is in the box. Put them together and save, or save yours as a note of its own."
        )


class NoSuchNote(LookupError):
    """No note of this person."""


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
    with acting_as(opened.by):
        own, note = cipher(opened.person), uuid4()
        Note.objects.create(
            **sorted_as(opened, category, partition, source),
            id=note,
            text=own.seal(Place(NOTE, "text", note), text),
            written_at=opened.at,
            written_by=opened.staff,
        )
        write(Act.NOTE_WRITTEN, at=opened.at, about=own, what=category.label)
        return note


def keep_telling(
    opened: Opened, limits: Limits, *, acted_on: str = "", held: str = ""
) -> None:
    """What a child told, in two notes of their own classes. Raises ValueError for nothing."""
    if not (acted_on.strip() or held.strip()):
        raise ValueError("Write what the child told, in one of the two boxes.")
    with acting_as(opened.by):
        made = {}
        for name, text, category in (
            ("acted_on_id", acted_on, Category.CHILDS_REPORT),
            ("held_id", held, Category.CHILDS_CONFIDENCE),
        ):
            if text.strip():
                made[name] = write_note(
                    opened, text=text, category=category, source=Source.CHILD,
                    partition=Partition.SEALED,
                )  # fmt: skip
        Telling.objects.create(
            agency_id=opened.by.agency, id=uuid4(), person_id=opened.person,
            limits=limits, at=opened.at, recorded_by=opened.staff, **made,
        )  # fmt: skip


def revise(opened: Opened, note: UUID, *, text: str, revision: int) -> None:
    """Save a note anew; earlier versions stay in the history, under the same key.

    `revision` is the one the worker began from. Raises ChangedMeanwhile where it is not
    the newest, NoSuchNote, and ValueError for a note without text.
    """
    if not text.strip():
        raise ValueError("Write the note before you save it.")
    with acting_as(opened.by):
        row, own = _locked(opened, note), cipher(opened.person)
        if row.revision != revision:
            raise ChangedMeanwhile
        row.text = own.seal(Place(NOTE, "text", note), text)
        row.revision, row.revised_at, row.revised_by = (
            revision + 1, opened.at, opened.staff,
        )  # fmt: skip
        row.save()
        write(Act.NOTE_REVISED, at=opened.at, about=own)


def move_to_sealed(opened: Opened, note: UUID) -> int:
    """Move a note to the sealed partition, with all its earlier versions.

    Versions are read as the note now stands, so they follow it. Packets under agreements
    that carry it are recalled; returns how many. Raises NoSuchNote.
    """
    with acting_as(opened.by):
        hold_still([opened.person])
        row = _locked(opened, note)
        row.partition = Partition.SEALED
        row.revised_at, row.revised_by = opened.at, opened.staff
        row.save(update_fields=["partition", "revised_at", "revised_by"])
        write(Act.NOTE_SEALED, at=opened.at, about=cipher(opened.person))
        return packets.recall_with_item(opened, f"note:{note}")


def _locked(opened: Opened, note: UUID) -> Note:
    rows = Note.objects.select_for_update().filter(
        agency_id=opened.by.agency, person_id=opened.person, id=note
    )
    row: Note | None = rows.first()
    if row is None:
        raise NoSuchNote("There is no such note on this record.")
    return row
