"""Partner agencies watch each other's ledgers: proofs given, checked and kept.

Whoever sends a packet gives its recipient the newest checkpoint, the proof that the
ledger only grew since the last one given, and the proof that the entry of the sending
is in it. A ledger that was rewritten, signature and all, has no such proof.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter, ValidationError

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.models import Agency
from safelight.core import merkle
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.ledger.models import Checkpoint, Leaf, Witnessed
from safelight.ledger.sealing import note, seal
from safelight.ledger.tree import Tree
from safelight.ledger.verifying import is_signed

NOT_SIGNED = "The checkpoint is not signed with the partner's key."
REWRITTEN = "The ledger was rewritten: it does not continue the one seen before."
NOT_IN_IT = "The sending of this packet is not in the partner's ledger."
NOT_READ = "The proof cannot be read."


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one agency shows another of its ledger. Hashes and numbers, nobody's data.

    `since` is the size of the checkpoint the other keeps; `leaf` the entry of a sending.
    """

    size: int
    root: bytes
    sealed_at: datetime
    signature: bytes
    since: int
    consistency: tuple[bytes, ...]
    number: int
    leaf: bytes
    inclusion: tuple[bytes, ...]


_AS_TEXT = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
setattr(Evidence, "__pydantic_config__", _AS_TEXT)  # noqa: B010
_FORM = TypeAdapter(Evidence)


@dataclass(frozen=True, slots=True)
class Partner:
    """How another agency's ledger stands, from what this one keeps of it."""

    partner: UUID
    size: int
    sealed_at: datetime
    checkpoints: int
    fault: str


def last_seen(keeper: UUID, partner: UUID) -> int:
    """The size of the partner's ledger at the newest sound checkpoint kept; 0 for none."""
    with acting_as(Principal(PrincipalKind.DELIVERY, keeper)):
        row = _newest(keeper, partner)
    return row.size if row else 0


def prove(agency: UUID, entry: UUID, *, since: int, at: datetime) -> bytes | None:
    """Seal, and show that an entry is in the ledger, which only grew since a size.

    None where the entry still waits for an older transaction to end.
    """
    seal(agency, at=at)
    with acting_as(Principal(PrincipalKind.DELIVERY, agency)):
        leaf = Leaf.objects.filter(agency_id=agency, id=entry).first()
        row = Checkpoint.objects.filter(agency_id=agency).order_by("-size").first()
        if leaf is None or row is None:
            return None
        tree, size = Tree(agency).subtree, row.size
        evidence = Evidence(
            size, bytes(row.root), row.sealed_at, bytes(row.signature), since,
            tuple(merkle.consistency_proof(min(since, size), size, tree)),
            leaf.number, bytes(leaf.hash),
            tuple(merkle.inclusion_proof(leaf.number, size, tree)),
        )  # fmt: skip
        return _FORM.dump_json(evidence)


def keep(
    keeper: UUID, partner: UUID, packet: UUID, form: bytes, *, at: datetime
) -> str:
    """Check a partner's evidence and keep its checkpoint; returns the fault, if any.

    A fault is in this agency's own ledger, and is never followed by a sound checkpoint.
    """
    with acting_as(Principal(PrincipalKind.DELIVERY, keeper)):
        try:
            shown = _FORM.validate_json(form)
        except ValidationError:
            return _keep(Witnessed(
                agency_id=keeper, partner_id=partner, size=0, root=b"", sealed_at=at,
                signature=b"", packet_id=packet, received_at=at, fault=NOT_READ,
            ))  # fmt: skip
        return _keep(
            Witnessed(
                agency_id=keeper,
                partner_id=partner,
                size=shown.size,
                root=shown.root,
                sealed_at=shown.sealed_at,
                signature=shown.signature,
                packet_id=packet,
                leaf_number=shown.number,
                leaf=shown.leaf,
                received_at=at,
                fault=_fault(keeper, partner, shown),
            )
        )


def _keep(row: Witnessed) -> str:
    row.save(force_insert=True)
    if row.fault:
        write(Act.PARTNER_FAULT, at=row.received_at)
    return row.fault


def _newest(keeper: UUID, partner: UUID) -> Witnessed | None:
    rows = Witnessed.objects.filter(agency_id=keeper, partner_id=partner, fault="")
    found: Witnessed | None = rows.order_by("-size", "received_at").first()
    return found


def _fault(keeper: UUID, partner: UUID, shown: Evidence) -> str:
    public = bytes(Agency.objects.get(id=partner).signing_public or b"")
    text = note(partner, shown.size, shown.root, shown.sealed_at)
    if not is_signed(public, text, shown.signature):
        return NOT_SIGNED
    kept = _newest(keeper, partner)
    old, root = (kept.size, bytes(kept.root)) if kept else (0, merkle.EMPTY_ROOT)
    proof = shown.consistency
    if shown.since != old or not merkle.is_consistent(
        old, shown.size, root, shown.root, proof
    ):
        return REWRITTEN
    found = merkle.root_by_inclusion(
        shown.leaf, shown.number, shown.size, shown.inclusion
    )
    return "" if found == shown.root else NOT_IN_IT


def partners(keeper: UUID) -> list[Partner]:
    """Every partner whose checkpoints this agency keeps, the broken ones first."""
    with acting_as(Principal(PrincipalKind.AUDITOR, keeper)):
        rows = list(Witnessed.objects.filter(agency_id=keeper).order_by("received_at"))
    found: dict[UUID, Partner] = {}
    for row in rows:
        before = found.get(row.partner_id)
        found[row.partner_id] = Partner(
            row.partner_id,
            max(row.size, before.size if before else 0),
            row.sealed_at,
            1 + (before.checkpoints if before else 0),
            row.fault or (before.fault if before else ""),
        )
    return sorted(found.values(), key=lambda one: (not one.fault, str(one.partner)))
