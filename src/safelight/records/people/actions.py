"""The only writers of people. Each acts for one agency and writes the ledger."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher, new_cipher
from safelight.accounts.models import Staff
from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.identifiers import IdentifierKind
from safelight.core.kinship import Kinship
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.vocabulary import Flag, Source
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.people import index, links
from safelight.records.people.models import (
    IN_ORDER,
    Assignment,
    ContactPoint,
    Identifier,
    Person,
    PossibleMatch,
    Protection,
    Relationship,
    StaffBlock,
    StaffTie,
)
from safelight.records.people.protecting import refresh_search
from safelight.records.people.stillness import hold_still

PERSON = Person._meta.db_table
CONTACT = ContactPoint._meta.db_table
IDENTIFIER = Identifier._meta.db_table
INDICATOR = ProtectionKind.FAMILY_VIOLENCE_INDICATOR


class NoSuchMatch(LookupError):
    """Two records were never found to be perhaps one person's."""


class StaysOn(ValueError):
    """An indicator that is on was to be cleared without its removal."""

    def __init__(self) -> None:
        super().__init__(
            "An indicator that is on stays on until it is removed step by step: their "
            "signed request, notice, time. Begin it from Flag and good cause."
        )


class NotInThisAgency(ValueError):
    """A worker was named who does not work here."""


def receive(
    *,
    by: Principal,
    at: datetime,
    name: str,
    birth_date: date | None,
    source: Source,
    language: str = "en",
) -> UUID:
    """Take in a new person, whom a supervisor then assigns.

    Somebody already held who may be the same person is matched silently: that person's
    workers get the new record too, and their staff blocks hold for it. Whoever made it is
    told only that it was received, and sees the same whether or not there was a match.
    """
    with acting_as(by):
        person, found = uuid4(), _possible_matches(name, birth_date)
        made = new_cipher(person)
        Person.objects.create(
            agency_id=by.agency,
            id=person,
            name=made.seal(Place(PERSON, "name", person), name),
            birth_date=made.seal(
                Place(PERSON, "birth_date", person), birth_date.isoformat()
            )
            if birth_date
            else None,
            language=language,
            source=source,
            received_at=at,
            received_by=by.staff or by.agency,
        )
        index.add(person, Place(PERSON, "name", person), index.name_fields(name))
        if birth_date:
            born = Place(PERSON, "birth_date", person)
            index.add(person, born, index.birth_fields(birth_date))
        _note_matches(found, person, by, at)
        write(Act.PERSON_RECEIVED, at=at, about=made)
        return person


def _possible_matches(name: str, birth_date: date | None) -> set[UUID]:
    """Whoever has the same birth date and family name, or the same whole name."""
    same_name = index.find(index.NAME, index.normal(name))
    if birth_date is None:
        return same_name
    born = index.find(index.BIRTH_DATE, birth_date.isoformat())
    family = index.find(index.FAMILY_NAME, index.normal(name.split()[-1]))
    return same_name | (born & family)


def _note_matches(found: set[UUID], person: UUID, by: Principal, at: datetime) -> None:
    PossibleMatch.objects.bulk_create(
        PossibleMatch(
            agency_id=by.agency, person_id=person, other_id=other, found_at=at
        )
        for other in found
    )


def settle_match(opened: Opened, known: Opened, *, is_same: bool) -> None:
    """Decide a possible match: the same person stays with this worker, and is linked.

    From then on the protections and staff blocks of each hold for both. Raises
    NoSuchMatch where none was found when the record was received.
    """
    with acting_as(opened.by):
        rows = PossibleMatch.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, other_id=known.person
        )
        deleted, _ = rows.delete()
        if not deleted:
            raise NoSuchMatch("There is no possible match here to settle.")
        if is_same:
            assign(opened, opened.staff)
            relate(opened, known, Kinship.SAME_PERSON, Source.OBSERVATION)


def add_contact(
    opened: Opened,
    *,
    kind: ContactKind,
    value: str,
    source: Source,
    safe_use: SafeUse = SafeUse.NOT_ASKED,
    confirmed_on: date | None = None,
    how: str = "",
    shelter: Flag = Flag.UNKNOWN,
) -> UUID:
    """Record a way to reach or find the person."""
    with acting_as(opened.by):
        own, contact = cipher(opened.person), uuid4()
        ContactPoint.objects.create(
            agency_id=opened.by.agency,
            id=contact,
            person_id=opened.person,
            kind=kind,
            value=own.seal(Place(CONTACT, "value", contact), value),
            how=own.seal(Place(CONTACT, "how", contact), how) if how else None,
            source=source,
            safe_use=safe_use,
            confirmed_on=confirmed_on,
            shelter=shelter,
            recorded_at=opened.at,
        )
        if kind is ContactKind.PHONE:
            number = [(index.PHONE, index.phone_form(value))]
            index.add(opened.person, Place(CONTACT, "value", contact), number)
        write(
            Act.PERSON_CHANGED, at=opened.at, about=own, what=f"{kind.label} recorded"
        )
        return contact


def add_identifier(
    opened: Opened, *, kind: IdentifierKind, value: str, source: Source
) -> UUID:
    """Record another name or number, by which the person is then found too."""
    with acting_as(opened.by):
        own, identifier = cipher(opened.person), uuid4()
        place = Place(IDENTIFIER, "value", identifier)
        Identifier.objects.create(
            agency_id=opened.by.agency,
            id=identifier,
            person_id=opened.person,
            kind=kind,
            value=own.seal(place, value),
            source=source,
            recorded_at=opened.at,
        )
        index.add(opened.person, place, identifier_fields(kind, value))
        what = f"{kind.label} recorded"
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what=what)
        return identifier


def identifier_fields(kind: IdentifierKind, value: str) -> index.Fields:
    if kind is IdentifierKind.ALIAS:
        return index.name_fields(value)
    return [(index.NUMBER, index.normal(value))]


def authorise_shelter(opened: Opened, contact: UUID, authority: str) -> bool:
    """The shelter's operator wrote that this address may be given (CF-5): from then on it is
    an address like others; False for no such contact. Raises ValueError without words."""
    if not authority.strip():
        raise ValueError("Say who wrote it, when, and where the paper is.")
    with acting_as(opened.by):
        rows = ContactPoint.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=contact
        )
        done = rows.exclude(shelter=Flag.CLEAR).update(shelter=Flag.CLEAR)
        own = cipher(opened.person)
        if done:
            write(Act.SHELTER_AUTHORISED, at=opened.at, about=own, authority=authority)
        return bool(done)


def confirm_contact(
    opened: Opened, contact: UUID, *, safe_use: SafeUse, on: date
) -> bool:
    """Record what the person said of a channel, and when; False for no such contact."""
    with acting_as(opened.by):
        rows = ContactPoint.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, id=contact
        )
        dated = None if safe_use is SafeUse.NOT_ASKED else on
        if not rows.update(safe_use=safe_use, confirmed_on=dated):
            return False
        write(
            Act.PERSON_CHANGED,
            at=opened.at,
            about=cipher(opened.person),
            what=f"Contact choice: {safe_use.label.lower()}",
        )
        return True


def record_protection(
    opened: Opened,
    *,
    kind: ProtectionKind,
    standing: Flag,
    basis: Basis,
    is_removal: bool = False,
) -> int:
    """Record what is known of a protection from now on; earlier rows stay.

    Packets still readable under agreements were decided without it: a protection that
    is not clear recalls them. Returns how many. An indicator that is on is cleared only
    by its removal, step by step: raises StaysOn without (CS-7).
    """
    with acting_as(opened.by):
        hold_still([opened.person])
        lowers = kind is INDICATOR and standing is not Flag.SET
        if lowers and not is_removal and _is_on(opened):
            raise StaysOn
        Protection.objects.create(
            agency_id=opened.by.agency,
            person_id=opened.person,
            kind=kind,
            standing=standing,
            basis=basis,
            since=opened.at,
            recorded_by=opened.staff,
        )
        what = f"{kind.label}: {standing.label.lower()}"
        own = cipher(opened.person)
        write(Act.PROTECTION_SET, at=opened.at, about=own, what=what)
        refresh_search(opened.by.agency, opened.person, opened.at)
        if standing is Flag.CLEAR:
            return 0
        linked = links.same(opened.by.agency, [opened.person])[opened.person]
        return packets.recall_on_agreements(opened, {opened.person, *linked})


def _is_on(opened: Opened) -> bool:
    rows = Protection.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person, kind=INDICATOR
    )
    last = rows.order_by(*IN_ORDER).last()
    return last is not None and last.standing == Flag.SET


def relate(opened: Opened, other: Opened, kind: Kinship, source: Source) -> None:
    """Record what this person is to another; both records must be open to the worker."""
    with acting_as(opened.by):
        Relationship.objects.create(
            agency_id=opened.by.agency,
            person_id=opened.person,
            other_id=other.person,
            kind=kind,
            source=source,
        )
        if kind is Kinship.SAME_PERSON:
            refresh_search(opened.by.agency, opened.person, opened.at)
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="Relationship recorded")


def assign(opened: Opened, staff: UUID) -> None:
    """Give the person a worker of this agency. Raises NotInThisAgency."""
    _tie(Assignment, Act.PERSON_ASSIGNED, opened, staff)


def assign_by_feed(opened: Opened, workers: Collection[UUID]) -> None:
    """Give somebody whom the state system brought the workers of their case; not those who
    are kept away from them."""
    with acting_as(opened.by):
        where = {"agency_id": opened.by.agency, "person_id": opened.person}
        blocked = StaffBlock.objects.filter(**where).values_list("staff_id", flat=True)
        for staff in set(workers) - set(blocked):
            Assignment.objects.get_or_create(
                **where, staff_id=staff,
                defaults={"since": opened.at, "recorded_by": opened.by.agency},
            )  # fmt: skip


def block(opened: Opened, staff: UUID) -> None:
    """Keep a worker of this agency away from the record.

    Raises NotInThisAgency, and ValueError for the worker who asks.
    """
    if staff == opened.staff:
        raise ValueError("You cannot keep yourself away; ask another supervisor to.")
    _tie(StaffBlock, Act.STAFF_BLOCKED, opened, staff)


def _tie(tie: type[StaffTie], act: Act, opened: Opened, staff: UUID) -> None:
    with acting_as(opened.by):
        _require_colleague(opened, staff)
        tie.objects.get_or_create(
            agency_id=opened.by.agency,
            person_id=opened.person,
            staff_id=staff,
            defaults={"since": opened.at, "recorded_by": opened.staff},
        )
        own = cipher(opened.person)
        write(act, at=opened.at, about=own, worker=str(staff))


def _require_colleague(opened: Opened, staff: UUID) -> None:
    if not Staff.objects.filter(id=staff, agency_id=opened.by.agency).exists():
        raise NotInThisAgency("This worker is not in your agency; choose one who is.")
