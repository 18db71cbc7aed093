"""Search: exact for whoever is named, by the starts of names for who could be shown.

A list of names that start alike may be long. The gate is asked about the worker's own
people first, then about people whom nothing protects, and never about the rest: they
would be withheld, and nothing of the answer may depend on how many they are.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_date

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.ring import ciphers
from safelight.accounts.models import Staff
from safelight.core.kinship import Kinship
from safelight.core.vocabulary import Duty
from safelight.disclosure import standing
from safelight.disclosure.people import PersonRow, visible
from safelight.disclosure.worklist import unassigned
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.people import index
from safelight.records.people.models import (
    Assignment,
    PossibleMatch,
    Relationship,
)

LONGEST_LIST = 50
# So many hidden people at most are told, each in their own ledger, of one search.
MOST_TOLD = 20


def search(by: Principal, text: str, at: datetime) -> list[PersonRow]:
    """Search by case, phone or participant number, birth date, or how names start.

    Whoever this worker may not see is left out without a trace; every search is in
    the ledger, and whoever was meant and not shown can learn that somebody looked.
    """
    with acting_as(by):
        born = birth_date(text)
        exact = index.find_exactly(text, born)
        tokens = None if born else index.starting(text)
        who = standing.reader(by.worker)
        rows, policies = visible(by, exact | _candidates(tokens, who, by.agency), at)
        write(Act.SEARCHED, at=at, policies=policies)
        meant = exact | _few(tokens)
        _account_for_hidden(meant - {row.person for row in rows}, policies, at)
        return rows[:LONGEST_LIST]


def again(by: Principal, people: list[UUID], at: datetime) -> list[PersonRow]:
    """What a search found, listed once more: each asked of the gate at this moment."""
    with acting_as(by):
        rows, policies = visible(by, people, at)
        write(Act.SEARCHED, at=at, policies=policies)
        return rows


def birth_date(text: str) -> date | None:
    """A date as 1991-04-02 or 4/2/1991; None for anything else."""
    month, _, rest = text.strip().partition("/")
    day, _, year = rest.partition("/")
    form = f"{year}-{month:0>2}-{day:0>2}" if year else text.strip()
    try:
        return parse_date(form)
    except ValueError:
        return None


def _candidates(tokens: Any, who: standing.Reader, agency: UUID) -> set[UUID]:
    """Whom the gate could release by name: the worker's people, and the unprotected."""
    if tokens is None:
        return set()
    own = tokens.filter(_own(who, agency)).values_list("person_id", flat=True)
    others = tokens.filter(is_open=True).values_list("person_id", flat=True)
    most = 2 * LONGEST_LIST
    return {*own.distinct()[: 2 * most], *others.distinct()[:most]}


def _own(who: standing.Reader, agency: UUID) -> Q:
    """People this worker is assigned to, by themselves, by a link or as supervisor."""
    staff = [who.staff]
    if Duty.SUPERVISE in who.asker.duties:
        staff += Staff.objects.filter(supervisor=who.staff).values_list("id", flat=True)
    mine = Assignment.objects.filter(agency_id=agency, staff_id__in=staff)
    people = mine.values("person_id")
    maybe = PossibleMatch.objects.filter(agency_id=agency, other_id__in=people)
    same = Relationship.objects.filter(agency_id=agency, kind=Kinship.SAME_PERSON)
    found = (
        Q(person_id__in=people)
        | Q(person_id__in=maybe.values("person_id"))
        | Q(person_id__in=same.filter(other_id__in=people).values("person_id"))
        | Q(person_id__in=same.filter(person_id__in=people).values("other_id"))
    )
    if Duty.SUPERVISE in who.asker.duties:
        found |= Q(person_id__in=unassigned(agency).values("id"))
    return found


def _few(tokens: Any) -> set[UUID]:
    """Everybody whose name starts so, where they are few enough to be meant."""
    if tokens is None:
        return set()
    found = tokens.values_list("person_id", flat=True).distinct()[: MOST_TOLD + 1]
    return set(found) if len(found) <= MOST_TOLD else set()


def _account_for_hidden(hidden: set[UUID], policies: str, at: datetime) -> None:
    for own in ciphers(sorted(hidden), []).values():
        write(Act.PERSON_REFUSED, at=at, about=own, policies=policies, search=True)
