"""Before a purge: what it would destroy, what stays, and what is due by schedule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.ring import ciphers
from safelight.accounts.models import Agency
from safelight.core.leakguard.guard import Protected, search
from safelight.core.retention import SCHEDULES, Kept
from safelight.core.vocabulary import Answer
from safelight.disclosure.inbox import parcel_of
from safelight.disclosure.person import read
from safelight.disclosure.shown import Shown
from safelight.records.opened import Opened
from safelight.records.packets.models import Exchange, Packet, ReceivedPacket
from safelight.records.people import index
from safelight.records.people.models import SearchToken
from safelight.records.retention import actions, erasing
from safelight.records.retention.models import RetentionRule

# Nobody changed anything about them since, no case open, nothing signed still runs.
IDLE: Final = """
    SELECT p.id FROM people_person p
    JOIN accounts_datakey k ON k.agency_id = p.agency_id AND k.id = p.id
    WHERE p.received_at < %(before)s
      AND NOT EXISTS (SELECT 1 FROM accounts_change c WHERE c.agency_id = p.agency_id
          AND c.mark = sha256(uuid_send(k.salt) || uuid_send(p.id)) AND c.at >= %(before)s)
      AND NOT EXISTS (SELECT 1 FROM cases_participation t JOIN cases_case s
          ON s.agency_id = t.agency_id AND s.id = t.case_id
          WHERE t.agency_id = p.agency_id AND t.person_id = p.id AND s.closed_on IS NULL)
      AND NOT EXISTS (SELECT 1 FROM releases_release r WHERE r.agency_id = p.agency_id
          AND r.person_id = p.id AND r.withdrawn_at IS NULL AND r.ends > %(at)s)
      AND NOT EXISTS (SELECT 1 FROM retention_legalhold h WHERE h.agency_id = p.agency_id
          AND h.person_id = p.id AND h.lifted_at IS NULL)
    LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a purge of the whole record destroys: kinds of row with how many, packets
    that would be recalled, packets held here about somebody of this name; and whether a
    hold keeps it."""

    rows: tuple[tuple[str, int], ...]
    readable: int
    received: tuple[UUID, ...]
    is_held: bool


def preview(opened: Opened) -> Preview:
    with acting_as(opened.by):
        agency, person = opened.by.agency, opened.person
        sent = Packet.objects.filter(agency_id=agency, person_id=person)
        alive = Exchange.objects.filter(
            id__in=list(sent.values_list("id", flat=True)),
            recalled_at=None,
            ends__gt=opened.at,
        )
        return Preview(
            tuple(_counts(agency, person)),
            alive.count(),
            tuple(_received_about(opened)),
            actions.is_held(opened),
        )


def _counts(agency: UUID, person: UUID) -> Iterator[tuple[str, int]]:
    for model, column in erasing.tables_about_people():
        if model is not SearchToken and not model._meta.get_field(column).null:
            count = model.objects.filter(agency_id=agency, **{column: person}).count()
            if count:
                yield str(model._meta.verbose_name_plural), count


def _received_about(opened: Opened) -> Iterator[UUID]:
    """Packets in the inbox that name somebody of this person's name."""
    names = {index.normal(f.text) for f in _names(opened)}
    rows = list(ReceivedPacket.objects.filter(agency_id=opened.by.agency))
    keys = ciphers([row.id for row in rows], [])
    for row in rows:
        exchange = Exchange.objects.get(id=row.id)
        parcel = parcel_of(exchange, keys[row.id], bytes(row.envelope))
        pieces = parcel.pieces if parcel else ()
        if any(
            piece.item.key.startswith("name:")
            and piece.answer is Answer.RELEASE
            and index.normal(piece.text) in names
            for piece in pieces
        ):
            yield row.id


def _names(opened: Opened) -> list[Shown]:
    kinds = read(opened).of("name", "identifier")
    return [f for f in kinds if isinstance(f, Shown)]


def also_in_notes(opened: Opened, keys: list[str]) -> list[str]:
    """The keys of notes in which a value to be purged stands too."""
    fields = {f.key: f for f in read(opened).fields if isinstance(f, Shown)}
    chosen = [fields[key] for key in keys if key in fields]
    values = [Protected(f.key, f.category, f.text) for f in chosen]
    notes = [(k, f.text) for k, f in fields.items() if k.startswith("note:")]
    found = search([part for part in notes if part[0] not in keys], values)
    return sorted({leak.part for leak in found})


def days_of(what: Kept, agency: UUID) -> int | None:
    """How long an agency keeps something: its own rule, or the default."""
    rule = RetentionRule.objects.filter(agency_id=agency, what=what).first()
    return rule.days if rule else SCHEDULES[what].days


def rules(agency: UUID) -> dict[Kept, int | None]:
    """How long an agency keeps each kind of thing."""
    with acting_as(Principal(PrincipalKind.RETENTION, agency)):
        return {what: days_of(what, agency) for what in Kept}


def due(agency: UUID, *, at: datetime) -> dict[Kept, list[UUID]]:
    """What the schedule would purge now, without what a hold keeps."""
    with acting_as(Principal(PrincipalKind.RETENTION, agency)):
        found: dict[Kept, list[UUID]] = {}
        for what in Kept:
            days = days_of(what, agency)
            before = None if days is None else at - timedelta(days=days)
            found[what] = [] if before is None else _due(what, before, at)
        return found


def _due(what: Kept, before: datetime, at: datetime) -> list[UUID]:
    match what:
        case Kept.PERSON:
            with connection.cursor() as cursor:
                cursor.execute(IDLE, {"before": before, "at": at})
                return [person for (person,) in cursor.fetchall()]
        case Kept.PACKET:
            held = ReceivedPacket.objects.values_list("id", flat=True)
            ended = Exchange.objects.filter(id__in=list(held))
            over = ended.filter(ends__lt=before) | ended.filter(recalled_at__lt=before)
            return list(over.values_list("id", flat=True))


def purge_due(agency: UUID, *, at: datetime) -> int:
    """Purge what is due, each in a transaction of its own; returns how much."""
    by, found = Principal(PrincipalKind.RETENTION, agency), due(agency, at=at)
    for packet in found[Kept.PACKET]:
        actions.purge_received([packet], by=by, at=at)
    for person in found[Kept.PERSON]:
        try:
            actions.purge_person(Opened(by, person, at))
        except (actions.OnHold, KeyGone):
            continue
    return sum(map(len, found.values()))


def purge_all_due(*, at: datetime) -> int:
    agencies = Agency.objects.values_list("id", flat=True)
    return sum(purge_due(agency, at=at) for agency in agencies)
