"""The comparisons, on the demo county in an embedded server of the bench's own.

Pages of a full vault under load are `python -m bench.crowd` (`make crowd`).
"""

import json
import os
import random
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from bench import columns, joint, leaks, registry, support
from bench.timing import Row, compare, save, table
from safelight.cli.environment import prepare
from safelight.core.exposure.duties import Way
from safelight.core.exposure.holders import Holder
from safelight.core.exposure.paths import Given
from safelight.core.gate import engine, oracle
from safelight.core.gate.decide import decide
from safelight.core.gate.policies import shipped
from safelight.core.gate.question import Item, Question
from safelight.core.vocabulary import AgencyKind, Category
from tests.spec.read_cases import all_cases

if TYPE_CHECKING:
    from safelight.accounts.fence.acting import Principal
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
        return oracle.find(question, items, policies)

    def one() -> object:
        return oracle.find(question, items[:1], policies)

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
    """The same row, written bare and as a ledger entry, by one writer and by four."""
    from django.db import connections

    carl = county.acting("carl")
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bare (LIKE ledger_entry INCLUDING DEFAULTS)")
        cursor.execute("ALTER TABLE bare ADD PRIMARY KEY (agency_id, id)")
        cursor.execute("GRANT INSERT ON bare TO safelight_app")
    for writers in (1, 4):
        yield compare(
            f"ledger entries from {writers} writer{'s' * (writers > 1)}, each durable",
            lambda n=writers: _by(n, lambda: _append(carl)),  # type: ignore[misc]
            "a bare durable INSERT of the same row",
            lambda n=writers: _by(n, lambda: _bare(carl)),  # type: ignore[misc]
        )


APPENDS = 60


def _by(writers: int, work: "Callable[[], None]") -> None:
    """Do something in some threads at once, so often in all as one would alone."""
    from django.db import connections

    def run() -> None:
        for _ in range(APPENDS // writers):
            work()
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _append(by: "Principal") -> None:
    from django.utils import timezone

    from safelight.accounts.fence.acting import acting_as
    from safelight.ledger.acts import Act
    from safelight.ledger.entries import write

    with acting_as(by):
        write(Act.SEARCHED, at=timezone.now())


def _bare(by: "Principal") -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    values = [by.agency, uuid4(), timezone.now(), "SEARCHED", by.staff, "", b"", b""]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare VALUES (%s,%s,%s,%s,%s,%s,%s,%s)", values)


def exposure_rows() -> Iterator[Row]:
    """One item among 200 agencies and 2,000 agreements, beside reading them once."""
    from safelight.core.exposure.paths import Network, exposure

    chance = random.Random(7)
    kinds = [kind for kind in AgencyKind if kind is not AgencyKind.NONE]
    holders = [Holder(str(n), f"Agency {n}", kinds[n % len(kinds)]) for n in range(200)]
    given = [
        Given(
            *chance.sample([h.code for h in holders], 2), Way.AGREEMENT, "agreement",
            frozenset(chance.sample(list(Category), 5)),
        )
        for _ in range(2000)
    ]  # fmt: skip
    item = Item(key="note:1", category=Category.HARM, vault="0", vault_kind=kinds[0])

    yield compare(
        "exposure of one item among 200 agencies and 2,000 agreements",
        lambda: exposure(item, Network.of(holders, given)),
        "reading the agreements once",
        lambda: Network.of(holders, given),
    )


def cold_rows() -> Iterator[Row]:
    """Deciding what was never asked before: the policies compiled for the question."""
    question, items = record()

    def cold() -> object:
        engine._plan.cache_clear()
        return decide(question, items, with_routes=False)

    yield compare(
        "a record of 16 categories never asked before",
        cold,
        "asked before",
        lambda: decide(question, items, with_routes=False),
    )


def answer_rows(county: "County") -> Iterator[Row]:
    """What an outsider is told of somebody protected and of nobody, by one deadline."""
    import time

    from django.utils import timezone

    from safelight.core.deadline import Deadline
    from safelight.core.identifiers import IdentifierKind
    from safelight.core.vocabulary import Purpose, Source, Standing
    from safelight.demo.steps import opened
    from safelight.disclosure.registry.answering import Request, answer
    from safelight.records.people.actions import add_identifier

    number, agency = "000411", county.agencies["support"]
    add_identifier(
        opened(county, "carl", "lena"), kind=IdentifierKind.PARTICIPANT, value=number,
        source=Source.PUBLIC_RECORD,
    )  # fmt: skip
    deadline = Deadline(0.1, time.monotonic, time.sleep)

    def asked(about: str) -> Callable[[], object]:
        request = Request(Standing.PARTY, Purpose.LOCATE, about)
        return lambda: deadline.answer(lambda: answer(agency, request, timezone.now()))

    hers, nobodys = "an answer about somebody protected", "an answer about nobody"
    yield compare(hers, asked(number), nobodys, asked("000000"), 101)
    yield compare(nobodys, asked("000000"), hers, asked(number), 101)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="safelight-bench-") as folder:
        os.environ["SAFELIGHT_HOME"] = folder
        os.environ.pop("DATABASE_URL", None)
        cluster = prepare(demo=True)
        try:
            rows = [
                *gate_rows(),
                *cold_rows(),
                *columns.rows(),
                *columns.proof_rows(),
                *registry.rows(),
                *leaks.leak_rows(),
                *support.paper_rows(),
                *exposure_rows(),
                *sealing_rows(),
                *_with_county(),
                *(support.plan_rows(cluster.url("admin")) if cluster else ()),
            ]
        finally:
            if cluster is not None:
                cluster.stop()
    save(rows, Path("build/bench.json"))
    print(table(rows))  # noqa: T201
    print(json.dumps({"saved": "build/bench.json"}))  # noqa: T201


def _with_county() -> Iterator[Row]:
    from django.utils import timezone

    from safelight.accounts.models import Installation
    from safelight.cli.database import migrate
    from safelight.demo.county import make_county
    from safelight.demo.stories import tell

    migrate()
    now = timezone.now()
    Installation.objects.using("owner").create(is_demo=True, made_at=now)
    county = make_county(now)
    tell(county)
    yield from page_rows(county)
    yield from ledger_rows(county)
    yield from answer_rows(county)
    yield from joint.rows(county)


if __name__ == "__main__":
    main()
