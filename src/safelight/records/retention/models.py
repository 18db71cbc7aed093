"""What keeps a record from being purged, what was purged, and each agency's schedule."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import AppendOnly, Fence, SameVault
from safelight.accounts.fence.grants import ALL, APPEND
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.minimizing import Asked
from safelight.core.retention import Kept, Purged
from safelight.core.vocabulary import Category


class LegalHold(VaultRecord):
    """A court or counsel asked that a person's record be kept. Lifted, not removed."""

    app_privileges = ALL
    person_id = models.UUIDField()
    reason = SealedField()
    since = models.DateTimeField()
    recorded_by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "reason": Category.COURT,
        "since": STRUCTURE,
        "recorded_by": STRUCTURE,
        "lifted_at": STRUCTURE,
        "lifted_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="retention_hold_fence"),
            Remembered(name="retention_hold_history", links=("person_id",)),
            SameVault(
                name="retention_hold_person", column="person_id", to="people_person"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None, lifted_by=None)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="retention_hold_lifted_at_with_by",
            ),
        ]


class FieldRule(VaultRecord):
    """What an agency asks of a field of its forms, and under which name."""

    app_privileges = ALL
    field = models.CharField(max_length=48)
    asked = models.CharField(max_length=8, choices=choices(Asked))
    label = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        "field": STRUCTURE,
        "asked": STRUCTURE,
        "label": STRUCTURE,
        "since": STRUCTURE,
        "recorded_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="retention_field_fence"),
            Remembered(name="retention_field_history"),
            models.UniqueConstraint("agency_id", "field", name="retention_field_once"),
        ]


class Purge(VaultRecord):
    """One purge: what a restore must do again. It names nobody; `by` is empty for the
    schedule. A value is named by its row and column, a person or packet by its key."""

    app_privileges = APPEND
    what = models.CharField(max_length=8, choices=choices(Purged))
    subject = models.UUIDField()
    table = models.CharField(max_length=48, blank=True)
    column = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        "what": STRUCTURE,
        "subject": STRUCTURE,
        "table": STRUCTURE,
        "column": STRUCTURE,
        "at": STRUCTURE,
        "by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="retention_purge_fence"),
            AppendOnly(name="retention_purge_append_only"),
        ]


class RetentionRule(VaultRecord):
    """How many days this agency keeps something; null keeps it until somebody asks."""

    app_privileges = ALL
    what = models.CharField(max_length=8, choices=choices(Kept))
    days = models.PositiveIntegerField(null=True)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()

    field_categories: ClassVar = {
        "what": STRUCTURE,
        "days": STRUCTURE,
        "set_at": STRUCTURE,
        "set_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="retention_rule_fence"),
            Remembered(name="retention_rule_history"),
            models.UniqueConstraint("agency_id", "what", name="retention_rule_once"),
        ]
