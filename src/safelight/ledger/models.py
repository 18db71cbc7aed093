"""Entries as they were written, their leaves in the tree, and signed checkpoints."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import AppendOnly, Fence
from safelight.accounts.fence.grants import APPEND
from safelight.accounts.fence.models import STRUCTURE, VaultRecord
from safelight.core.vocabulary import Category
from safelight.ledger.acts import Act

TRANSACTION = Cast(
    Cast(models.Func(function="pg_current_xact_id"), models.TextField()),
    models.BigIntegerField(),
)


class Entry(VaultRecord):
    """One act. `mark` and `body` are empty where it concerns no person."""

    app_privileges = APPEND
    written_at = models.DateTimeField()
    act = models.CharField(max_length=24, choices=choices(Act))
    actor = models.UUIDField(null=True)
    policies = models.CharField(max_length=64)
    mark = models.BinaryField(default=b"")
    body = models.BinaryField(default=b"")
    transaction = models.BigIntegerField(db_default=TRANSACTION)

    field_categories: ClassVar[dict[str, Category | None]] = {
        "written_at": STRUCTURE,
        "act": STRUCTURE,
        "actor": STRUCTURE,
        "policies": STRUCTURE,
        "mark": Category.SERVICES,
        "body": Category.SERVICES,
        "transaction": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="ledger_entry_fence"),
            AppendOnly(name="ledger_entry_append_only"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "mark"], name="ledger_entry_mark"),
            models.Index(
                fields=["agency_id", "transaction"], name="ledger_entry_transaction"
            ),
        ]


class Leaf(VaultRecord):
    """An entry's place in the tree; the row's id is the entry's."""

    app_privileges = APPEND
    number = models.BigIntegerField()
    hash = models.BinaryField()

    field_categories: ClassVar[dict[str, Category | None]] = {
        "number": STRUCTURE,
        "hash": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="ledger_leaf_fence"),
            AppendOnly(name="ledger_leaf_append_only"),
            models.UniqueConstraint("agency_id", "number", name="ledger_leaf_number"),
        ]


class Checkpoint(VaultRecord):
    """The signed root of the tree at a size, and the frontier it grows on from."""

    app_privileges = APPEND
    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier: Any = ArrayField(models.BinaryField())
    sealed_at = models.DateTimeField()
    signature = models.BinaryField()

    field_categories: ClassVar[dict[str, Category | None]] = {
        "size": STRUCTURE,
        "root": STRUCTURE,
        "frontier": STRUCTURE,
        "sealed_at": STRUCTURE,
        "signature": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="ledger_checkpoint_fence"),
            AppendOnly(name="ledger_checkpoint_append_only"),
            models.UniqueConstraint("agency_id", "size", name="ledger_checkpoint_size"),
        ]
