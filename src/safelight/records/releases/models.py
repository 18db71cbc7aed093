"""A release of information, with the elements the law requires (CF-7 to CF-18)."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices, codes, keys
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.release_rules import SignedHow, WithdrawnHow
from safelight.core.vocabulary import Category, Channel, Purpose, Signer


class Release(VaultRecord):
    """One person's signed release: one recipient, named items, one purpose, an end.

    `items` are the keys of the items she chose, `categories` what kinds those are.
    """

    app_privileges = ALL
    person_id = models.UUIDField()
    recipient_id = models.UUIDField()
    purpose = models.CharField(max_length=24, choices=choices(Purpose))
    items = keys()
    categories = codes(Category)
    channels = codes(Channel)
    signer = models.CharField(max_length=20, choices=choices(Signer))
    co_signer_id = models.UUIDField(null=True)
    signed_how = models.CharField(max_length=16, choices=choices(SignedHow))
    risks = SealedField()
    alternatives = SealedField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_how = models.CharField(max_length=8, choices=choices(WithdrawnHow))

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "recipient_id": Category.SERVICES,
        "purpose": Category.SERVICES,
        "items": STRUCTURE,
        "categories": STRUCTURE,
        "channels": STRUCTURE,
        "signer": STRUCTURE,
        "co_signer_id": STRUCTURE,
        "signed_how": STRUCTURE,
        "risks": Category.SAFETY,
        "alternatives": Category.SAFETY,
        "starts": STRUCTURE,
        "ends": STRUCTURE,
        "recorded_at": STRUCTURE,
        "recorded_by": STRUCTURE,
        "withdrawn_at": STRUCTURE,
        "withdrawn_by": STRUCTURE,
        "withdrawn_how": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="releases_release_fence"),
            Remembered(
                name="releases_release_history",
                links=(
                    "person_id",
                    "co_signer_id",
                ),
            ),
            SameVault(
                name="releases_release_person", column="person_id", to="people_person"
            ),
            SameVault(
                name="releases_release_co_signer",
                column="co_signer_id",
                to="people_person",
            ),
            models.CheckConstraint(
                condition=models.Q(starts__lt=models.F("ends")),
                name="releases_release_period",
            ),
            models.CheckConstraint(
                condition=models.Q(items__len__gt=0), name="releases_release_has_items"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="releases_release_withdrawn_at_with_by",
            ),
        ]
