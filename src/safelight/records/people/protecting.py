"""What protects people, all their records taken together."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from safelight.core.gate.question import Protections
from safelight.core.protections import strictest
from safelight.core.vocabulary import Flag
from safelight.records.people import index, links
from safelight.records.people.models import IN_ORDER, Protection


def protections(
    agency: UUID, ids: Collection[UUID], same: links.Links, at: datetime
) -> dict[UUID, Protections]:
    """The newest standing of each protection, the strictest over records of one person."""
    everyone = {*ids, *(other for others in same.values() for other in others)}
    rows = Protection.objects.filter(
        agency_id=agency, person_id__in=everyone, since__lte=at
    ).order_by(*IN_ORDER)
    found: dict[UUID, Protections] = defaultdict(Protections)
    for person, kind, standing in rows.values_list("person_id", "kind", "standing"):
        found[person] = replace(found[person], **{kind.lower(): Flag(standing)})
    return {p: strictest([found[p], *(found[o] for o in same.get(p, ()))]) for p in ids}


def refresh_search(agency: UUID, person: UUID, at: datetime) -> None:
    """After a protection or a link changed: who may be found by everybody."""
    same = links.same(agency, [person])
    people = {person, *same[person]}
    known = protections(agency, people, links.same(agency, people), at)
    for one, found in known.items():
        index.open_to_all(one, is_open=found.nothing_in_force)
