"""What most rows are: about one person, written by a worker at a moment."""

from typing import Any, ClassVar

from django.db import models

from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import VaultRecord
from safelight.records.opened import Opened


class OfPerson(VaultRecord):
    """A row about one person, written by a worker at a moment."""

    app_privileges = ALL
    person_id = models.UUIDField()
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            Fence(name="%(app_label)s_%(class)s_fence"),
            Remembered(name="%(app_label)s_%(class)s_history", links=("person_id",)),
            SameVault(
                name="%(app_label)s_%(class)s_person", column="person_id",
                to="people_person",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "person_id"], name="%(app_label)s_%(class)s_of"
            )
        ]


def row_of(opened: Opened) -> dict[str, Any]:
    """The columns that every such row begins with."""
    return {
        "agency_id": opened.by.agency, "person_id": opened.person, "at": opened.at,
        "recorded_by": opened.staff,
    }  # fmt: skip
