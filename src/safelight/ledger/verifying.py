"""Verification: every entry, every leaf, every checkpoint, and one kept elsewhere."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.models import Agency
from safelight.core import merkle
from safelight.ledger.entries import COLUMNS, canonical
from safelight.ledger.models import Checkpoint, Entry, Leaf
from safelight.ledger.sealing import note


class CheckpointInvalid(ValueError):
    """The exported checkpoint cannot be read, or is not this agency's."""


Sealing = tuple[int, bytes, datetime, bytes]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found. `fault` is empty where everything holds."""

    entries: int
    checkpoints: int
    waiting: int
    fault: str = ""


def export(agency: UUID) -> dict[str, Any]:
    """The newest checkpoint, to be kept by somebody else. Raises CheckpointInvalid."""
    with acting_as(Principal(PrincipalKind.AUDITOR, agency)):
        rows = Checkpoint.objects.filter(agency_id=agency).order_by("-size")
        row = rows.values("size", "root", "sealed_at", "signature").first()
    if row is None:
        raise CheckpointInvalid("Nothing is sealed yet; try again in a minute.")
    return {
        "agency": str(agency),
        "size": row["size"],
        "root": bytes(row["root"]).hex(),
        "sealed_at": row["sealed_at"].isoformat(),
        "signature": bytes(row["signature"]).hex(),
    }


def verify(agency: UUID, kept: str | None = None) -> Verdict:
    """Check the whole ledger, and a checkpoint that was kept elsewhere (its JSON).

    Names the first entry whose content, place or leaf is wrong; where a leaf was
    rewritten together with its entry, the interval between two checkpoints that holds
    it. Raises CheckpointInvalid for a `kept` that is not a checkpoint of this agency.
    """
    with acting_as(Principal(PrincipalKind.AUDITOR, agency)):
        public = bytes(Agency.objects.get(id=agency).signing_public or b"")
        entries = {
            row["id"]: merkle.leaf_hash(canonical(row))
            for row in Entry.objects.filter(agency_id=agency).values(*COLUMNS)
        }
        leaves = list(
            Leaf.objects.filter(agency_id=agency)
            .order_by("number")
            .values_list("number", "id", "hash")
        )
        checkpoints = [
            (size, bytes(root), at, bytes(signature))
            for size, root, at, signature in Checkpoint.objects.filter(agency_id=agency)
            .order_by("size")
            .values_list("size", "root", "sealed_at", "signature")
        ]
    if kept is not None:
        checkpoints = _with_kept(agency, checkpoints, kept)
    faults = _faults(agency, public, entries, leaves, checkpoints)
    waiting = len(entries) - len(leaves)
    return Verdict(len(leaves), len(checkpoints), max(waiting, 0), next(faults, ""))


def _faults(
    agency: UUID,
    public: bytes,
    entries: dict[UUID, bytes],
    leaves: list[tuple[int, UUID, bytes]],
    checkpoints: list[Sealing],
) -> Iterator[str]:
    for place, (number, entry, leaf) in enumerate(leaves):
        if number != place:
            yield f"leaf {place} is missing"
        if entry not in entries:
            yield f"entry {entry} (leaf {number}) was removed"
        elif entries[entry] != bytes(leaf):
            yield f"entry {entry} (leaf {number}) was changed"
    frontier: list[bytes] = []
    start = size = 0
    for end, root, at, signature in checkpoints:
        start = size if end > size else start
        between = f"between leaf {start} and leaf {end - 1}"
        if len(leaves) < end:
            yield f"entries {between} were removed"
        hashes = [bytes(leaf) for _, _, leaf in leaves[size:end]]
        frontier = merkle.extend(frontier, size, hashes)
        if merkle.frontier_root(frontier) != root:
            yield f"an entry and its leaf {between} were rewritten"
        if not is_signed(public, note(agency, end, root, at), signature):
            yield f"the checkpoint at size {end} is not signed by the agency"
        size = end


def is_signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature fits a text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _with_kept(agency: UUID, checkpoints: list[Sealing], kept: str) -> list[Sealing]:
    try:
        form = json.loads(kept)
        if form["agency"] != str(agency):
            raise CheckpointInvalid("The checkpoint is another agency's.")
        at = datetime.fromisoformat(form["sealed_at"])
        root, signature = bytes.fromhex(form["root"]), bytes.fromhex(form["signature"])
        row = (int(form["size"]), root, at, signature)
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, CheckpointInvalid):
            raise
        raise CheckpointInvalid(
            "The file is not a checkpoint; `safelight ledger export` writes one."
        ) from None
    return sorted({*checkpoints, row}, key=lambda item: (item[0], item[3]))
