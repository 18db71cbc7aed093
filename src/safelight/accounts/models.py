"""Agencies and staff (a directory that all may read), and each agency's secrets."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now

from safelight.accounts.columns import choices, codes
from safelight.accounts.fence.constraints import AppendOnly, Fence, SameVault
from safelight.accounts.fence.grants import ALL
from safelight.accounts.fence.models import STRUCTURE, VaultRecord
from safelight.accounts.roles import duties_of
from safelight.core.vocabulary import AgencyKind, Category, Duty, Fund


class Installation(models.Model):
    """One row that says what this database is. A demo is marked when it is seeded."""

    app_privileges = "SELECT"
    is_demo = models.BooleanField(default=False)
    made_at = models.DateTimeField()


class Agency(models.Model):
    """An agency as every other may know it. A shelter's address is never here."""

    app_privileges = "SELECT, INSERT, UPDATE"
    id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=24, choices=choices(AgencyKind))
    funds = codes(Fund)
    jurisdiction = models.CharField(max_length=8)
    mailing_address = models.CharField(max_length=200, blank=True)
    holds_protected_records = models.BooleanField(default=True)
    signing_public = models.BinaryField(null=True)
    encryption_public = models.BinaryField(null=True)

    class Meta:
        verbose_name_plural = "agencies"


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None, **fields: Any) -> "Staff":
        staff = self.model(email=self.normalize_email(email), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A person who works for one agency, with roles there."""

    app_privileges = "SELECT, INSERT, UPDATE"
    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    roles = codes([])
    supervisor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supervised"
    )
    is_active = models.BooleanField(default=True)

    objects: ClassVar[StaffManager] = StaffManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    @property
    def duties(self) -> frozenset[Duty]:
        return duties_of(self.roles)


class AgencySecret(VaultRecord):
    """An agency's own key, wrapped by the master key, or where its people hold the vault
    (`held`) by a key of theirs alone. Two while keys are rotated."""

    app_privileges = ALL
    wrapped_key = models.BinaryField()
    held = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())

    field_categories: ClassVar[dict[str, Category | None]] = {
        "wrapped_key": STRUCTURE,
        "held": STRUCTURE,
        "made_at": STRUCTURE,
    }


class KeyHolder(VaultRecord):
    """Who opens a held vault: somebody with their words, or a printed key, which has no
    staff and no words. `sealed` is the vault's key for this holder alone; none where it
    takes two."""

    app_privileges = ALL
    staff_id = models.UUIDField(null=True)
    salt = models.BinaryField(null=True)
    closed = models.BinaryField(null=True)
    recipient = models.CharField(max_length=80)
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    field_categories: ClassVar[dict[str, Category | None]] = {
        "staff_id": STRUCTURE,
        "salt": STRUCTURE,
        "closed": STRUCTURE,
        "recipient": STRUCTURE,
        "sealed": STRUCTURE,
        "made_at": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="accounts_keyholder_fence"),
            models.UniqueConstraint(
                "agency_id", "staff_id", name="accounts_keyholder_once",
                nulls_distinct=False,
            ),
        ]  # fmt: skip


class HolderPair(VaultRecord):
    """The vault's key for two holders together."""

    app_privileges = ALL
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    sealed = models.BinaryField()

    field_categories: ClassVar[dict[str, Category | None]] = {
        "first_id": STRUCTURE,
        "second_id": STRUCTURE,
        "sealed": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="accounts_holderpair_fence"),
            SameVault(
                name="accounts_holderpair_first", column="first_id",
                to="accounts_keyholder",
            ),
            SameVault(
                name="accounts_holderpair_second", column="second_id",
                to="accounts_keyholder",
            ),
        ]  # fmt: skip


class DataKey(VaultRecord):
    """A wrapped key: of a person or packet, of one value `under` it, or a secret.

    The row's id is the person's or packet's, or worked out from the value's place.
    `salt` makes the subject's mark in the history, and is destroyed with the key.
    """

    app_privileges = ALL
    under = models.UUIDField(null=True)
    wrapped = models.BinaryField()
    wrapped_by = models.UUIDField(null=True)
    salt = models.UUIDField(db_default=RandomUUID())

    field_categories: ClassVar[dict[str, Category | None]] = {
        "under": STRUCTURE,
        "wrapped": STRUCTURE,
        "wrapped_by": STRUCTURE,
        "salt": STRUCTURE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="datakey_fence"),
            SameVault(
                name="accounts_datakey_under", column="under", to="accounts_datakey"
            ),
            SameVault(
                name="accounts_datakey_wrapped_by",
                column="wrapped_by",
                to="accounts_agencysecret",
            ),
            models.CheckConstraint(
                condition=models.Q(under=None, wrapped_by__isnull=False)
                | models.Q(under__isnull=False, wrapped_by=None),
                name="accounts_datakey_wrapped_by_one_key",
            ),
        ]


class Change(VaultRecord):
    """What a vault row was from a moment on: the change history, written by triggers.

    `mark` stands for the person, in this row alone, and means nothing without their
    key's salt. `image` is the row, its sealed values as ciphertext; null where the row
    was removed.
    """

    app_privileges = "SELECT"
    table = models.CharField(max_length=48)
    row_id = models.UUIDField()
    mark = models.BinaryField()
    act = models.CharField(max_length=8)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    image = models.JSONField(null=True)

    field_categories: ClassVar[dict[str, Category | None]] = {
        "table": STRUCTURE,
        "row_id": STRUCTURE,
        "mark": Category.SERVICES,
        "act": STRUCTURE,
        "at": STRUCTURE,
        "actor": STRUCTURE,
        "image": Category.NARRATIVE,
    }

    class Meta:
        constraints: ClassVar = [
            Fence(name="accounts_change_fence"),
            AppendOnly(name="accounts_change_append_only"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency_id", "table", "row_id"], name="accounts_change_row"
            ),
        ]
