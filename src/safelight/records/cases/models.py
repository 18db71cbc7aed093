"""Cases, each kind of agency its own, and who takes part in them."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.vocabulary import Category


class Case(VaultRecord):
    """A case. It has no name: nothing indexes a family by one of its members."""

    app_privileges = ALL
    kind = models.CharField(max_length=16, choices=choices(CaseKind))
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    field_categories: ClassVar = {
        "kind": Category.SERVICES,
        "opened_on": STRUCTURE,
        "closed_on": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="cases_case_fence"),
            Remembered(name="cases_case_history"),
            models.CheckConstraint(
                condition=models.Q(closed_on=None)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="cases_case_closed_after_opened",
            ),
        ]


class Participation(VaultRecord):
    """A person's part in a case, with the case number sealed under their own key."""

    app_privileges = ALL
    case_id = models.UUIDField()
    person_id = models.UUIDField()
    part = models.CharField(max_length=24, choices=choices(Part))
    number = SealedField(null=True)

    field_categories: ClassVar = {
        "case_id": STRUCTURE,
        "person_id": STRUCTURE,
        "part": Category.SERVICES,
        "number": Category.SERVICES,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="cases_participation_fence"),
            Remembered(
                name="cases_participation_history", links=("person_id", "case_id")
            ),
            SameVault(
                name="cases_participation_case", column="case_id", to="cases_case"
            ),
            SameVault(
                name="cases_participation_person",
                column="person_id",
                to="people_person",
            ),
            models.UniqueConstraint(
                "agency_id", "case_id", "person_id", name="cases_participation_once"
            ),
        ]


class Hearing(VaultRecord):
    app_privileges = ALL
    case_id = models.UUIDField()
    at = models.DateTimeField()

    field_categories: ClassVar = {"case_id": STRUCTURE, "at": Category.COURT}

    class Meta:
        constraints: ClassVar = [
            Fence(name="cases_hearing_fence"),
            Remembered(name="cases_hearing_history"),
            SameVault(name="cases_hearing_case", column="case_id", to="cases_case"),
        ]
