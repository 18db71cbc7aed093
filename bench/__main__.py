"""The comparisons, on the demo county in an embedded server of the bench's own."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from bench.timing import Row, compare, save, table
from safelight.cli.environment import prepare
from safelight.core.gate import cedar, engine
from safelight.core.gate.decide import decide
from safelight.core.gate.policies import shipped
from safelight.core.gate.question import Item, Question
from safelight.core.vocabulary import Category
from tests.spec.read_cases import all_cases

if TYPE_CHECKING:
    from safelight.demo.county import County


def record() -> tuple[Question, list[Item]]:
    """One question about one record of all categories."""
    from dataclasses import replace

    request = next(iter(all_cases())).request
    item = request.items[0]
    items = [replace(item, key=c.value, category=c) for c in Category]
    return request.question, items


def gate_rows() -> Iterator[Row]:
    question, items = record()
    policies = shipped()
    raw = "Cedar's own batch of the same questions"

    def batch() -> object:
        return engine._ask(question, items, policies, cedar.ACTIONS)

    def one() -> object:
        return engine._ask(question, items[:1], policies, cedar.ACTIONS)

    yield compare(
        "decide a record of 16 categories, with reasons and words",
        lambda: decide(question, items, with_routes=False),
        raw,
        batch,
    )
    decide(question, items)
    yield compare(
        "the same with lawful routes, asked before",
        lambda: decide(question, items),
        raw,
        batch,
    )
    yield compare(
        "decide one item",
        lambda: decide(question, items[:1], with_routes=False),
        raw,
        one,
    )


def sealing_rows() -> Iterator[Row]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from safelight.accounts.keys import material

    key, nonce, text = material.new_key(), b"0" * 12, b"x" * 200
    plain = AESGCM(key)
    sealed = [material.seal(key, text, b"bound") for _ in range(1000)]
    bare = [plain.encrypt(nonce, text, b"bound") for _ in range(1000)]

    def with_place() -> list[bytes]:
        return [material.unseal(key, one, b"bound") for one in sealed]

    def without() -> list[bytes]:
        return [plain.decrypt(nonce, one, b"bound") for one in bare]

    yield compare("open 1,000 sealed values", with_place, "bare AES-GCM", without)


def page_rows(county: "County") -> Iterator[Row]:
    from django.utils import timezone

    from safelight.disclosure import person
    from safelight.disclosure.access import open_person
    from safelight.disclosure.worklist import work
    from safelight.records.opened import Opened

    carl = county.acting("carl")
    opened = open_person(carl, county.people["lena"], timezone.now())
    assert isinstance(opened, Opened)
    found, _, _ = _decided(opened)
    items = [held.item for held in found]
    question, _ = record()

    yield compare(
        "read one person: rows, gate, decryption, ledger, commit",
        lambda: person.read(opened),
        "the gate's part of it",
        lambda: decide(question, items),
    )
    yield compare(
        "a worklist of seven people",
        lambda: work(carl, timezone.now()),
        "one person read",
        lambda: person.read(opened),
    )


def _decided(opened):  # type: ignore[no-untyped-def]
    from safelight.accounts.fence.acting import acting_as
    from safelight.core.vocabulary import Channel
    from safelight.disclosure.person import decided

    with acting_as(opened.by):
        return decided(opened, Channel.VIEW)


def ledger_rows(county: "County") -> Iterator[Row]:
    from django.db import connection, connections, transaction
    from django.utils import timezone

    from safelight.accounts.fence.acting import acting_as
    from safelight.ledger.acts import Act
    from safelight.ledger.entries import write

    carl = county.acting("carl")
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id uuid PRIMARY KEY, act text, body bytea)")
        cursor.execute("GRANT INSERT ON bare TO safelight_app")

    def append() -> None:
        for _ in range(50):
            with acting_as(carl):
                write(Act.SEARCHED, at=timezone.now())

    def bare() -> None:
        for _ in range(50):
            with transaction.atomic(), connection.cursor() as cursor:
                values = [uuid4(), "SEARCHED", b"x" * 100]
                cursor.execute("INSERT INTO bare VALUES (%s, %s, %s)", values)

    yield compare(
        "50 ledger entries, each its own durable transaction under the fence",
        append,
        "50 bare durable inserts of a row that size",
        bare,
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="safelight-bench-") as folder:
        os.environ["SAFELIGHT_HOME"] = folder
        os.environ.pop("DATABASE_URL", None)
        cluster = prepare(demo=True)
        try:
            rows = [*gate_rows(), *sealing_rows(), *_with_county()]
        finally:
            if cluster is not None:
                cluster.stop()
    save(rows, Path("build/bench.json"))
    print(table(rows))  # noqa: T201
    print(json.dumps({"saved": "build/bench.json"}))  # noqa: T201


def _with_county() -> Iterator[Row]:
    from django.utils import timezone

    from safelight.cli.database import migrate
    from safelight.demo.county import make_county
    from safelight.demo.stories import tell

    migrate()
    county = make_county(timezone.now())
    tell(county)
    yield from page_rows(county)
    yield from ledger_rows(county)


if __name__ == "__main__":
    main()
