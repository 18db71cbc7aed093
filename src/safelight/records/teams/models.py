"""A team's own rows, which its agencies share, and each agency's links to its records.

Shared rows hold numbers, days and words from closed lists. Nothing in them is about a person:
which family a number means is only in the links, each in its own vault.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import ACTING, Fence
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, VaultRecord
from safelight.core.teams.review import Decided, Task
from safelight.core.vocabulary import Category
from safelight.records.rows import OfPerson

MEMBERS = f"{ACTING} = ANY (agencies)"
OF_TEAM = "EXISTS (SELECT 1 FROM teams_team AS team WHERE team.id = team_id)"


def _fenced(name: str, shared: str = OF_TEAM) -> list[Any]:
    return [
        Fence(name=f"teams_{name}_fence", read=(), write=(), shared=shared),
        Remembered(name=f"teams_{name}_history"),
    ]


class Shared(models.Model):
    """A row that the agencies of a team read and write together."""

    app_privileges = "SELECT, INSERT, UPDATE"
    id = models.UUIDField(primary_key=True, default=uuid4)
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        abstract = True


class Team(Shared):
    """`protocol` says how they work together, and names no family."""

    name = models.CharField(max_length=80)
    protocol = models.TextField()
    schedule = models.CharField(max_length=120)
    quorum = models.PositiveSmallIntegerField()
    agencies = ArrayField(models.UUIDField())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = _fenced("team", MEMBERS)


class Member(Shared):
    team_id = models.UUIDField()
    staff_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = _fenced("member")


class Meeting(Shared):
    team_id = models.UUIDField()
    begins = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = _fenced("meeting")


class Presence(Shared):
    """A member who is there, until `left_at`."""

    team_id = models.UUIDField()
    meeting_id = models.UUIDField()
    staff_id = models.UUIDField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = _fenced("presence")


class Entry(Shared):
    """A family on a team's list, by a number; `agency_id` brought it."""

    team_id = models.UUIDField()
    agency_id = models.UUIDField()
    number = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            *_fenced("entry"),
            models.UniqueConstraint("team_id", "number", name="teams_entry_once"),
        ]


class Decision(Shared):
    """Said in a meeting; `instead_of` an earlier one. Two that stand instead of one are both
    kept, and shown."""

    team_id = models.UUIDField()
    entry_id = models.UUIDField()
    meeting_id = models.UUIDField()
    decided = models.CharField(max_length=12, choices=choices(Decided))
    instead_of = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = _fenced("decision")


class Dissent(Shared):
    """A member does not agree with a decision; their reasons are their own notes."""

    team_id = models.UUIDField()
    decision_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = _fenced("dissent")


class Action(Shared):
    team_id = models.UUIDField()
    entry_id = models.UUIDField()
    task = models.CharField(max_length=12, choices=choices(Task))
    owner_id = models.UUIDField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = _fenced("action")


class EntryPerson(OfPerson):
    """Whose record a number means, in this vault."""

    entry_id = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE, "at": STRUCTURE, "recorded_by": STRUCTURE,
        "entry_id": Category.SERVICES,
    }  # fmt: skip


class EntryPacket(VaultRecord):
    """A packet received that is about the family of a number."""

    app_privileges = ALL
    entry_id = models.UUIDField()
    packet_id = models.UUIDField()
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        "entry_id": Category.SERVICES, "packet_id": STRUCTURE, "at": STRUCTURE,
        "recorded_by": STRUCTURE,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            Fence(name="teams_entrypacket_fence"),
            Remembered(name="teams_entrypacket_history"),
        ]
