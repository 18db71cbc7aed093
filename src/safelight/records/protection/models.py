"""What a child protection case went through, and facts of the violence; rows are added."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.protection.course import Outcome, Responsible
from safelight.core.protection.pattern import FactKind, Towards
from safelight.core.protection.producing import Requester, Step
from safelight.core.vocabulary import Category, Source
from safelight.records.rows import OfPerson

CASES = "cases_case"
OF_CASE = {"case_id": STRUCTURE, "at": STRUCTURE, "recorded_by": STRUCTURE}


class CaseStep(VaultRecord):
    """An outcome that the case came to on a day; no person is named in it."""

    app_privileges = ALL
    case_id = models.UUIDField()
    outcome = models.CharField(max_length=16, choices=choices(Outcome))
    on = models.DateField()
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        **OF_CASE, "outcome": Category.CHILDS_REPORT, "on": Category.CHILDS_REPORT,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            Fence(name="protection_casestep_fence"),
            Remembered(name="protection_casestep_history"),
            SameVault(name="protection_casestep_case", column="case_id", to=CASES),
        ]


class ResponsibleRow(VaultRecord):
    """Who is responsible for harm, as it was known at a moment; the newest counts."""

    app_privileges = ALL
    case_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    state = models.CharField(max_length=16, choices=choices(Responsible))
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        **OF_CASE, "person_id": Category.HARM, "state": Category.HARM,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            Fence(name="protection_responsible_fence"),
            Remembered(name="protection_responsible_history", links=("person_id",)),
            SameVault(name="protection_responsible_case", column="case_id", to=CASES),
            SameVault(
                name="protection_responsible_person", column="person_id",
                to="people_person",
            ),
        ]  # fmt: skip


class Production(OfPerson):
    """A legal request for the file of a case, begun from one person's record. `party_id` is
    whose request it is, `recipient_id` the court; `categories` and `items` are what its
    order names. `approved` is the SHA-256 of what counsel saw, `digest` that of the file."""

    case_id = models.UUIDField()
    requester = models.CharField(max_length=12, choices=choices(Requester))
    party_id = models.UUIDField(null=True)
    recipient_id = models.UUIDField(null=True)
    categories = ArrayField(models.CharField(max_length=20))
    items = ArrayField(models.CharField(max_length=60))
    produced_at = models.DateTimeField(null=True)
    approved = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE, "approved": STRUCTURE, **OF_CASE, "requester": Category.COURT,
        "party_id": Category.COURT, "recipient_id": Category.COURT,
        "categories": STRUCTURE, "items": STRUCTURE, "produced_at": STRUCTURE,
        "digest": STRUCTURE,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        constraints: ClassVar = [
            *OfPerson.Meta.constraints,
            SameVault(name="protection_production_case", column="case_id", to=CASES),
            SameVault(
                name="protection_production_party", column="party_id",
                to="people_person",
            ),
        ]  # fmt: skip


class ProductionStep(OfPerson):
    """A step recorded before a file is produced, with its words."""

    production_id = models.UUIDField()
    step = models.CharField(max_length=12, choices=choices(Step))
    words = SealedField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE, "at": STRUCTURE, "recorded_by": STRUCTURE,
        "production_id": STRUCTURE, "step": Category.COURT, "words": Category.COURT,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        constraints: ClassVar = [
            *OfPerson.Meta.constraints,
            SameVault(
                name="protection_productionstep_production", column="production_id",
                to="protection_production",
            ),
        ]  # fmt: skip


class FactRow(OfPerson):
    """A fact about one person, always in the sealed part; struck where it was wrong."""

    kind = models.CharField(max_length=12, choices=choices(FactKind))
    towards = models.CharField(max_length=8, choices=choices(Towards))
    on = models.DateField()
    source = models.CharField(max_length=16, choices=choices(Source))
    words = SealedField()
    struck_at = models.DateTimeField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE, "at": STRUCTURE, "recorded_by": STRUCTURE,
        "kind": Category.HARM, "towards": Category.HARM, "on": Category.HARM,
        "source": STRUCTURE, "words": Category.HARM, "struck_at": STRUCTURE,
    }  # fmt: skip
