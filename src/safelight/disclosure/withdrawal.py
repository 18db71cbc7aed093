"""Withdrawing by a word: any worker of the agency can, at any hour, and learns nothing."""

from datetime import date, datetime

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.core.release_rules import WithdrawnHow
from safelight.core.vocabulary import Flag
from safelight.disclosure import standing
from safelight.records.opened import Opened
from safelight.records.people import index
from safelight.records.releases.actions import withdraw_all


def withdraw_by_name(
    by: Principal, *, name: str, birth_date: date, how: WithdrawnHow, at: datetime
) -> None:
    """Withdraw every release in force of whoever has this name and birth date (CF-10),
    or this name and no birth date on file.

    The worker need not be assigned: a survivor's word counts whoever picks up the phone.
    Nothing comes back, so it tells nobody whether there was a person or a release. A
    worker who is kept away from the person changes nothing.
    """
    with acting_as(by):
        named = index.find(index.NAME, index.normal(name))
        born = index.find(index.BIRTH_DATE, birth_date.isoformat())
        people = {p for p in named if p in born or not index.has(p, index.BIRTH_DATE)}
        facts = standing.about(by.agency, people, standing.reader(by.worker), at)
        for person in sorted(people):
            if facts[person].staff_block is Flag.CLEAR:
                withdraw_all(Opened(by, person, at), how=how)
