"""Holding a person's record still, so that what is checked is true when it is done.

Whoever sends, seals, protects, holds, keeps a draft or purges takes the person's row
first. They then come one after the other, and a purge sees what a sending wrote.
"""

from collections.abc import Collection
from uuid import UUID

from safelight.accounts.fence.acting import current
from safelight.records.people.models import Person


def hold_still(people: Collection[UUID], *, to_erase: bool = False) -> None:
    """Lock some people until this transaction ends, always in one order.

    `to_erase` also keeps rows from being added about them meanwhile.
    """
    rows = Person.objects.filter(agency_id=current().agency, id__in=people)
    locked = rows.order_by("id").select_for_update(no_key=not to_erase)
    list(locked.values_list("id"))
