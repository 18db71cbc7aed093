"""What a paper can be made of: the values of one case, each with its facts for the gate."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency
from safelight.core.case_kinds import PAYING, Part
from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.gate.question import Item
from safelight.core.papers.template import Of, fields
from safelight.core.vocabulary import (
    Answer,
    Category,
    Partition,
    Source,
)
from safelight.disclosure import standing
from safelight.disclosure.access import decide_identity
from safelight.disclosure.items import new_item
from safelight.records.cases.models import Hearing, Participation
from safelight.records.opened import Opened
from safelight.records.people.models import ContactPoint, Person

ADDRESSES = (ContactKind.MAIL, ContactKind.HOME)
PERSON, CONTACT = Person._meta.db_table, ContactPoint._meta.db_table
PARTICIPATION = Participation._meta.db_table


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its facts; for a location also what may stand in its place."""

    item: Item
    text: str
    instead: str = ""

    def as_answered(self, answer: Answer) -> str:
        match answer:
            case Answer.RELEASE:
                return self.text
            case Answer.SUBSTITUTE:
                return self.instead
            case _:
                return ""

    @property
    def is_whereabouts(self) -> bool:
        kinds = (Category.LOCATION, Category.CONTACT, Category.EMPLOYMENT)
        return self.item.category in kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """`own` is the agency's; `values` are of the people of the case."""

    protected: UUID
    other: UUID | None
    own: Mapping[str, str]
    values: Mapping[str, tuple[Value, ...]]


def case_file(opened: Opened, case: UUID, inputs: Mapping[str, str]) -> CaseFile:
    """Inside `acting_as`. Names of people whom this worker may not see are left out."""
    agency = Agency.objects.get(id=opened.by.agency)
    taken = Participation.objects.filter(agency_id=opened.by.agency, case_id=case)
    parts = dict(taken.values_list("person_id", "part"))
    seen = _seen(opened, list(parts))
    other = next((p for p in _others(parts, opened.person) if p in seen), None)
    children = [p for p in seen if parts[p] == Part.CHILD and p != opened.person]
    local = timezone.localtime(opened.at)
    return CaseFile(
        protected=opened.person,
        other=other,
        own={
            "agency_name": agency.name,
            "agency_address": agency.mailing_address,
            "payee": settings.PAYEE,
            "today": f"{local:%-d %B %Y}",
        },
        values={
            name: tuple(found)
            for name, found in _values(opened, case, other, children, inputs)
        },
    )


def _seen(opened: Opened, people: list[UUID]) -> list[UUID]:
    decision = decide_identity(opened.by, people, opened.at)
    return [p for p in people if not decision.rulings[f"name:{p}"].is_withheld]


def _others(parts: Mapping[UUID, str], person: UUID) -> Iterator[UUID]:
    """Who stands on the other side of this person."""
    pays = parts.get(person) in PAYING
    wanted = (Part.CUSTODIAL_PARTY,) if pays else PAYING
    yield from (one for one, part in parts.items() if part in wanted and one != person)


def _values(
    opened: Opened,
    case: UUID,
    other: UUID | None,
    children: list[UUID],
    inputs: Mapping[str, str],
) -> Iterator[tuple[str, Iterable[Value]]]:
    mine = opened.person
    yield "protected_name", [_name(opened, mine)]
    yield "protected_address", list(_address(opened, mine))
    yield "case_number", list(_number(opened, case))
    if other is not None:
        yield "other_name", [_name(opened, other)]
        yield "other_address", list(_address(opened, other))
    yield "child_names", [_name(opened, child) for child in children]
    yield "hearing", list(_hearing(opened, case))
    for name, field in fields().items():
        if field.of is Of.INPUT and inputs.get(name) and field.category:
            item = fact_of(opened, mine, f"input:{name}", field.category)
            yield name, [Value(item, inputs[name])]


def fact_of(
    opened: Opened, person: UUID, key: str, category: Category, **more: bool
) -> Item:
    """A fact of the case: known to the agency from its own work on it."""
    vault = standing.vault(opened.by.agency)
    about = standing.about(vault.agency, [person], None, opened.at)[person]
    made = new_item(
        vault, person, about, category, Partition.GENERAL, Source.OBSERVATION, **more
    )
    return replace(made, key=f"{key}:{person}")


def _name(opened: Opened, person: UUID) -> Value:
    row = Person.objects.get(agency_id=opened.by.agency, id=person)
    place = Place(PERSON, "name", person)
    text = cipher(person).open(place, bytes(row.name))
    return Value(fact_of(opened, person, "name", Category.IDENTITY), text)


def _address(opened: Opened, person: UUID) -> Iterator[Value]:
    rows = ContactPoint.objects.filter(agency_id=opened.by.agency, person_id=person)
    found: dict[ContactKind, str] = {}
    for row in rows.exclude(safe_use=SafeUse.UNSAFE).order_by("recorded_at", "id"):
        place = Place(CONTACT, "value", row.id)
        text = cipher(person).open(place, bytes(row.value))
        found[ContactKind(row.kind)] = text
    instead = found.get(ContactKind.SUBSTITUTE, "")
    own = next((found[kind] for kind in ADDRESSES if kind in found), "")
    if own or instead:
        item = fact_of(
            opened, person, "address", Category.LOCATION, has_substitute=bool(instead)
        )
        yield Value(item, own or instead, instead)


def number_of(row: Participation) -> str | None:
    """A case's number as it stands with one of its people; None where it was purged."""
    if row.number is None:
        return None
    place = Place(PARTICIPATION, "number", row.id)
    return cipher(row.person_id).open(place, bytes(row.number))


def _number(opened: Opened, case: UUID) -> Iterator[Value]:
    row = Participation.objects.filter(
        agency_id=opened.by.agency, case_id=case, person_id=opened.person
    ).first()
    text = number_of(row) if row else None
    if text is not None:
        yield Value(fact_of(opened, opened.person, "number", Category.MONEY), text)


def _hearing(opened: Opened, case: UUID) -> Iterator[Value]:
    rows = Hearing.objects.filter(
        agency_id=opened.by.agency, case_id=case, at__gte=opened.at
    )
    row = rows.order_by("at").first()
    if row:
        local = timezone.localtime(row.at)
        text = f"{local:%-d %B %Y, %-I:%M %p}"
        yield Value(fact_of(opened, opened.person, "hearing", Category.COURT), text)
