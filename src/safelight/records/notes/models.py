"""Notes about one person, each in one partition, with its category and its source."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.vocabulary import Category, Flag, Partition, Source


class Note(VaultRecord):
    app_privileges = ALL
    person_id = models.UUIDField()
    category = models.CharField(max_length=20, choices=choices(Category))
    partition = models.CharField(max_length=8, choices=choices(Partition))
    source = models.CharField(max_length=16, choices=choices(Source))
    confided_by_child = models.CharField(max_length=8, choices=choices(Flag))
    privileged = models.CharField(max_length=8, choices=choices(Flag))
    text = SealedField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "category": STRUCTURE,
        "partition": STRUCTURE,
        "source": STRUCTURE,
        "confided_by_child": Category.CHILDS_CONFIDENCE,
        "privileged": Category.ADVOCATE_NOTES,
        "text": Category.NARRATIVE,
        "written_at": STRUCTURE,
        "written_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="notes_note_fence"),
            Remembered(name="notes_note_history", links=("person_id",)),
            SameVault(name="notes_note_person", column="person_id", to="people_person"),
        ]
