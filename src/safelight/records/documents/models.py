"""Documents of one person, such as an order or a signed statement, each kept as a PDF."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.vocabulary import Category, Flag, Partition, Source


class Document(VaultRecord):
    """`content` is the file in base64, sealed; nothing changes it."""

    app_privileges = ALL
    person_id = models.UUIDField()
    category = models.CharField(max_length=20, choices=choices(Category))
    partition = models.CharField(max_length=8, choices=choices(Partition))
    source = models.CharField(max_length=16, choices=choices(Source))
    confided_by_child = models.CharField(max_length=8, choices=choices(Flag))
    privileged = models.CharField(max_length=8, choices=choices(Flag))
    title = SealedField()
    content = SealedField()
    filed_at = models.DateTimeField()
    filed_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "category": STRUCTURE,
        "partition": STRUCTURE,
        "source": STRUCTURE,
        "confided_by_child": Category.CHILDS_CONFIDENCE,
        "privileged": Category.ADVOCATE_NOTES,
        "title": Category.NARRATIVE,
        "content": Category.NARRATIVE,
        "filed_at": STRUCTURE,
        "filed_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="documents_document_fence"),
            Remembered(name="documents_document_history", links=("person_id",)),
            SameVault(
                name="documents_document_person", column="person_id", to="people_person"
            ),
        ]
