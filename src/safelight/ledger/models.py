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
                fields=["agency_id", "actor", "written_at"], name="ledger_entry_actor"
            ),
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


class Node(VaultRecord):
    """The root of a whole run of leaves: 256 of them at level 8, 65,536 at level 16."""

    app_privileges = APPEND
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()

    field_categories: ClassVar[dict[str, Category | None]] = {
        "level": STRUCTURE,
        "number": STRUCTURE,
        "hash": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="ledger_node_fence"),
            AppendOnly(name="ledger_node_append_only"),
            models.UniqueConstraint(
                "agency_id", "level", "number", name="ledger_node_number"
            ),
        ]


class Checkpoint(VaultRecord):
    """The signed root of the tree at a size, and the frontier it grows on from.

    Every entry of a transaction numbered under `below` is sealed, as this `cluster`
    (PostgreSQL's system identifier) counts transactions.
    """

    app_privileges = APPEND
    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier: Any = ArrayField(models.BinaryField())
    sealed_at = models.DateTimeField()
    signature = models.BinaryField()
    below = models.BigIntegerField(null=True)
    cluster = models.BigIntegerField(null=True)

    field_categories: ClassVar[dict[str, Category | None]] = {
        "size": STRUCTURE,
        "root": STRUCTURE,
        "frontier": STRUCTURE,
        "sealed_at": STRUCTURE,
        "signature": STRUCTURE,
        "below": STRUCTURE,
        "cluster": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="ledger_checkpoint_fence"),
            AppendOnly(name="ledger_checkpoint_append_only"),
            models.UniqueConstraint("agency_id", "size", name="ledger_checkpoint_size"),
        ]


class Witnessed(VaultRecord):
    """A partner's checkpoint that this agency keeps, with what checking it found.

    With it comes the leaf that the partner says is the entry of a packet's sending; who
    audits both can have that entry opened. `fault` is empty where everything holds.
    """

    app_privileges = APPEND
    partner_id = models.UUIDField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    sealed_at = models.DateTimeField()
    signature = models.BinaryField()
    packet_id = models.UUIDField(null=True)
    leaf_number = models.BigIntegerField(null=True)
    leaf = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    fault = models.CharField(max_length=160, blank=True)

    field_categories: ClassVar[dict[str, Category | None]] = {
        "partner_id": STRUCTURE,
        "size": STRUCTURE,
        "root": STRUCTURE,
        "sealed_at": STRUCTURE,
        "signature": STRUCTURE,
        "packet_id": STRUCTURE,
        "leaf_number": STRUCTURE,
        "leaf": STRUCTURE,
        "received_at": STRUCTURE,
        "fault": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="ledger_witnessed_fence"),
            AppendOnly(name="ledger_witnessed_append_only"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "partner_id", "size"], name="ledger_witnessed_size"
            )
        ]
