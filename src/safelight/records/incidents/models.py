"""An incident about one person, and the steps that were taken."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.incident import Step
from safelight.core.vocabulary import Category


class Incident(VaultRecord):
    app_privileges = ALL
    person_id = models.UUIDField()
    found_at = models.DateTimeField()
    has_locator_data = models.BooleanField()
    is_drill = models.BooleanField()
    opened_by = models.UUIDField()
    lessons = SealedField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "found_at": Category.SAFETY,
        "has_locator_data": Category.SAFETY,
        "is_drill": STRUCTURE,
        "opened_by": STRUCTURE,
        "lessons": Category.SAFETY,
        "closed_at": STRUCTURE,
        "closed_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="incidents_incident_fence"),
            Remembered(name="incidents_incident_history", links=("person_id",)),
            SameVault(
                name="incidents_incident_person", column="person_id", to="people_person"
            ),
            models.UniqueConstraint(
                "agency_id",
                "person_id",
                condition=models.Q(closed_at=None),
                name="incidents_incident_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="incidents_incident_closed_at_with_by",
            ),
        ]


class StepTaken(VaultRecord):
    app_privileges = ALL
    person_id = models.UUIDField()
    incident_id = models.UUIDField()
    step = models.CharField(max_length=8, choices=choices(Step))
    at = models.DateTimeField()
    taken_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "incident_id": STRUCTURE,
        "step": Category.SAFETY,
        "at": Category.SAFETY,
        "taken_by": STRUCTURE,
    }

    class Meta:
        verbose_name_plural = "steps taken in incidents"
        constraints: ClassVar = [
            Fence(name="incidents_step_fence"),
            Remembered(name="incidents_step_history", links=("person_id",)),
            SameVault(
                name="incidents_step_person", column="person_id", to="people_person"
            ),
            models.UniqueConstraint(
                "agency_id", "incident_id", "step", name="incidents_step_once"
            ),
        ]
