"""Demands on a person's record, the steps taken about each, and consultations without names."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices, codes
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.compelled.scenario import Advice
from safelight.core.compelled.steps import Duty, Kind, Step
from safelight.core.vocabulary import Category, HarmFinding


class Demand(VaultRecord):
    """`learned_at` is when it was learned or arrived; deadlines count from it. `recipient_id`
    is an agency here, none where it is told by phone alone."""

    app_privileges = ALL
    person_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=choices(Kind))
    duty = models.CharField(max_length=12, choices=choices(Duty))
    recipient_id = models.UUIDField(null=True)
    categories = codes(Category)
    elements = models.JSONField(default=list)
    harm_finding = models.CharField(max_length=12, choices=choices(HarmFinding))
    learned_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "kind": Category.SERVICES,
        "duty": Category.SERVICES,
        "recipient_id": Category.SERVICES,
        "categories": STRUCTURE,
        "elements": Category.HARM,
        "harm_finding": Category.COURT,
        "learned_at": Category.SERVICES,
        "opened_at": STRUCTURE,
        "opened_by": STRUCTURE,
        "closed_at": STRUCTURE,
        "closed_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="compelled_demand_fence"),
            Remembered(name="compelled_demand_history", links=("person_id",)),
            SameVault(
                name="compelled_demand_person", column="person_id", to="people_person"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="compelled_demand_closed_at_with_by",
            ),
        ]


class StepDone(VaultRecord):
    """A step about a demand, with what was done, in the advocate's words."""

    app_privileges = ALL
    person_id = models.UUIDField()
    demand_id = models.UUIDField()
    step = models.CharField(max_length=12, choices=choices(Step))
    words = SealedField()
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "demand_id": STRUCTURE,
        "step": Category.SERVICES,
        "words": Category.ADVOCATE_NOTES,
        "at": STRUCTURE,
        "recorded_by": STRUCTURE,
    }

    class Meta:
        verbose_name_plural = "steps done"
        constraints: ClassVar = [
            Fence(name="compelled_stepdone_fence"),
            Remembered(name="compelled_stepdone_history", links=("person_id",)),
            SameVault(
                name="compelled_stepdone_person", column="person_id", to="people_person"
            ),
            SameVault(
                name="compelled_stepdone_demand", column="demand_id",
                to="compelled_demand",
            ),
            models.UniqueConstraint(
                "agency_id", "demand_id", "step", name="compelled_stepdone_once"
            ),
        ]  # fmt: skip


class Consultation(VaultRecord):
    """A question put to child protection without a name, and the advice. Nobody is in it."""

    app_privileges = ALL
    chosen = models.JSONField(default=list)
    advice = models.CharField(max_length=12, choices=choices(Advice))
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        "chosen": STRUCTURE,
        "advice": STRUCTURE,
        "at": STRUCTURE,
        "recorded_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="compelled_consultation_fence"),
            Remembered(name="compelled_consultation_history"),
        ]
