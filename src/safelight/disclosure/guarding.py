"""The protected values of everyone in a person's cases, for the leak guard."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, ciphers
from safelight.accounts.models import Agency
from safelight.core import identifiers
from safelight.core.contact_kinds import REVEALS, ContactKind
from safelight.core.gate.question import Protections
from safelight.core.leakguard.guard import Protected
from safelight.core.leakguard.values import ValueKind
from safelight.core.protections import strictest
from safelight.core.vocabulary import Category
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.people import links
from safelight.records.people.models import (
    ContactPoint,
    Identifier,
    Person,
    Relationship,
)
from safelight.records.people.protecting import protections

# Numbers that lead to where somebody is.
LEADING = [k for k, found in identifiers.REVEALS.items() if found is Category.LOCATION]


def protected_values(agency: UUID, person: UUID) -> list[Protected]:
    """Every way to reach or find anybody in the person's cases or family."""
    people = sorted(everyone(agency, person))
    keys, table = ciphers(people), ContactPoint._meta.db_table
    rows = ContactPoint.objects.filter(agency_id=agency, person_id__in=people)
    found: list[Protected] = []
    for row in rows.values("id", "person_id", "kind", "value"):
        place = Place(table, "value", row["id"])
        value = keys[row["person_id"]].open(place, bytes(row["value"]))
        category = REVEALS[ContactKind(row["kind"])].category
        key = f"contact:{row['id']}"
        found.append(Protected(key, category, value))
    return [*found, *_numbers(agency, keys)]


def _numbers(agency: UUID, keys: Mapping[UUID, DataCipher]) -> Iterator[Protected]:
    """Numbers that lead to somebody as an address does (CS-10)."""
    table = Identifier._meta.db_table
    rows = Identifier.objects.filter(
        agency_id=agency, person_id__in=keys, kind__in=LEADING
    )
    for row in rows.values("id", "person_id", "value"):
        place = Place(table, "value", row["id"])
        value = keys[row["person_id"]].open(place, bytes(row["value"]))
        key = f"identifier:{row['id']}"
        yield Protected(key, Category.LOCATION, value, ValueKind.NUMBER)


def protected_dates(opened: Opened) -> list[Protected]:
    """Birth dates of those in the cases who are protected: with a name one finds somebody.
    For texts; registry files carry them in a field of their own."""
    agency, at, found = opened.by.agency, opened.at, []
    people = sorted(everyone(agency, opened.person))
    known = protections(agency, people, links.same(agency, people), at)
    kept = [one for one in people if not known[one].nothing_in_force]
    keys, table = ciphers(kept), Person._meta.db_table
    rows = Person.objects.filter(agency_id=agency, id__in=kept)
    for person, sealed in rows.values_list("id", "birth_date"):
        if sealed:
            value = keys[person].open(Place(table, "birth_date", person), bytes(sealed))
            key = f"birth_date:{person}"
            found.append(Protected(key, Category.IDENTITY, value, ValueKind.DATE))
    return found


def everyone(agency: UUID, person: UUID) -> set[UUID]:
    """A person and all who share a case or kinship, whoever may see them."""
    own = Participation.objects.filter(agency_id=agency, person_id=person)
    shared = Participation.objects.filter(
        agency_id=agency, case_id__in=own.values("case_id")
    )
    related = Relationship.objects.filter(
        Q(person_id=person) | Q(other_id=person), agency_id=agency
    )
    pairs = related.values_list("person_id", "other_id")
    members = set(shared.values_list("person_id", flat=True))
    return {person} | members | {one for pair in pairs for one in pair}


def shared_protections(agency: UUID, person: UUID, at: datetime) -> Protections:
    """What protects a person and whoever could be found through them, the strictest of
    all: so that one does not lead to another (CS-17)."""
    together = everyone(agency, person)
    same = links.same(agency, together)
    return strictest(protections(agency, together, same, at).values())


def allowed_for(opened: Opened, own: Iterable[str] = ()) -> tuple[str, ...] | None:
    """Texts whose addresses and numbers may stand in what leaves about this person: those of
    agencies, courts and the payee, and `own`. None where nobody is protected: then shapes
    are not looked for."""
    known = shared_protections(opened.by.agency, opened.person, opened.at)
    if known.nothing_in_force:
        return None
    agencies = Agency.objects.exclude(mailing_address="")
    public = agencies.values_list("mailing_address", flat=True)
    return (settings.PAYEE, *settings.PUBLIC_CONTACTS, *public, *own)
