"""Releases and agreements as the gate reads them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.core.gate.question import Ground
from safelight.core.vocabulary import (
    Category,
    Channel,
    Flag,
    GroundKind,
    Purpose,
    Signer,
)
from safelight.records.agreements.models import Agreement
from safelight.records.releases.models import Release


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
        case _:
            raise GroundMissing


def lock(ref: GroundRef) -> None:
    """Hold the ground until this transaction ends, so that a withdrawal made meanwhile
    comes after the sending, and recalls it."""
    model = Release if ref.kind is GroundKind.RELEASE else Agreement
    list(model.objects.select_for_update().filter(id=ref.id).values_list("id"))


def _release(release: UUID, agency: UUID, person: UUID) -> Ground:
    rows = Release.objects.filter(agency_id=agency, person_id=person, id=release)
    row = rows.values().first()
    if row is None:
        raise GroundMissing
    return Ground(
        kind=GroundKind.RELEASE,
        sender=str(agency),
        recipient=str(row["recipient_id"]),
        categories=frozenset(map(Category, row["categories"])),
        items=frozenset(row["items"]),
        purposes=frozenset({Purpose(row["purpose"])}),
        channels=frozenset(map(Channel, row["channels"])),
        signer=Signer(row["signer"]),
        starts=row["starts"],
        ends=row["ends"],
        revoked=_revoked(row["withdrawn_at"]),
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


def _revoked(at: datetime | None) -> Flag:
    return Flag.CLEAR if at is None else Flag.SET
