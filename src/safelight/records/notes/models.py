"""Notes about one person, each in one partition, with its category and its source."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.confidence import Limits
from safelight.core.vocabulary import Category
from safelight.records.sorting import SORTED, Sorted


class Note(Sorted):
    text = SealedField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    revision = models.PositiveIntegerField(default=1)
    revised_at = models.DateTimeField(null=True)
    revised_by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        **SORTED,
        "text": Category.NARRATIVE,
        "written_at": STRUCTURE,
        "written_by": STRUCTURE,
        "revision": STRUCTURE,
        "revised_at": STRUCTURE,
        "revised_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="notes_note_fence"),
            Remembered(name="notes_note_history", links=("person_id",)),
            SameVault(name="notes_note_person", column="person_id", to="people_person"),
            models.CheckConstraint(
                condition=models.Q(revised_at=None, revised_by=None)
                | models.Q(revised_at__isnull=False, revised_by__isnull=False),
                name="notes_note_revised_at_with_by",
            ),
        ]


class Telling(VaultRecord):
    """A child told something: whether the limits were heard first, and the notes of its two
    parts."""

    app_privileges = ALL
    person_id = models.UUIDField()
    limits = models.CharField(max_length=12, choices=choices(Limits))
    acted_on_id = models.UUIDField(null=True)
    held_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "limits": Category.CHILDS_CONFIDENCE,
        "acted_on_id": STRUCTURE,
        "held_id": STRUCTURE,
        "at": STRUCTURE,
        "recorded_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="notes_telling_fence"),
            Remembered(name="notes_telling_history", links=("person_id",)),
            SameVault(
                name="notes_telling_person", column="person_id", to="people_person"
            ),
        ]


class Draft(VaultRecord):
    """What a worker is writing about a person, kept every few seconds until it is saved.

    One for each worker, person and form. Only that worker gets it back.
    """

    app_privileges = ALL
    person_id = models.UUIDField()
    staff_id = models.UUIDField()
    form = models.CharField(max_length=48)
    content = SealedField()
    kept_at = models.DateTimeField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "staff_id": STRUCTURE,
        "form": STRUCTURE,
        "content": Category.NARRATIVE,
        "kept_at": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="notes_draft_fence"),
            SameVault(
                name="notes_draft_person", column="person_id", to="people_person"
            ),
            models.UniqueConstraint(
                "agency_id", "person_id", "staff_id", "form", name="notes_draft_once"
            ),
        ]
