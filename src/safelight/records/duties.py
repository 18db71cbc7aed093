"""Which duties whoever acts on a record has, for what only some may record."""

from safelight.accounts.models import Staff
from safelight.core.vocabulary import Duty
from safelight.records.opened import Opened


def has_duty(opened: Opened, duty: Duty) -> bool:
    staff = Staff.objects.filter(id=opened.staff).first()
    return staff is not None and duty in staff.duties
