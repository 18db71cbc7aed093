"""The supervisor's daily list: unusual access by the workers they supervise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.models import Staff
from safelight.core.insiders import Access, Unusual, unusual
from safelight.ledger.acts import Act
from safelight.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Watched:
    name: str
    unusual: Unusual


def on_day(by: Principal, day: date) -> list[Watched]:
    """Names workers, and nobody whom a record is about."""
    start = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    with acting_as(by):
        staff = Staff.objects.filter(agency_id=by.agency, supervisor=by.worker)
        names = {one.id: one.name for one in staff}
        rows = Entry.objects.filter(
            agency_id=by.agency, actor__in=names,
            act__in=[Act.PERSON_VIEWED, Act.PERSON_REFUSED],
            written_at__gte=start, written_at__lt=start + timedelta(days=1),
        )  # fmt: skip
        found = [
            Access(actor, bytes(mark or b""), timezone.localtime(at),
                   act == Act.PERSON_REFUSED)
            for actor, mark, at, act in rows.values_list("actor", "mark", "written_at", "act")
        ]  # fmt: skip
    return [Watched(names[one.worker], one) for one in unusual(found)]
