"""The sender's outbox, the recipient's inbox, and the exchange that both see."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from safelight.accounts.columns import choices, keys
from safelight.accounts.fence.constraints import AppendOnly, Fence, SameVault
from safelight.accounts.fence.grants import ALL, APPEND
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.packet_life import PacketState
from safelight.core.vocabulary import Category, GroundKind, Purpose

PARTIES = ("sender_id", "recipient_id")


class Packet(VaultRecord):
    """A packet in its sender's vault. `content` is sealed with the person's key."""

    app_privileges = ALL
    person_id = models.UUIDField()
    recipient_id = models.UUIDField()
    attention_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=24, choices=choices(Purpose))
    ground_kind = models.CharField(max_length=16, choices=choices(GroundKind))
    ground_id = models.UUIDField()
    items = keys()
    content = SealedField()
    envelope = SealedField(null=True)
    ends = models.DateTimeField()
    state = models.CharField(max_length=12, choices=choices(PacketState))
    drafted_at = models.DateTimeField()
    drafted_by = models.UUIDField()
    shown_at = models.DateTimeField(null=True)
    shown_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "recipient_id": Category.SERVICES,
        "attention_id": STRUCTURE,
        "purpose": Category.SERVICES,
        "ground_kind": STRUCTURE,
        "ground_id": STRUCTURE,
        "items": STRUCTURE,
        "content": Category.NARRATIVE,
        "envelope": Category.NARRATIVE,
        "ends": STRUCTURE,
        "state": STRUCTURE,
        "drafted_at": STRUCTURE,
        "drafted_by": STRUCTURE,
        "shown_at": STRUCTURE,
        "shown_by": STRUCTURE,
        "sent_at": STRUCTURE,
        "sent_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="packets_packet_fence"),
            Remembered(name="packets_packet_history", links=("person_id",)),
            SameVault(
                name="packets_packet_person", column="person_id", to="people_person"
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{act}_at": None, f"{act}_by": None})
                    | models.Q(
                        **{f"{act}_at__isnull": False, f"{act}_by__isnull": False}
                    ),
                    name=f"packets_packet_{act}_at_with_by",
                )
                for act in ("shown", "sent")
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "ground_id"], name="packets_packet_ground"
            )
        ]


class ReceivedPacket(VaultRecord):
    """A packet in its recipient's vault, as the envelope it came in."""

    app_privileges = ALL
    sender_id = models.UUIDField()
    attention_id = models.UUIDField(null=True)
    envelope = SealedField()
    received_at = models.DateTimeField()

    field_categories: ClassVar = {
        "sender_id": Category.SERVICES,
        "attention_id": STRUCTURE,
        "envelope": Category.NARRATIVE,
        "received_at": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="packets_received_fence"),
            Remembered(name="packets_received_history", links=("id",)),
        ]


class Exchange(models.Model):
    """Whether a packet is alive: both agencies see this row, and no person is in it."""

    app_privileges = "SELECT, INSERT, UPDATE (recalled_at)"
    id = models.UUIDField(primary_key=True)
    sender_id = models.UUIDField()
    recipient_id = models.UUIDField()
    attention_id = models.UUIDField(null=True)
    ends = models.DateTimeField()
    sent_at = models.DateTimeField()
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            Fence(name="packets_exchange_fence", read=PARTIES, write=("sender_id",)),
            Remembered(name="packets_exchange_history"),
            models.UniqueConstraint("sender_id", "id", name="packets_exchange_sender"),
        ]


class Reading(models.Model):
    """A receipt: somebody of the recipient agency read, printed or was refused it."""

    app_privileges = APPEND
    id = models.UUIDField(primary_key=True, default=uuid4)
    packet_id = models.UUIDField()
    sender_id = models.UUIDField()
    recipient_id = models.UUIDField()
    staff_id = models.UUIDField()
    at = models.DateTimeField()
    on_paper = models.BooleanField(default=False)
    is_refused = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            Fence(name="packets_reading_fence", read=PARTIES, write=("recipient_id",)),
            AppendOnly(name="packets_reading_append_only"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["packet_id"], name="packets_reading_packet")
        ]
