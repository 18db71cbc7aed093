"""Orders of protection; a row is added for each, and ended where the court ends it."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices, codes
from safelight.accounts.fence.constraints import SameVault
from safelight.accounts.fence.models import STRUCTURE, SealedField
from safelight.core.orders.order import Condition
from safelight.core.vocabulary import Category, Flag
from safelight.records.rows import OfPerson


class ProtectionOrder(OfPerson):
    """`restrained_id` where that person is on file here. `told_on_request` says that the
    protected person asked for the restrained one to be told of the registration."""

    number = SealedField()
    court = SealedField()
    terms = SealedField(null=True)
    conditions = codes(Condition)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    restrained_id = models.UUIDField(null=True)
    against_petitioner = models.CharField(max_length=8, choices=choices(Flag))
    cross_petition = models.CharField(max_length=8, choices=choices(Flag))
    own_findings = models.CharField(max_length=8, choices=choices(Flag))
    registered_on = models.DateField(null=True)
    told_on_request = models.BooleanField()
    ended_on = models.DateField(null=True)
    handover_planned_at = models.DateTimeField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE, "at": STRUCTURE, "recorded_by": STRUCTURE,
        **dict.fromkeys(
            ("number", "court", "terms", "conditions", "issued_on", "expires_on",
             "restrained_id", "against_petitioner", "cross_petition", "own_findings",
             "registered_on", "told_on_request", "ended_on", "handover_planned_at"),
            Category.SAFETY,
        ),
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        constraints: ClassVar = [
            *OfPerson.Meta.constraints,
            SameVault(
                name="orders_protectionorder_restrained", column="restrained_id",
                to="people_person",
            ),
        ]  # fmt: skip
