"""What a worker sorts into a record: what it is about, which part of the file, how known."""

from typing import Any, Final

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.models import STRUCTURE, VaultRecord
from safelight.core.vocabulary import Category, Flag, Partition, Source
from safelight.records.opened import Opened


class Sorted(VaultRecord):
    """A note or a document of one person."""

    app_privileges = ALL
    person_id = models.UUIDField()
    category = models.CharField(max_length=20, choices=choices(Category))
    partition = models.CharField(max_length=8, choices=choices(Partition))
    source = models.CharField(max_length=16, choices=choices(Source))
    confided_by_child = models.CharField(max_length=8, choices=choices(Flag))
    privileged = models.CharField(max_length=8, choices=choices(Flag))

    class Meta:
        abstract = True


SORTED: Final[dict[str, Category | None]] = {
    "person_id": STRUCTURE,
    "category": STRUCTURE,
    "partition": STRUCTURE,
    "source": STRUCTURE,
    "confided_by_child": Category.CHILDS_CONFIDENCE,
    "privileged": Category.ADVOCATE_NOTES,
}


def sorted_as(
    opened: Opened, category: Category, partition: Partition, source: Source
) -> dict[str, Any]:
    """The columns of a new row. A child's confidence and an advocate's text are marked, and
    go to the sealed part whatever was chosen."""
    confided = category is Category.CHILDS_CONFIDENCE
    privileged = category is Category.ADVOCATE_NOTES
    return {
        "agency_id": opened.by.agency,
        "person_id": opened.person,
        "category": category,
        "partition": Partition.SEALED if confided or privileged else partition,
        "source": source,
        "confided_by_child": Flag.SET if confided else Flag.CLEAR,
        "privileged": Flag.SET if privileged else Flag.CLEAR,
    }
