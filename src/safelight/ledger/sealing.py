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
OLDEST = """SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    system_identifier FROM pg_control_system()"""


def note(agency: UUID, size: int, root: bytes, at: datetime) -> bytes:
    """The text a checkpoint's signature covers (after C2SP tlog-checkpoint)."""
    return f"safelight/{agency}\n{size}\n{root.hex()}\n{at.isoformat()}\n".encode()


def seal(agency: UUID, *, at: datetime) -> int:
    """Seal what is ready; returns how many entries were added to the tree."""
    with acting_as(Principal(PrincipalKind.SEALER, agency)):
        oldest, cluster = _lock(agency)
        last = Checkpoint.objects.filter(agency_id=agency).order_by("-size").first()
        since = last.below if last and last.cluster == cluster else None
        rows = list(_unsealed(agency, since, oldest))
        if not rows:
            return 0
        size = last.size if last else 0
        leaves = [merkle.leaf_hash(canonical(row)) for row in rows]
        Leaf.objects.bulk_create(
            Leaf(agency_id=agency, id=row["id"], number=size + i, hash=leaf)
            for i, (row, leaf) in enumerate(zip(rows, leaves, strict=True))
        )
        Tree(agency).grow(size, size + len(rows))
        frontier = [bytes(node) for node in last.frontier] if last else []
        grown = merkle.extend(frontier, size, leaves)
        below = oldest if len(rows) < BATCH else rows[-1]["transaction"]
        _sign(agency, size + len(rows), grown, at, below=below, cluster=cluster)
        return len(rows)


def _lock(agency: UUID) -> tuple[int, int]:
    """Be the only sealer; the oldest transaction still running, and whose count it is."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"seal {agency}"])
        cursor.execute(OLDEST)
        oldest, cluster = cursor.fetchone()
        return int(oldest), int(cluster)


def _unsealed(agency: UUID, since: int | None, oldest: int) -> Iterable[dict[str, Any]]:
    """Entries without a leaf, whose transactions ended; from where the last sealing
    stopped, or among all of them in a database that was restored."""
    sealed = Leaf.objects.filter(agency_id=agency).values("id")
    rows = Entry.objects.filter(agency_id=agency, transaction__lt=oldest)
    if since is not None:
        rows = rows.filter(transaction__gte=since)
    waiting = rows.exclude(id__in=sealed).order_by("transaction", "written_at", "id")
    return waiting.values(*COLUMNS)[:BATCH]


def _sign(
    agency: UUID,
    size: int,
    frontier: list[bytes],
    at: datetime,
    *,
    below: int,
    cluster: int,
) -> None:
    root = merkle.frontier_root(frontier)
    Checkpoint.objects.create(
        agency_id=agency,
        id=uuid4(),
        size=size,
        root=root,
        frontier=frontier,
        sealed_at=at,
        signature=signing_key().sign(note(agency, size, root, at)),
        below=below,
        cluster=cluster,
    )
