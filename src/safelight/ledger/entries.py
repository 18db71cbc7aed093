"""Writing an entry with the act itself, and reading what concerns one person."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from safelight.accounts.fence.acting import current
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher
from safelight.ledger.acts import Act
from safelight.ledger.models import Entry

TABLE = "ledger_entry"
# By hand, because every act waits for it: the ORM takes as long as the server does.
APPEND = """INSERT INTO ledger_entry
    (agency_id, id, written_at, act, actor, policies, mark, body)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""


@dataclass(frozen=True, slots=True)
class Account:
    """An entry about one person, opened with their key."""

    at: datetime
    act: Act
    actor: UUID | None
    body: dict[str, Any]


def write(
    act: Act,
    *,
    at: datetime,
    about: DataCipher | None = None,
    policies: str = "",
    entry: UUID | None = None,
    **body: Any,
) -> UUID:
    """Append one entry in the current transaction; returns its id, new or given.

    `body` (JSON values) is kept only where the entry is `about` somebody, sealed with
    their key. Without the act's transaction there is no entry, and the other way round.
    """
    entry = entry or uuid4()
    sealed = b""
    if about is not None:
        sealed = about.seal(Place(TABLE, "body", entry), json.dumps(body))
    mark, who = about.mark() if about else b"", current()
    values = (
        who.agency,
        entry,
        at,
        act.value,
        who.staff,
        policies,
        mark,
        bytes(sealed),
    )
    with connection.cursor() as cursor:
        cursor.execute(APPEND, values)
    return entry


def about(cipher: DataCipher) -> Iterator[Account]:
    """Everything the acting agency's ledger says about one person, newest first."""
    rows = Entry.objects.filter(agency_id=cipher.agency, mark=cipher.mark())
    values = rows.order_by("-written_at", "-id").values_list(
        "id", "written_at", "act", "actor", "body"
    )
    for entry, at, act, actor, body in values:
        opened = json.loads(cipher.open(Place(TABLE, "body", entry), bytes(body)))
        yield Account(at, Act(act), actor, opened)


def canonical(row: dict[str, Any]) -> bytes:
    """An entry's bytes as they are hashed: every column, in one fixed form."""
    form = {
        "agency": str(row["agency_id"]),
        "id": str(row["id"]),
        "at": row["written_at"].timestamp(),
        "act": row["act"],
        "actor": str(row["actor"] or ""),
        "policies": row["policies"],
        "mark": base64.b64encode(bytes(row["mark"])).decode(),
        "body": base64.b64encode(bytes(row["body"])).decode(),
        "transaction": row["transaction"],
    }
    return json.dumps(form, sort_keys=True).encode()


COLUMNS = (
    "agency_id", "id", "written_at", "act", "actor", "policies", "mark", "body",
    "transaction",
)  # fmt: skip
