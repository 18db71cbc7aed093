"""Runs over registry files, what was sent about each person, and what came back."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.registry_life import Acknowledgement, RunKind, TaskKind
from safelight.core.vocabulary import Category, HarmFinding

PARTIES = ("sender_id", "recipient_id")


class Run(VaultRecord):
    """One run over one file. `report` has counts by reason, small ones suppressed, and
    the lines that were rejected with their reasons: no value and nobody."""

    app_privileges = ALL
    kind = models.CharField(max_length=8, choices=choices(RunKind))
    at = models.DateTimeField()
    batch = models.PositiveIntegerField()
    records = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    report = models.JSONField(default=dict)
    policies = models.CharField(max_length=64, blank=True)
    is_written = models.BooleanField(default=True)

    field_categories: ClassVar = {
        "kind": STRUCTURE,
        "at": STRUCTURE,
        "batch": STRUCTURE,
        "records": STRUCTURE,
        "passed": STRUCTURE,
        "rejected": STRUCTURE,
        "report": STRUCTURE,
        "policies": STRUCTURE,
        "is_written": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="registry_run_fence"),
            Remembered(name="registry_run_history"),
            models.UniqueConstraint(
                "agency_id", "kind", "batch", name="registry_run_batch_once"
            ),
        ]


def _of_person(name: str, *links: str) -> list[models.BaseConstraint]:
    return [
        Fence(name=f"registry_{name}_fence"),
        Remembered(name=f"registry_{name}_history", links=("person_id", *links)),
        SameVault(
            name=f"registry_{name}_person", column="person_id", to="people_person"
        ),
        SameVault(name=f"registry_{name}_run", column="run_id", to="registry_run"),
    ]


class Submission(VaultRecord):
    """A record sent about one person, byte for byte, and what the registry said of it."""

    app_privileges = ALL
    person_id = models.UUIDField()
    run_id = models.UUIDField()
    case_id = models.UUIDField()
    line = SealedField()
    sent_at = models.DateTimeField()
    answer = models.CharField(
        max_length=5, blank=True, choices=choices(Acknowledgement)
    )
    answered_at = models.DateTimeField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "run_id": STRUCTURE,
        "case_id": STRUCTURE,
        "line": Category.IDENTITY,
        "sent_at": STRUCTURE,
        "answer": STRUCTURE,
        "answered_at": STRUCTURE,
    }

    class Meta:
        verbose_name_plural = "records sent to the registry"
        constraints: ClassVar = [
            *_of_person("submission", "case_id"),
            SameVault(
                name="registry_submission_case", column="case_id", to="cases_case"
            ),
        ]


class Match(VaultRecord):
    """What the registry found about a person, in words. It is federal locator data."""

    app_privileges = ALL
    person_id = models.UUIDField()
    run_id = models.UUIDField()
    found = SealedField()
    received_at = models.DateTimeField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "run_id": STRUCTURE,
        "found": Category.LOCATION,
        "received_at": STRUCTURE,
    }

    class Meta:
        verbose_name_plural = "matches of the registry"
        constraints: ClassVar = _of_person("match")


class Task(VaultRecord):
    """Something about a person's registry records that somebody must do."""

    app_privileges = ALL
    person_id = models.UUIDField()
    run_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=choices(TaskKind))
    codes = models.CharField(max_length=40, blank=True)
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "run_id": STRUCTURE,
        "kind": STRUCTURE,
        "codes": STRUCTURE,
        "raised_at": STRUCTURE,
        "done_at": STRUCTURE,
        "done_by": STRUCTURE,
    }

    class Meta:
        verbose_name_plural = "registry tasks"
        constraints: ClassVar = [
            *_of_person("task"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="registry_task_done_at_with_by",
            ),
        ]


class PaymentFlag(VaultRecord):
    """Whom the payment centre was last told to protect, by which number (CS-38)."""

    app_privileges = ALL
    person_id = models.UUIDField()
    run_id = models.UUIDField()

    number = SealedField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "run_id": STRUCTURE,
        "number": Category.IDENTITY,
    }

    class Meta:
        verbose_name_plural = "flags told to the payment centre"
        constraints: ClassVar = [
            *_of_person("paymentflag"),
            models.UniqueConstraint(
                "agency_id", "person_id", name="registry_paymentflag_once"
            ),
        ]


class Override(VaultRecord):
    """A court was asked for a one-time look at what the registry may not say."""

    app_privileges = ALL
    person_id = models.UUIDField()
    court_id = models.UUIDField()
    order_number = SealedField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "court_id": Category.COURT,
        "order_number": Category.COURT,
        "asked_at": STRUCTURE,
        "asked_by": STRUCTURE,
    }

    class Meta:
        verbose_name_plural = "court overrides"
        constraints: ClassVar = [
            Fence(name="registry_override_fence"),
            Remembered(name="registry_override_history", links=("person_id",)),
            SameVault(
                name="registry_override_person", column="person_id", to="people_person"
            ),
        ]


class Delivery(models.Model):
    """Whether an override can still be delivered: both sides see it, and no person and
    no value is in it. `token` is the SHA-256 of what the court was given."""

    app_privileges = (
        "SELECT, INSERT, UPDATE (sealed_at, delivered_at, finding, found_at)"
    )
    id = models.UUIDField(primary_key=True)
    sender_id = models.UUIDField()
    recipient_id = models.UUIDField()
    token = models.BinaryField()
    ends = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=12, choices=choices(HarmFinding))
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            Fence(name="registry_delivery_fence", read=PARTIES, write=PARTIES),
            Remembered(name="registry_delivery_history"),
        ]
