"""What was chosen, said, told and asked about one person in one case; rows are added, the
newest counts. No row says why (CS-27)."""

from typing import ClassVar

from django.db import models

from safelight.accounts.columns import choices
from safelight.accounts.fence.constraints import SameVault
from safelight.accounts.fence.models import STRUCTURE, SealedField
from safelight.core.support.actions import ACTIONS, Light
from safelight.core.support.calendar import Kind as VisitKind
from safelight.core.support.closing import Ground
from safelight.core.support.flags import GoodCause, Request
from safelight.core.support.planner import Default, Heard, Screened
from safelight.core.support.screening import Occasion
from safelight.core.support.standing import Fact, State
from safelight.core.support.tasks import TaskKind
from safelight.core.vocabulary import Category
from safelight.records.rows import OfPerson

ACTION_CHOICES = [(code, code) for code in ACTIONS]
OF_ROW = {"person_id": STRUCTURE, "recorded_by": STRUCTURE}


class OfCase(OfPerson):
    """A row about one person in one case."""

    case_id = models.UUIDField()

    class Meta(OfPerson.Meta):
        abstract = True
        constraints: ClassVar = [
            *OfPerson.Meta.constraints,
            SameVault(name="support_%(class)s_case", column="case_id", to="cases_case"),
        ]


class Choice(OfCase):
    """A light with the worries that go with it, after everything was shown."""

    light = models.CharField(max_length=8, choices=choices(Light))
    worries = SealedField()
    default = models.CharField(max_length=4, choices=choices(Default))
    shown = models.CharField(max_length=12)

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": Category.SAFETY,
        "light": Category.SAFETY, "worries": Category.SAFETY,
        "default": Category.SAFETY, "shown": STRUCTURE,
    }  # fmt: skip


class Word(OfCase):
    """Her yes or her not now to one action, until a day."""

    action = models.CharField(max_length=20, choices=ACTION_CHOICES)
    is_yes = models.BooleanField()
    ends_on = models.DateField()

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": Category.SAFETY,
        "action": Category.SAFETY, "is_yes": Category.SAFETY, "ends_on": Category.SAFETY,
    }  # fmt: skip


class Warned(OfCase):
    """How far the warning of one planned action came."""

    action = models.CharField(max_length=20, choices=ACTION_CHOICES)
    planned_on = models.DateField()
    heard = models.CharField(max_length=16, choices=choices(Heard))

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": Category.SAFETY,
        "action": Category.SAFETY, "planned_on": Category.SAFETY,
        "heard": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfCase.Meta):
        verbose_name_plural = "warnings"


class Scheduled(OfCase):
    """An action that is planned, runs or ended; `number` is the other system's own."""

    action = models.CharField(max_length=20, choices=ACTION_CHOICES)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=choices(State))
    number = models.CharField(max_length=40, blank=True)

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": STRUCTURE,
        "action": Category.MONEY, "due_on": Category.MONEY, "state": Category.MONEY,
        "number": STRUCTURE,
    }  # fmt: skip

    class Meta(OfCase.Meta):
        verbose_name_plural = "actions scheduled"


class Settled(OfCase):
    """Something that must be there before an action: whether it is."""

    fact = models.CharField(max_length=20, choices=choices(Fact))
    is_so = models.BooleanField()

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": Category.SAFETY,
        "fact": Category.SAFETY, "is_so": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfCase.Meta):
        verbose_name_plural = "what is there before an action"


class Asked(OfPerson):
    """That somebody was asked about safety, or was not; never what was said."""

    occasion = models.CharField(max_length=18, choices=choices(Occasion))
    outcome = models.CharField(max_length=12, choices=choices(Screened))
    again_on = models.DateField(null=True)

    field_categories: ClassVar = {
        **OF_ROW, "at": Category.SAFETY, "occasion": Category.SAFETY,
        "outcome": Category.SAFETY, "again_on": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        verbose_name_plural = "times somebody was asked"


class FlagCode(OfPerson):
    """The state's code of the indicator that was set, and who began it. It never leaves:
    outside there is only the indicator (CS-3, CS-14)."""

    code = models.CharField(max_length=4)
    initiator = models.CharField(max_length=16, blank=True)

    field_categories: ClassVar = {
        **OF_ROW, "at": Category.SAFETY, "code": Category.SAFETY,
        "initiator": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        verbose_name_plural = "codes of indicators"


class Removal(OfPerson):
    """How far the removal of a person's flag has come."""

    signed_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)

    field_categories: ClassVar = {
        **OF_ROW, "at": Category.SAFETY, "signed_on": Category.SAFETY,
        "noticed_on": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        verbose_name_plural = "removals of flags"
        constraints: ClassVar = [
            *OfPerson.Meta.constraints,
            models.UniqueConstraint(
                "agency_id", "person_id", name="support_removal_once"
            ),
        ]


class Claim(OfPerson):
    """Good cause as it stood from a moment on: neither flag nor light."""

    state = models.CharField(max_length=8, choices=choices(GoodCause))
    waived = models.JSONField(default=list)
    review_on = models.DateField(null=True)

    field_categories: ClassVar = {
        **OF_ROW, "at": Category.SAFETY, "state": Category.SAFETY,
        "waived": Category.SAFETY, "review_on": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        verbose_name_plural = "claims of good cause"


class StaffSafety(OfPerson):
    """Whether staff meet somebody with care. No party sees it, nothing follows from it."""

    is_set = models.BooleanField()

    field_categories: ClassVar = {
        **OF_ROW, "at": Category.SAFETY, "is_set": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        verbose_name_plural = "marks of staff safety"


class AddressRequest(OfPerson):
    """A party asked for this person's address."""

    state = models.CharField(max_length=8, choices=choices(Request))
    noticed_on = models.DateField()
    decided_on = models.DateField(null=True)

    field_categories: ClassVar = {
        **OF_ROW, "at": Category.COURT, "state": Category.COURT,
        "noticed_on": Category.COURT, "decided_on": Category.COURT,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        verbose_name_plural = "requests for an address"


class Task(OfPerson):
    """Something to be done about a person, perhaps in one case."""

    case_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=12, choices=choices(TaskKind))
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": STRUCTURE, "kind": Category.SAFETY,
        "done_at": STRUCTURE, "done_by": STRUCTURE,
    }  # fmt: skip

    class Meta(OfPerson.Meta):
        verbose_name_plural = "support tasks"
        constraints: ClassVar = [
            *OfPerson.Meta.constraints,
            SameVault(name="support_task_case", column="case_id", to="cases_case"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="support_task_done_at_with_by",
            ),
        ]


class Appointment(OfCase):
    """When and where somebody of a case comes, and whether from afar."""

    kind = models.CharField(max_length=8, choices=choices(VisitKind))
    site = SealedField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_remote = models.BooleanField()

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": STRUCTURE, "kind": Category.COURT,
        "site": Category.LOCATION, "starts_at": Category.COURT,
        "ends_at": Category.COURT, "is_remote": Category.SAFETY,
    }  # fmt: skip

    class Meta(OfCase.Meta):
        constraints: ClassVar = [
            *OfCase.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="support_appointment_ends_after",
            ),
        ]


class Closing(OfCase):
    """The ground on which a case was closed."""

    ground = models.CharField(max_length=16, choices=choices(Ground))

    field_categories: ClassVar = {
        **OF_ROW, "case_id": STRUCTURE, "at": STRUCTURE, "ground": Category.SAFETY,
    }  # fmt: skip
