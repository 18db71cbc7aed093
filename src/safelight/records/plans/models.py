"""Items of one person's plan, and the days on which it was looked at again."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.models import STRUCTURE, SealedField
from safelight.core.plans.plan import Care, Change, State, Whose
from safelight.core.vocabulary import Category, Source
from safelight.records.rows import OfPerson

OF_ROW = {"person_id": STRUCTURE, "at": STRUCTURE, "recorded_by": STRUCTURE}


class PlanItem(OfPerson):
    """One item: `words` as it is shared, `fields` what it was made of (JSON), of which the
    place never travels."""

    whose = models.CharField(max_length=12, choices=choices(Whose))
    state = models.CharField(max_length=12, choices=choices(State))
    source = models.CharField(max_length=16, choices=choices(Source))
    change = models.CharField(max_length=12, choices=choices(Change))
    is_joint = models.BooleanField()
    starts_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    times_a_week = models.PositiveSmallIntegerField()
    travel = models.PositiveSmallIntegerField()
    care = models.CharField(max_length=12, choices=choices(Care))
    words = SealedField()
    fields = SealedField()
    revision = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    field_categories: ClassVar = {
        **OF_ROW, "whose": Category.HARM, "state": Category.SERVICES,
        "source": STRUCTURE, "change": Category.HARM, "is_joint": Category.SERVICES,
        "starts_at": Category.SAFETY, "minutes": Category.SERVICES,
        "times_a_week": Category.SERVICES, "travel": Category.LOCATION,
        "care": Category.SERVICES, "words": Category.SERVICES,
        "fields": Category.SAFETY, "revision": STRUCTURE, "changed_at": STRUCTURE,
    }  # fmt: skip


class Review(OfPerson):
    """The plan was looked at with the person; `again_on` is the next day for it."""

    again_on = models.DateField()
    words = SealedField()

    field_categories: ClassVar = {
        **OF_ROW, "again_on": Category.SERVICES, "words": Category.SERVICES,
    }  # fmt: skip
