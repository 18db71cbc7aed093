"""Documents of one person, such as an order or a signed statement, each kept as a PDF."""

from typing import ClassVar

from django.db import models

from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField
from safelight.core.vocabulary import Category
from safelight.records.sorting import SORTED, Sorted


class Document(Sorted):
    """`content` is the file in base64, sealed; nothing changes it."""

    title = SealedField()
    content = SealedField()
    filed_at = models.DateTimeField()
    filed_by = models.UUIDField()

    field_categories: ClassVar = {
        **SORTED,
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
