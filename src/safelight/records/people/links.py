"""Records of one person: told to be the same, or perhaps the same."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from safelight.core.kinship import Kinship
from safelight.records.people.models import PossibleMatch, Relationship

Links = dict[UUID, set[UUID]]


def same(agency: UUID, ids: Collection[UUID]) -> Links:
    """Whom a worker said each of these to be the same as, in either direction."""
    rows = Relationship.objects.filter(
        Q(person_id__in=ids) | Q(other_id__in=ids),
        agency_id=agency,
        kind=Kinship.SAME_PERSON,
    )
    found: Links = defaultdict(set)
    for person, other in rows.values_list("person_id", "other_id"):
        found[person].add(other)
        found[other].add(person)
    return found


def perhaps_same(agency: UUID, ids: Collection[UUID], told: Links) -> Links:
    """Those told to be the same, and whom each new one may be, until it is settled."""
    found: Links = defaultdict(set, {p: set(others) for p, others in told.items()})
    rows = PossibleMatch.objects.filter(agency_id=agency, person_id__in=ids)
    for person, other in rows.values_list("person_id", "other_id"):
        found[person].add(other)
    return found
