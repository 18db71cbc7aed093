"""The only writers of holds and schedules, and the way to a purge."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.retention import SHORTEST_DAYS, Kept
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.packets.models import ReceivedPacket
from safelight.records.people import handing_down
from safelight.records.people.models import PossibleMatch, Relationship
from safelight.records.people.stillness import hold_still
from safelight.records.releases.models import Release
from safelight.records.retention import erasing
from safelight.records.retention.models import LegalHold, RetentionRule

HOLD = LegalHold._meta.db_table


class OnHold(ValueError):
    """A legal hold keeps the record."""

    def __init__(self) -> None:
        super().__init__(
            "A legal hold keeps this record, or one it belongs with: nothing of it can be "
            "purged. Counsel can say whether the hold can be lifted."
        )


def hold(opened: Opened, reason: str) -> None:
    """Keep a person's record from every purge. Raises ValueError without a reason."""
    if not reason.strip():
        raise ValueError("Write down who asked for the hold, and for which matter.")
    with acting_as(opened.by):
        hold_still([opened.person])
        own = cipher(opened.person)
        row = LegalHold(
            agency_id=opened.by.agency,
            person_id=opened.person,
            since=opened.at,
            recorded_by=opened.staff,
        )
        row.reason = own.seal(Place(HOLD, "reason", row.id), reason)
        row.save(force_insert=True)
        write(Act.HOLD_SET, at=opened.at, about=own)


def lift(opened: Opened) -> None:
    """Lift every hold on a person. Raises ValueError where there is none."""
    with acting_as(opened.by):
        rows = _holds([opened.person], opened.by.agency)
        if not rows.update(lifted_at=opened.at, lifted_by=opened.staff):
            raise ValueError("There is no legal hold on this record.")
        write(Act.HOLD_LIFTED, at=opened.at, about=cipher(opened.person))


def is_held(opened: Opened) -> bool:
    """Whether a hold keeps this record, or one that a purge of it would change."""
    with acting_as(opened.by):
        people = _belonging(opened.by.agency, opened.person)
        return bool(_holds(people, opened.by.agency).exists())


def held(agency: UUID) -> set[UUID]:
    """Everybody in the acting agency whose record a hold keeps."""
    rows = LegalHold.objects.filter(agency_id=agency, lifted_at=None)
    return set(rows.values_list("person_id", flat=True))


def purge_person(opened: Opened) -> None:
    """Destroy everything about a person; what was sent is recalled.

    What protects them goes over to other records of the same person. The ledger keeps
    that a record was purged, and not whose. Raises OnHold.
    """
    with acting_as(opened.by):
        require_no_hold(opened)
        handing_down.hand_down(opened)
        write(Act.PERSON_PURGED, at=opened.at)
        erasing.erase_person(opened.person, at=opened.at)


def purge_received(
    held_packets: Collection[UUID], *, by: Principal, at: datetime
) -> None:
    """Destroy packets in this agency's inbox; one that is not there changes nothing."""
    with acting_as(by):
        rows = ReceivedPacket.objects.filter(agency_id=by.agency, id__in=held_packets)
        for packet in list(rows.values_list("id", flat=True)):
            write(Act.PACKET_PURGED, at=at)
            erasing.erase_packet(packet, at=at)


def set_rule(what: Kept, days: int | None, *, by: Principal, at: datetime) -> None:
    """Say how many days this agency keeps something; None until somebody asks."""
    if days is not None and days < SHORTEST_DAYS:
        raise ValueError("At least one day; leave it empty to keep until asked.")
    with acting_as(by):
        RetentionRule.objects.update_or_create(
            agency_id=by.agency,
            what=what,
            defaults={"days": days, "set_at": at, "set_by": by.worker},
        )
        write(Act.RETENTION_SET, at=at)


def require_no_hold(opened: Opened) -> None:
    """Hold the person still, and raise OnHold where something keeps the record."""
    hold_still([opened.person], to_erase=True)
    people = _belonging(opened.by.agency, opened.person)
    if _holds(people, opened.by.agency).exists():
        raise OnHold


def _holds(people: Collection[UUID], agency: UUID) -> Any:
    return LegalHold.objects.filter(
        agency_id=agency, person_id__in=people, lifted_at=None
    )


def _belonging(agency: UUID, person: UUID) -> set[UUID]:
    """The person, and everybody whose record a purge of this one would change."""
    related = Relationship.objects.filter(
        Q(person_id=person) | Q(other_id=person), agency_id=agency
    )
    matched = PossibleMatch.objects.filter(
        Q(person_id=person) | Q(other_id=person), agency_id=agency
    )
    signed = Release.objects.filter(agency_id=agency, co_signer_id=person)
    pairs = [*related.values_list("person_id", "other_id")]
    pairs += matched.values_list("person_id", "other_id")
    found = {one for pair in pairs for one in pair}
    return {person, *found, *signed.values_list("person_id", flat=True)}
