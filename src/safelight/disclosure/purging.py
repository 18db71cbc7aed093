"""Before a purge: what it would destroy, what stays, and what is due by schedule."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import DatabaseError, connection

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as, current
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.held.asking import VaultLocked
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.accounts.models import Agency, Staff
from safelight.core.leakguard.guard import Guarded, Protected, search
from safelight.core.leakguard.values import ValueKind
from safelight.core.retention import SCHEDULES, Kept
from safelight.core.vocabulary import Answer
from safelight.disclosure.inbox import parcel_of, readable
from safelight.disclosure.parcels import Parcel
from safelight.disclosure.person import read
from safelight.disclosure.shown import Shown
from safelight.records.opened import Opened
from safelight.records.packets.models import Exchange, Packet, ReceivedPacket
from safelight.records.people import index
from safelight.records.people.models import SearchToken
from safelight.records.retention import actions, erasing
from safelight.records.retention.models import LegalHold, RetentionRule

log = structlog.get_logger("safelight.purge")

# Nobody recorded anything about them since, no case is open, nothing signed or sent still
# runs, and no other record belongs with theirs.
IDLE: Final = """
    SELECT p.id FROM people_person p WHERE p.received_at < %(before)s AND (%(one)s::uuid
        IS NULL OR p.id = %(one)s::uuid)
      AND NOT EXISTS (SELECT 1 FROM cases_participation t JOIN cases_case s
          ON s.agency_id = t.agency_id AND s.id = t.case_id
          WHERE t.agency_id = p.agency_id AND t.person_id = p.id AND
              (s.closed_on IS NULL OR s.closed_on >= %(before)s))
      AND NOT EXISTS (SELECT 1 FROM releases_release r WHERE r.agency_id = p.agency_id
          AND r.person_id = p.id AND (r.recorded_at >= %(before)s
              OR (r.withdrawn_at IS NULL AND r.ends > %(at)s)))
      AND NOT EXISTS (SELECT 1 FROM packets_packet k LEFT JOIN packets_exchange e
          ON e.id = k.id WHERE k.agency_id = p.agency_id AND k.person_id = p.id AND
              (k.drafted_at >= %(before)s OR (e.recalled_at IS NULL AND e.ends > %(at)s)))
      AND NOT EXISTS (SELECT 1 FROM people_relationship r WHERE r.agency_id = p.agency_id
          AND r.kind = 'SAME_PERSON' AND p.id IN (r.person_id, r.other_id))
      AND NOT EXISTS (SELECT 1 FROM people_possiblematch m WHERE
          m.agency_id = p.agency_id AND p.id IN (m.person_id, m.other_id))
      {since}
    LIMIT 1000
"""
# When something about a person was last recorded, table by table.
DATED: Final = {
    "people_contactpoint": "greatest(recorded_at, confirmed_on)",
    "people_identifier": "recorded_at",
    "people_protection": "since",
    "people_assignment": "since",
    "people_staffblock": "since",
    "notes_note": "greatest(written_at, revised_at)",
    "notes_draft": "kept_at",
    "registry_submission": "greatest(sent_at, answered_at)",
    "registry_match": "received_at",
    "registry_task": "greatest(raised_at, done_at)",
    "registry_override": "asked_at",
    "retention_legalhold": "coalesce(lifted_at, 'infinity')",
}
IDLE_NOW: Final = IDLE.format(
    since=" ".join(
        f"AND NOT EXISTS (SELECT 1 FROM {table} d WHERE d.agency_id = p.agency_id "
        f"AND d.person_id = p.id AND {when} >= %(before)s)"
        for table, when in DATED.items()
    )
)


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
            tuple(received_about(opened)),
            actions.is_held(opened),
        )


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold in force, as whoever may lift it reads it."""

    since: datetime
    by: str
    reason: str


def holds(opened: Opened) -> list[Hold]:
    """The holds in force on this very record."""
    with acting_as(opened.by):
        agency, own = opened.by.agency, cipher(opened.person)
        rows = LegalHold.objects.filter(
            agency_id=agency, person_id=opened.person, lifted_at=None
        )
        names = dict(Staff.objects.filter(agency=agency).values_list("id", "name"))
        return [
            Hold(row.since, names.get(row.recorded_by, ""), _reason(own, row))
            for row in rows.order_by("since")
        ]


def _reason(own: DataCipher, row: LegalHold) -> str:
    place = Place(LegalHold._meta.db_table, "reason", row.id)
    return own.open(place, bytes(row.reason))


def _counts(agency: UUID, person: UUID) -> Iterator[tuple[str, int]]:
    for model, column in erasing.tables_about(erasing.PEOPLE):
        if model is not SearchToken and not model._meta.get_field(column).null:
            count = model.objects.filter(agency_id=agency, **{column: person}).count()
            if count:
                yield str(model._meta.verbose_name_plural), count


def received_about(opened: Opened) -> Iterator[UUID]:
    """Packets that this worker could read now and that name somebody of this name."""
    name = {index.normal(read(opened).name)}
    for row, parcel in readable(opened.by, opened.at):
        if name & _names_in(parcel):
            yield row.id


def _names_in(parcel: Parcel | None) -> set[str]:
    """The names that a packet carries, in their normal form."""
    pieces = parcel.pieces if parcel else ()
    return {
        index.normal(piece.text)
        for piece in pieces
        if piece.item.key.startswith("name:") and piece.answer is Answer.RELEASE
    }


def purge_whole(opened: Opened, *, with_received: bool) -> None:
    """Purge a record, and the packets received that its preview names. Raises OnHold."""
    with acting_as(opened.by):
        received = tuple(received_about(opened)) if with_received else ()
        actions.purge_person(opened)
        actions.purge_received(received, by=opened.by, at=opened.at)


def also_in_notes(opened: Opened, keys: list[str]) -> list[str]:
    """The keys of notes in which a value to be purged stands too."""
    fields = {f.key: f for f in read(opened).fields if isinstance(f, Shown)}
    chosen = [fields[key] for key in keys if key in fields]
    values = [Protected(f.key, f.category, f.text, _kind(f.key)) for f in chosen]
    notes = [(k, f.text) for k, f in fields.items() if k.startswith("note:")]
    found = search(
        [part for part in notes if part[0] not in keys], Guarded(tuple(values))
    )
    return sorted({leak.part for leak in found})


def days_of(what: Kept, agency: UUID) -> int | None:
    """How long an agency keeps something: its own rule, or the default."""
    rule = RetentionRule.objects.filter(agency_id=agency, what=what).first()
    return rule.days if rule else SCHEDULES[what].days


def rules(agency: UUID) -> dict[Kept, int | None]:
    """How long an agency keeps each kind of thing."""
    with acting_as(Principal(PrincipalKind.RETENTION, agency)):
        return {what: days_of(what, agency) for what in Kept}


def due(
    agency: UUID, *, at: datetime, days: Mapping[Kept, int | None] | None = None
) -> dict[Kept, list[UUID]]:
    """What the schedule would purge now, without what a hold keeps: the agency's own
    schedule, or these days instead."""
    days = rules(agency) if days is None else days
    with acting_as(Principal(PrincipalKind.RETENTION, agency)):
        found: dict[Kept, list[UUID]] = {}
        for what in Kept:
            kept = days[what]
            before = None if kept is None else at - timedelta(days=kept)
            found[what] = [] if before is None else _due(what, before, at)
        return found


def _due(what: Kept, before: datetime, at: datetime) -> list[UUID]:
    match what:
        case Kept.PERSON:
            return _idle(before, at)
        case Kept.PACKET:
            held = ReceivedPacket.objects.values_list("id", flat=True)
            ended = Exchange.objects.filter(id__in=list(held))
            over = ended.filter(ends__lt=before) | ended.filter(recalled_at__lt=before)
            on_hold = actions.held(current().agency)
            return [e.id for e in over if not _is_about(on_hold, e)]


def _idle(before: datetime, at: datetime, one: UUID | None = None) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(IDLE_NOW, {"before": before, "at": at, "one": one})
        return [person for (person,) in cursor.fetchall()]


def _is_about(people: set[UUID], exchange: Exchange) -> bool:
    """Whether a packet here names somebody of the name of one of these people."""
    row = ReceivedPacket.objects.get(agency_id=exchange.recipient_id, id=exchange.id)
    try:
        own = cipher(row.id)
    except KeyGone:
        return False
    names = _names_in(parcel_of(exchange, own, bytes(row.envelope)))
    return bool(index.others_named(names) & people)


def purge_due(agency: UUID, *, at: datetime) -> int:
    """Purge what is due, each in a transaction of its own; returns how much was.

    What cannot be purged tonight (a hold, somebody at work on it) is left for the next.
    """
    by, done = Principal(PrincipalKind.RETENTION, agency), 0
    found = due(agency, at=at)
    for what, ids in found.items():
        for one in ids:
            try:
                done += _purge_one(by, what, one, at)
            except (actions.OnHold, KeyGone, DatabaseError) as error:
                log.warning(
                    "not purged", act=what.value, exception=type(error).__name__
                )
    return done


def _purge_one(by: Principal, what: Kept, one: UUID, at: datetime) -> int:
    with acting_as(by):
        if what is Kept.PACKET:
            actions.purge_received([one], by=by, at=at)
            return 1
        opened = Opened(by, one, at)
        actions.require_no_hold(opened)
        days = days_of(what, by.agency)
        if days is None or not _idle(at - timedelta(days=days), at, one):
            return 0
        actions.purge_person(opened)
        return 1


def purge_all_due(*, at: datetime) -> int:
    """Purge what is due in every agency that still has keys; in a locked vault the night
    after it is unlocked."""
    done = 0
    for agency in Agency.objects.values_list("id", flat=True):
        with suppress(KeyGone, VaultLocked):
            done += purge_due(agency, at=at)
    return done


def _kind(key: str) -> ValueKind:
    """How a value of an item is written elsewhere."""
    kinds = {"contact": ValueKind.ADDRESS, "birth_date": ValueKind.DATE}
    kinds |= {"name": ValueKind.NAME, "identifier": ValueKind.NUMBER}
    return kinds.get(key.split(":")[0], ValueKind.PLACE)
