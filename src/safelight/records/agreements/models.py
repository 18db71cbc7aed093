"""Agreements: shared by two agencies, about categories and purposes, never a person."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from safelight.accounts.columns import codes
from safelight.accounts.fence.constraints import Fence
from safelight.accounts.fence.history import Remembered
from safelight.core.vocabulary import Category, Channel, Purpose

PARTIES = ("sender_id", "recipient_id")
# In force once: every agency may know who gives whom which categories. No person is in it.
PUBLISHED = (
    "sender_signed_at IS NOT NULL AND recipient_signed_at IS NOT NULL "
    "AND ended_at IS NULL AND starts <= now() AND ends > now()"
)


class Agreement(models.Model):
    """What the sender may give the recipient. In force when both have signed."""

    # What was agreed cannot be changed by anybody; only signed, or ended.
    app_privileges = (
        "SELECT, INSERT, UPDATE (sender_signed_at, sender_signed_by, "
        "recipient_signed_at, recipient_signed_by, ended_at, ended_by)"
    )
    id = models.UUIDField(primary_key=True, default=uuid4)
    sender_id = models.UUIDField()
    recipient_id = models.UUIDField()
    categories = codes(Category)
    answers = codes(Category)
    purposes = codes(Purpose)
    channels = codes(Channel)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    sender_signed_at = models.DateTimeField(null=True)
    sender_signed_by = models.UUIDField(null=True)
    recipient_signed_at = models.DateTimeField(null=True)
    recipient_signed_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            Fence(
                name="agreements_agreement_fence",
                read=PARTIES,
                write=PARTIES,
                published=PUBLISHED,
            ),
            Remembered(name="agreements_agreement_history"),
            models.CheckConstraint(
                condition=models.Q(starts__lt=models.F("ends")),
                name="agreements_agreement_period",
            ),
            models.CheckConstraint(
                condition=~models.Q(sender_id=models.F("recipient_id")),
                name="agreements_agreement_two_agencies",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{act}_at": None, f"{act}_by": None})
                    | models.Q(
                        **{f"{act}_at__isnull": False, f"{act}_by__isnull": False}
                    ),
                    name=f"agreements_{act}_at_with_by",
                )
                for act in ("sender_signed", "recipient_signed", "ended")
            ),
        ]
