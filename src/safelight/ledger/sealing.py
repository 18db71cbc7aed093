"""The sealer: gives entries their leaf numbers and signs the tree's root.

One sealer at a time for each agency. It takes only entries of transactions that ended
before every one still running, so that a late commit is never skipped, and the order
it gives is final.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.agency import signing_key
from safelight.core import merkle
from safelight.ledger.entries import COLUMNS, canonical
from safelight.ledger.models import Checkpoint, Entry, Leaf
from safelight.ledger.tree import Tree

BATCH = 10_000
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
OLDEST = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def note(agency: UUID, size: int, root: bytes, at: datetime) -> bytes:
    """The text a checkpoint's signature covers (after C2SP tlog-checkpoint)."""
    return f"safelight/{agency}\n{size}\n{root.hex()}\n{at.isoformat()}\n".encode()


def seal(agency: UUID, *, at: datetime) -> int:
    """Seal what is ready; returns how many entries were added to the tree."""
    with acting_as(Principal(PrincipalKind.SEALER, agency)):
        oldest = _lock(agency)
        size, frontier = _last(agency)
        rows = list(_unsealed(agency, oldest))
        if not rows:
            return 0
        leaves = [merkle.leaf_hash(canonical(row)) for row in rows]
        Leaf.objects.bulk_create(
            Leaf(agency_id=agency, id=row["id"], number=size + i, hash=leaf)
            for i, (row, leaf) in enumerate(zip(rows, leaves, strict=True))
        )
        Tree(agency).grow(size, size + len(rows))
        _sign(agency, size + len(rows), merkle.extend(frontier, size, leaves), at)
        return len(rows)


def _lock(agency: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"seal {agency}"])
        cursor.execute(OLDEST)
        return int(cursor.fetchone()[0])


def _last(agency: UUID) -> tuple[int, list[bytes]]:
    rows = Checkpoint.objects.filter(agency_id=agency).order_by("-size")
    last = rows.values_list("size", "frontier").first()
    return (last[0], [bytes(node) for node in last[1]]) if last else (0, [])


def _unsealed(agency: UUID, oldest: int) -> Iterable[dict[str, Any]]:
    sealed = Leaf.objects.filter(agency_id=agency).values("id")
    rows = Entry.objects.filter(agency_id=agency, transaction__lt=oldest)
    waiting = rows.exclude(id__in=sealed).order_by("transaction", "written_at", "id")
    return waiting.values(*COLUMNS)[:BATCH]


def _sign(agency: UUID, size: int, frontier: list[bytes], at: datetime) -> None:
    root = merkle.frontier_root(frontier)
    Checkpoint.objects.create(
        agency_id=agency,
        id=uuid4(),
        size=size,
        root=root,
        frontier=frontier,
        sealed_at=at,
        signature=signing_key().sign(note(agency, size, root, at)),
    )
