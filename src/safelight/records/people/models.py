"""People and what belongs to each. Sealed fields open with the person's own key."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.history import Remembered
from safelight.accounts.fence.models import STRUCTURE, SealedField, VaultRecord
from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.identifiers import IdentifierKind
from safelight.core.kinship import Kinship
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.vocabulary import Category, Flag, Source


class Person(VaultRecord):
    app_privileges = ALL
    name = SealedField()
    birth_date = SealedField(null=True)
    language = models.CharField(max_length=8, default="en")
    source = models.CharField(max_length=16, choices=choices(Source))
    received_at = models.DateTimeField()
    received_by = models.UUIDField()

    field_categories: ClassVar = {
        "name": Category.IDENTITY,
        "birth_date": Category.IDENTITY,
        "language": Category.IDENTITY,
        "source": STRUCTURE,
        "received_at": STRUCTURE,
        "received_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="people_person_fence"),
            Remembered(name="people_person_history", links=("id",)),
        ]


class SearchToken(VaultRecord):
    """A blind index: the keyed token of one searchable value of a person."""

    app_privileges = ALL
    person_id = models.UUIDField()
    field = models.CharField(max_length=16)
    token = models.BinaryField()
    value_id = models.UUIDField()
    is_open = models.BooleanField(default=False)

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "field": STRUCTURE,
        "token": Category.IDENTITY,
        "value_id": STRUCTURE,
        "is_open": Category.SAFETY,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="people_token_fence"),
            SameVault(
                name="people_token_person", column="person_id", to="people_person"
            ),
            models.UniqueConstraint(
                "agency_id",
                "field",
                "token",
                "person_id",
                "value_id",
                name="people_token_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "field", "token", "person_id"],
                condition=models.Q(is_open=True),
                name="people_token_open",
            )
        ]


class Identifier(VaultRecord):
    """Another name, or a number that a person has in this agency."""

    app_privileges = ALL
    person_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=choices(IdentifierKind))
    value = SealedField()
    source = models.CharField(max_length=16, choices=choices(Source))
    recorded_at = models.DateTimeField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "kind": STRUCTURE,
        "value": Category.IDENTITY,
        "source": STRUCTURE,
        "recorded_at": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="people_identifier_fence"),
            Remembered(name="people_identifier_history", links=("person_id",)),
            SameVault(
                name="people_identifier_person", column="person_id", to="people_person"
            ),
        ]


class PossibleMatch(VaultRecord):
    """A new person who may be one already held; its assigned worker decides."""

    app_privileges = ALL
    person_id = models.UUIDField()
    other_id = models.UUIDField()
    found_at = models.DateTimeField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "other_id": Category.SERVICES,
        "found_at": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="people_match_fence"),
            Remembered(
                name="people_match_history",
                links=(
                    "person_id",
                    "other_id",
                ),
            ),
            SameVault(
                name="people_match_person", column="person_id", to="people_person"
            ),
            SameVault(name="people_match_other", column="other_id", to="people_person"),
        ]


class Relationship(VaultRecord):
    app_privileges = ALL
    person_id = models.UUIDField()
    other_id = models.UUIDField()
    kind = models.CharField(max_length=24, choices=choices(Kinship))
    source = models.CharField(max_length=16, choices=choices(Source))

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "other_id": STRUCTURE,
        "kind": Category.PARENTAGE,
        "source": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="people_relationship_fence"),
            Remembered(
                name="people_relationship_history",
                links=(
                    "person_id",
                    "other_id",
                ),
            ),
            SameVault(
                name="people_relation_person", column="person_id", to="people_person"
            ),
            SameVault(
                name="people_relation_other", column="other_id", to="people_person"
            ),
        ]


class ContactPoint(VaultRecord):
    """A way to reach or find a person: what it reveals, and whether it is safe."""

    app_privileges = ALL
    person_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=choices(ContactKind))
    value = SealedField()
    how = SealedField(null=True)
    source = models.CharField(max_length=16, choices=choices(Source))
    safe_use = models.CharField(max_length=12, choices=choices(SafeUse))
    confirmed_on = models.DateField(null=True)
    shelter = models.CharField(max_length=8, choices=choices(Flag))
    recorded_at = models.DateTimeField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "kind": STRUCTURE,
        "value": Category.LOCATION,
        "how": Category.SAFETY,
        "source": STRUCTURE,
        "safe_use": Category.SAFETY,
        "confirmed_on": Category.SAFETY,
        "shelter": Category.LOCATION,
        "recorded_at": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="people_contact_fence"),
            Remembered(name="people_contact_history", links=("person_id",)),
            SameVault(
                name="people_contact_person", column="person_id", to="people_person"
            ),
            models.CheckConstraint(
                condition=models.Q(safe_use="NOT_ASKED", confirmed_on=None)
                | models.Q(safe_use__in=["SAFE", "UNSAFE"], confirmed_on__isnull=False),
                name="people_contact_safe_use_is_dated",
            ),
        ]


# Oldest first; of one moment the strictest last, so that it counts.
IN_ORDER = (
    "since",
    models.Case(
        models.When(standing=Flag.CLEAR, then=0),
        models.When(standing=Flag.UNKNOWN, then=1),
        default=2,
    ),
    "id",
)


class Protection(VaultRecord):
    """What is known of one protection from a moment on; the newest row counts."""

    app_privileges = ALL
    person_id = models.UUIDField()
    kind = models.CharField(max_length=32, choices=choices(ProtectionKind))
    standing = models.CharField(max_length=8, choices=choices(Flag))
    basis = models.CharField(max_length=16, choices=choices(Basis))
    since = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "kind": STRUCTURE,
        "standing": Category.SAFETY,
        "basis": Category.SAFETY,
        "since": Category.SAFETY,
        "recorded_by": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="people_protection_fence"),
            Remembered(name="people_protection_history", links=("person_id",)),
            SameVault(
                name="people_protection_person", column="person_id", to="people_person"
            ),
        ]


class StaffTie(VaultRecord):
    """How a worker stands to a person, since when, and who recorded it."""

    app_privileges = ALL
    person_id = models.UUIDField()
    staff_id = models.UUIDField()
    since = models.DateTimeField()
    recorded_by = models.UUIDField()

    field_categories: ClassVar = {
        "person_id": STRUCTURE,
        "staff_id": STRUCTURE,
        "since": STRUCTURE,
        "recorded_by": STRUCTURE,
    }

    class Meta:
        abstract = True
        constraints: ClassVar = [
            Fence(name="people_%(class)s_fence"),
            Remembered(name="people_%(class)s_history", links=("person_id",)),
            SameVault(
                name="people_%(class)s_person", column="person_id", to="people_person"
            ),
            models.UniqueConstraint(
                "agency_id", "person_id", "staff_id", name="people_%(class)s_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "staff_id"], name="people_%(class)s_staff"
            )
        ]


class StaffBlock(StaffTie):
    """A worker who never sees this person's record: a tie to the other parent."""


class Assignment(StaffTie):
    """A worker who works with this person."""
