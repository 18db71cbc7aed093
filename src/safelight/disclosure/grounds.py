"""Releases and agreements as the gate reads them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from safelight.accounts.models import Agency
from safelight.core.compelled.reporting import qualifies
from safelight.core.compelled.steps import (
    GROUND,
    PURPOSE,
    Duty,
    Kind,
    Step,
    mandate_of,
    opens,
)
from safelight.core.gate.question import Ground
from safelight.core.vocabulary import (
    Category,
    Channel,
    Flag,
    Fund,
    GroundKind,
    HarmFinding,
    Purpose,
    Signer,
)
from safelight.records.agreements.models import Agreement
from safelight.records.compelled.models import Demand, StepDone
from safelight.records.releases.models import Release

DEMAND_LASTS: Final = timedelta(days=30)


class GroundMissing(LookupError):
    """No such release or agreement here."""

    def __init__(self) -> None:
        super().__init__("There is no such release or agreement for this record.")


@dataclass(frozen=True, slots=True)
class GroundRef:
    """Which release or agreement: its kind and id."""

    kind: GroundKind
    id: UUID


def load(ref: GroundRef, *, agency: UUID, person: UUID | None) -> Ground:
    """The ground as it stands now; a release is one person's. Raises GroundMissing."""
    match ref.kind:
        case GroundKind.RELEASE if person is not None:
            return _release(ref.id, agency, person)
        case GroundKind.AGREEMENT:
            return _agreement(ref.id)
        case _ if ref.kind in GROUND.values() and person is not None:
            return _demand(ref.id, agency, person)
        case _:
            raise GroundMissing


def lock(ref: GroundRef) -> None:
    """Hold the ground until this transaction ends, so that a withdrawal made meanwhile
    comes after the sending, and recalls it."""
    models = {GroundKind.RELEASE: Release, GroundKind.AGREEMENT: Agreement}
    model: Any = models.get(ref.kind, Demand)
    list(model.objects.select_for_update().filter(id=ref.id).values_list("id"))


def _release(release: UUID, agency: UUID, person: UUID) -> Ground:
    rows = Release.objects.filter(agency_id=agency, person_id=person, id=release)
    row = rows.first()
    if row is None:
        raise GroundMissing
    return of_release(row)


def of_release(row: Release) -> Ground:
    """A release, recorded or not yet, as the gate reads it."""
    return Ground(
        kind=GroundKind.RELEASE,
        sender=str(row.agency_id),
        recipient=str(row.recipient_id),
        categories=frozenset(map(Category, row.categories)),
        items=frozenset(row.items),
        purposes=frozenset({Purpose(row.purpose)}),
        channels=frozenset(map(Channel, row.channels)),
        signer=Signer(row.signer),
        starts=row.starts,
        ends=row.ends,
        revoked=_revoked(row.withdrawn_at),
    )


def _agreement(agreement: UUID) -> Ground:
    row = Agreement.objects.filter(id=agreement).values().first()
    if row is None:
        raise GroundMissing
    signed = row["sender_signed_at"] and row["recipient_signed_at"]
    return Ground(
        kind=GroundKind.AGREEMENT,
        sender=str(row["sender_id"]),
        recipient=str(row["recipient_id"]),
        categories=frozenset(map(Category, row["categories"])),
        answers=frozenset(map(Category, row["answers"])),
        purposes=frozenset(map(Purpose, row["purposes"])),
        channels=frozenset(map(Channel, row["channels"])),
        starts=row["starts"],
        ends=row["ends"],
        revoked=_revoked(row["ended_at"]) if signed else Flag.UNKNOWN,
    )


def _demand(demand: UUID, agency: UUID, person: UUID) -> Ground:
    """A reporting law, an order or danger to life, once every step before is recorded."""
    row = Demand.objects.filter(agency_id=agency, person_id=person, id=demand).first()
    if row is None or row.recipient_id is None or not is_open(row):
        raise GroundMissing
    kind = Kind(row.kind)
    return Ground(
        kind=GROUND[kind],
        sender=str(agency),
        recipient=str(row.recipient_id),
        categories=frozenset(map(Category, row.categories)),
        purposes=frozenset({PURPOSE[kind]}),
        channels=frozenset({Channel.SHARE, Channel.VIEW, Channel.PAPER}),
        mandate=mandate_of(Duty(row.duty)),
        harm_finding=HarmFinding(row.harm_finding),
        starts=row.opened_at,
        ends=row.opened_at + DEMAND_LASTS,
        revoked=_revoked(row.closed_at),
    )


def is_open(row: Demand) -> bool:
    """Whether a demand opens anything now, inside `acting_as`."""
    done = StepDone.objects.filter(agency_id=row.agency_id, demand_id=row.id)
    steps = {Step(step) for step in done.values_list("step", flat=True)}
    funds = [Fund(code) for code in Agency.objects.get(id=row.agency_id).funds]
    kind = Kind(row.kind)
    if kind is Kind.REPORT and not qualifies(row.elements):
        return False
    return row.closed_at is None and opens(kind, Duty(row.duty), funds, steps)


def _revoked(at: datetime | None) -> Flag:
    return Flag.CLEAR if at is None else Flag.SET
