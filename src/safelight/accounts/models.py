"""Agencies and staff (a directory that all may read), and each agency's secrets."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from safelight.accounts.columns import choices, codes
from safelight.accounts.fence.grants import ALL, APPEND
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
    """An agency's private keys, wrapped. One row, whose id is the agency's."""

    app_privileges = APPEND
    wrapped_key = models.BinaryField()
    wrapped_signing = models.BinaryField()
    wrapped_encryption = models.BinaryField()

    field_categories: ClassVar[dict[str, Category | None]] = {
        "wrapped_key": STRUCTURE,
        "wrapped_signing": STRUCTURE,
        "wrapped_encryption": STRUCTURE,
    }


class DataKey(VaultRecord):
    """The wrapped data key of a person or of a packet held; the row's id is theirs."""

    app_privileges = ALL
    wrapped = models.BinaryField()

    field_categories: ClassVar[dict[str, Category | None]] = {"wrapped": STRUCTURE}
