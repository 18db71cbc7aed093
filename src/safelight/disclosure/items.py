"""The items of one person's record, as facts for the gate beside their sealed values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher
from safelight.core import identifiers
from safelight.core.advocacy import Aim, Came, Service
from safelight.core.case_kinds import CASE_RULES, Part
from safelight.core.contact_kinds import REVEALS, ContactKind, SafeUse
from safelight.core.exposure.holders import partition_in
from safelight.core.gate.question import Item
from safelight.core.identifiers import IdentifierKind
from safelight.core.kinship import Kinship
from safelight.core.orders.order import Condition
from safelight.core.plans.plan import Whose
from safelight.core.protection.course import Outcome, step_of
from safelight.core.protection.pattern import PROTECTIVE, FactKind
from safelight.core.protections import SOURCE_OF, Basis, ProtectionKind
from safelight.core.vocabulary import AgencyKind, Category, Flag, Partition, Source
from safelight.disclosure.guarding import shared_protections
from safelight.disclosure.standing import AboutPerson, Vault
from safelight.records.advocacy import models as advocacy
from safelight.records.cases import models as cases
from safelight.records.documents import models as documents
from safelight.records.notes import models as notes
from safelight.records.orders import models as orders
from safelight.records.people import models as people
from safelight.records.plans import models as plans
from safelight.records.protection import models as protection
from safelight.records.protection.actions import responsible_of
from safelight.records.registry import models as registry
from safelight.records.sorting import Sorted


@dataclass(frozen=True, slots=True)
class Held:
    """One item: its facts for the gate, its label, and its value, still sealed."""

    item: Item
    label: str
    at: datetime | None
    place: Place | None = None
    sealed: bytes = b""
    plain: str = ""
    detail: str = ""
    is_substitute: bool = False

    def text(self, own: DataCipher) -> str:
        """The value. Only for an item that the gate released."""
        if self.place is None:
            return self.plain
        return own.open(self.place, self.sealed)


Base = Callable[..., Item]
ON_RECORD = "Somebody on file here"
ON_RECORD_PLAN = "There is one"
DOCUMENT = "document"


def new_item(
    vault: Vault,
    person: UUID,
    about: AboutPerson,
    category: Category,
    partition: Partition,
    source: Source,
    *,
    has_substitute: bool = False,
) -> Item:
    """An item that is about to be saved, as the gate would see it then."""
    confided = Flag.SET if category is Category.CHILDS_CONFIDENCE else Flag.CLEAR
    privileged = Flag.SET if category is Category.ADVOCATE_NOTES else Flag.CLEAR
    sealed = Flag.SET in (confided, privileged)
    base = _base(vault, person, about)
    return base(
        "new:",
        category,
        source,
        partition=Partition.SEALED if sealed else partition,
        confided_by_child=confided,
        privileged=privileged,
        substitute_available=has_substitute and category is Category.LOCATION,
    )


def held(vault: Vault, person: UUID, about: AboutPerson) -> list[Held]:
    """Every item of a person's record in the acting agency's vault."""
    base = _base(vault, person, about)
    where = {"agency_id": vault.agency, "person_id": person}
    found = [
        *_identity(base, vault.agency, person),
        *_identifiers(base, where),
        *_contacts(base, where),
        *_protections(base, where),
        *_cases(base, where, vault.kind),
        *_notes(base, where),
        *_documents(base, where),
        *_advocacy(base, where),
        *_protection(base, where),
        *_plan(base, where),
        *_orders(base, where),
        *_kin(base, where),
        *_matches(base, where),
    ]
    if not any(h.is_substitute for h in found):
        return found
    return [
        replace(h, item=replace(h.item, substitute_available=True))
        if h.item.category is Category.LOCATION
        else h
        for h in found
    ]


def _base(vault: Vault, person: UUID, about: AboutPerson) -> Base:
    def make(key: str, category: Category, source: str, **facts: Any) -> Item:
        known: dict[str, Any] = {
            "partition": partition_in(vault.kind, category),
            "confided_by_child": Flag.CLEAR,
            "privileged": Flag.CLEAR,
            "shelter": Flag.CLEAR,
        }
        return Item(
            key=key,
            category=category,
            vault=str(vault.agency),
            vault_kind=vault.kind,
            subject=str(person),
            vault_funds=vault.funds,
            jurisdiction=vault.jurisdiction,
            source=Source(source),
            protections=about.protections,
            assignment=about.assignment,
            staff_block=about.staff_block,
            **{**known, **facts},
        )

    return make


def _identity(base: Base, agency: UUID, person: UUID) -> Iterator[Held]:
    row = people.Person.objects.filter(agency_id=agency, id=person).values().first()
    if row is None:
        return
    table = people.Person._meta.db_table
    for column, label in (("name", "Name"), ("birth_date", "Birth date")):
        if row[column] is not None:
            item = base(f"{column}:{person}", Category.IDENTITY, row["source"])
            place = Place(table, column, person)
            yield Held(item, label, row["received_at"], place, bytes(row[column]))


def _identifiers(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    table = people.Identifier._meta.db_table
    rows = people.Identifier.objects.filter(**where).order_by("recorded_at", "id")
    for row in rows.values():
        place, label = Place(table, "value", row["id"]), IdentifierKind(row["kind"])
        item = base(
            f"identifier:{row['id']}", identifiers.REVEALS[label], row["source"]
        )
        yield Held(item, label.label, row["recorded_at"], place, bytes(row["value"]))


def _contacts(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    table = people.ContactPoint._meta.db_table
    rows = people.ContactPoint.objects.filter(**where).order_by("recorded_at", "id")
    for row in rows.values():
        kind, contact = ContactKind(row["kind"]), row["id"]
        reveals = REVEALS[kind]
        at_shelter = reveals.category is Category.LOCATION
        item = base(
            f"contact:{contact}",
            reveals.category,
            row["source"],
            shelter=Flag(row["shelter"]) if at_shelter else Flag.CLEAR,
        )
        at = row["recorded_at"]
        if row["how"]:
            how = base(f"how:{contact}", Category.SAFETY, row["source"])
            place = Place(table, "how", contact)
            label = f"{kind.label}: how to use it safely"
            yield Held(how, label, at, place, bytes(row["how"]))
        place, value = Place(table, "value", contact), bytes(row["value"])
        usable = row["safe_use"] != SafeUse.UNSAFE
        yield Held(
            item,
            kind.label,
            at,
            place,
            value,
            detail=_safe(row),
            is_substitute=kind is ContactKind.SUBSTITUTE and usable,
        )


def _safe(row: dict[str, Any]) -> str:
    use = SafeUse(row["safe_use"])
    if row["confirmed_on"]:
        return f"{use.label} (said on {row['confirmed_on']:%-d %b %Y})"
    return use.label


def _protections(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    rows = people.Protection.objects.filter(**where).order_by(*people.IN_ORDER)
    newest = {row["kind"]: row for row in rows.values()}
    for code, row in newest.items():
        kind, standing = ProtectionKind(code), Flag(row["standing"])
        source = SOURCE_OF[Basis(row["basis"])]
        item = base(f"protection:{row['id']}", Category.SAFETY, source)
        yield Held(item, kind.label, row["since"], plain=standing.label)


CLOSED = " (closed)"


def _cases(base: Base, where: dict[str, UUID], kind: AgencyKind) -> Iterator[Held]:
    rule, table = CASE_RULES[kind], cases.Participation._meta.db_table
    parts = list(cases.Participation.objects.filter(**where).values())
    rows = cases.Case.objects.filter(
        agency_id=where["agency_id"], id__in=[row["case_id"] for row in parts]
    )
    opened = {row.id: row.opened_on for row in rows}
    closed = {row.id for row in rows if row.closed_on}
    for row in parts:
        item = base(f"case:{row['id']}", rule.category, Source.OBSERVATION)
        started = datetime.combine(opened[row["case_id"]], time.min)
        at = timezone.make_aware(started)
        part, label = Part(row["part"]).label, rule.kind.label
        if row["case_id"] in closed:
            label += CLOSED
        if row["number"] is None:
            yield Held(item, label, at, plain="Number purged", detail=part)
            continue
        place = Place(table, "number", row["id"])
        yield Held(item, label, at, place, bytes(row["number"]), detail=part)
    hearings = cases.Hearing.objects.filter(
        agency_id=where["agency_id"], case_id__in=opened
    )
    for row in hearings.order_by("at").values():
        item = base(f"hearing:{row['id']}", Category.COURT, Source.PUBLIC_RECORD)
        local = timezone.localtime(row["at"])
        yield Held(item, "Hearing", row["at"], plain=f"{local:%-d %b %Y, %-I:%M %p}")


def _kin(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    """What this person is to others; who they are is on their own records."""
    rows = people.Relationship.objects.filter(**where).order_by("id")
    for row in rows.values():
        item = base(f"kin:{row['id']}", Category.PARENTAGE, row["source"])
        kind = Kinship(row["kind"])
        other = str(row["other_id"])
        yield Held(item, kind.label, None, plain=ON_RECORD, detail=other)


def _notes(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    table = notes.Note._meta.db_table
    for row in notes.Note.objects.filter(**where).order_by("written_at", "id"):
        detail = f"{Source(row.source).label}."
        if row.revised_at:
            detail += f" Changed {timezone.localtime(row.revised_at):%-d %b %Y}."
        yield Held(
            _sorted(base, "note", row), f"Note: {Category(row.category).label.lower()}",
            row.written_at, Place(table, "text", row.id), bytes(row.text), detail=detail,
        )  # fmt: skip


def _documents(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    """Each by its title; what is in the file is opened only where it is given."""
    table = documents.Document._meta.db_table
    rows = documents.Document.objects.filter(**where).order_by("filed_at", "id")
    for row in rows.defer("content"):
        label = f"Document: {Category(row.category).label.lower()}"
        yield Held(
            _sorted(base, DOCUMENT, row), label, row.filed_at,
            Place(table, "title", row.id), bytes(row.title),
            detail=f"{Source(row.source).label}.",
        )  # fmt: skip


def _advocacy(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    """What an advocate and they do together: services by name, aims and plan in words."""
    for row in advocacy.ServiceRow.objects.filter(**where).order_by("at", "id"):
        item = base(f"service:{row.id}", Category.SERVICES, Source.SURVIVOR)
        text = f"{Service(row.service).label}: {Came(row.came).label.lower()}"
        yield Held(item, "Service", row.at, plain=text)
        if row.words is not None:
            item = base(
                f"servicenote:{row.id}", Category.ADVOCATE_NOTES, Source.OBSERVATION,
                partition=Partition.SEALED, privileged=Flag.SET,
            )  # fmt: skip
            place = Place(advocacy.ServiceRow._meta.db_table, "words", row.id)
            yield Held(item, "About this service", row.at, place, bytes(row.words))
    aims, plans = advocacy.AimRow, advocacy.PlanVersion
    for row in aims.objects.filter(**where, ended_at=None).order_by("at", "id"):
        item = base(f"aim:{row.id}", Category.SAFETY, Source.SURVIVOR)
        place = Place(aims._meta.db_table, "words", row.id)
        yield Held(item, Aim(row.aim).label, row.at, place, bytes(row.words))
    plan = plans.objects.filter(**where).order_by("version").last()
    if plan is not None:
        item = base(f"plan:{plan.id}", Category.SAFETY, Source.SURVIVOR)
        yield Held(
            item, f"Safety plan, version {plan.version}", plan.at, plain=ON_RECORD_PLAN
        )


def _protection(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    """The course of this person's child protection cases, and facts, which are sealed."""
    mine = cases.Participation.objects.filter(**where).values("case_id")
    course = protection.CaseStep.objects.filter(
        agency_id=where["agency_id"], case_id__in=mine
    )
    for step in course.order_by("on", "at"):
        if step.outcome == Outcome.SUBSTANTIATED and not _is_against(step, where):
            continue
        item = base(f"step:{step.id}", Category.CHILDS_REPORT, Source.OBSERVATION)
        at = timezone.make_aware(datetime.combine(step.on, time.min))
        outcome = Outcome(step.outcome)
        words = f"{step_of(outcome).label}: {outcome.label.lower()}"
        yield Held(
            item, "Course of the case", at, plain=f"{step.on:%-d %b %Y}: {words}"
        )
    facts = protection.FactRow.objects.filter(**where, struck_at=None)
    for row in facts.order_by("on", "at"):
        kind, at = FactKind(row.kind), datetime.combine(row.on, time.min)
        category = Category.SAFETY if kind in PROTECTIVE else Category.HARM
        item = base(f"fact:{row.id}", category, row.source, partition=Partition.SEALED)
        yield Held(
            item, kind.label, timezone.make_aware(at),
            Place(protection.FactRow._meta.db_table, "words", row.id), bytes(row.words),
            detail=f"{Source(row.source).label}.",
        )  # fmt: skip


def _is_against(step: protection.CaseStep, where: dict[str, UUID]) -> bool:
    """A finding stands on the record of whom it is about, and of nobody else."""
    _, person = responsible_of(where["agency_id"], step.case_id)
    return person == where["person_id"]


def _plan(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    """Items of this person's service plan; a survivor's and a child's are sealed (CF-26)."""
    rows = plans.PlanItem.objects.filter(**where).order_by("at", "id")
    for row in rows.defer("fields"):
        is_open = Whose(row.whose) is Whose.ACCOUNTABLE
        item = base(
            f"planitem:{row.id}", Category.SERVICES, row.source,
            partition=Partition.GENERAL if is_open else Partition.SEALED,
        )  # fmt: skip
        place = Place(plans.PlanItem._meta.db_table, "words", row.id)
        yield Held(item, "Service plan", row.changed_at, place, bytes(row.words))


def _orders(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    """That there is an order, and its conditions; number and court are on its page."""
    rows = orders.ProtectionOrder.objects.filter(**where).order_by("issued_on", "at")
    for row in rows.defer("number", "court", "terms"):
        item = base(f"order:{row.id}", Category.SAFETY, Source.PUBLIC_RECORD)
        at = timezone.make_aware(datetime.combine(row.issued_on, time.min))
        plain = "; ".join(Condition(code).label for code in row.conditions)
        yield Held(item, "Order of protection", at, plain=plain)


def _sorted(base: Base, kind: str, row: Sorted) -> Item:
    """What a worker sorted into the record, with the facts of its row."""
    return base(
        f"{kind}:{row.id}", Category(row.category), row.source,
        partition=Partition(row.partition), privileged=Flag(row.privileged),
        confided_by_child=Flag(row.confided_by_child),
    )  # fmt: skip


def _matches(base: Base, where: dict[str, UUID]) -> Iterator[Held]:
    """What the registry found: as protected as whoever is in a case with this person,
    so that it does not lead to them (CS-17)."""
    rows = registry.Match.objects.filter(**where).order_by("received_at", "id")
    found = list(rows.values())
    if not found:
        return
    agency, person = where["agency_id"], where["person_id"]
    shared = shared_protections(agency, person, timezone.now())
    for row in found:
        item = base(f"match:{row['id']}", Category.LOCATION, Source.FEDERAL_LOCATOR)
        strict = replace(item, protections=shared)
        place = Place(registry.Match._meta.db_table, "found", row["id"])
        yield Held(
            strict, "Registry match", row["received_at"], place, bytes(row["found"])
        )
