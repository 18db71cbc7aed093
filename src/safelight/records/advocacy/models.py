"""What an advocate and somebody do together; rows are added, the newest counts."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.models import STRUCTURE, SealedField
from safelight.core.advocacy import Aim, Came, Service, Wish
from safelight.core.vocabulary import Category
from safelight.records.rows import OfPerson

OF_ROW = {"person_id": STRUCTURE, "at": STRUCTURE, "recorded_by": STRUCTURE}


class ServiceRow(OfPerson):
    """A service, and what came of it."""

    service = models.CharField(max_length=12, choices=choices(Service))
    came = models.CharField(max_length=12, choices=choices(Came))
    words = SealedField(null=True)

    field_categories: ClassVar = {
        **OF_ROW, "service": Category.SERVICES, "came": Category.SERVICES,
        "words": Category.ADVOCATE_NOTES,
    }  # fmt: skip


class AimRow(OfPerson):
    """Something they want, do or are helped by, in their words; ended when they say so."""

    aim = models.CharField(max_length=12, choices=choices(Aim))
    words = SealedField()
    ended_at = models.DateTimeField(null=True)

    field_categories: ClassVar = {
        **OF_ROW, "aim": Category.SERVICES, "words": Category.SAFETY,
        "ended_at": STRUCTURE,
    }  # fmt: skip


class PlanVersion(OfPerson):
    """A safety plan as it was at a moment: texts by topic, sealed as JSON."""

    content = SealedField()
    version = models.PositiveIntegerField()

    field_categories: ClassVar = {
        **OF_ROW, "content": Category.SAFETY, "version": STRUCTURE,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        constraints: ClassVar = [
            *OfPerson.Meta.constraints,
            models.UniqueConstraint(
                "agency_id", "person_id", "version", name="advocacy_planversion_once"
            ),
        ]


class WishRow(OfPerson):
    """Whether they may be contacted at all, or contact the program themselves."""

    wish = models.CharField(max_length=12, choices=choices(Wish))

    field_categories: ClassVar = {**OF_ROW, "wish": Category.SAFETY}
