"""`python -m bench.crowd`: pages of one vault with as many people as wanted.

BENCH_PEOPLE (default 20,000) people are made in BENCH_HOME, or found there if it was
seeded before with `safelight demo seed --people N`.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.load import User, quantiles, run

USERS, SECONDS, CLOSED_SECONDS = 8, 60, 20


def main() -> None:
    people = int(os.environ.get("BENCH_PEOPLE", "20000"))
    folder = os.environ.get("BENCH_HOME") or tempfile.mkdtemp(prefix="safelight-bench-")
    os.environ["SAFELIGHT_HOME"] = folder
    os.environ.pop("DATABASE_URL", None)
    from safelight.cli.main import main as command

    if not (Path(folder) / "data").exists():
        command(["demo", "seed", "--people", str(people)])
    found = measure()
    Path("build").mkdir(exist_ok=True)
    Path("build/crowd.json").write_text(json.dumps(found, indent=2))
    print(report(found))  # noqa: T201


def measure() -> dict[str, Any]:
    from safelight.cli.environment import prepare

    cluster = prepare(demo=True)
    try:
        from safelight.cli.demo import collect_static, free_port, running

        collect_static()
        staff = list(_prepared())
        found: dict[str, Any] = {
            "people": _people(),
            "plans": _plans(),
            "shares": _shares(),
        }
        port = free_port(None)
        with running(port):
            site = f"http://127.0.0.1:{port}"
            users = [User(site, s, p, n) for n, (s, p) in enumerate(staff)]
            run(users, 6, 0)  # warm caches on both workers
            pages = run(users, SECONDS, 1.0)
            closed = run(users, CLOSED_SECONDS, 0)
        found["pages"] = {name: quantiles(times) for name, times in pages.items()}
        found["requests"] = sum(map(len, pages.values()))
        found["per_second"] = sum(map(len, closed.values())) / CLOSED_SECONDS
        return found
    finally:
        if cluster is not None:
            cluster.stop()


def _people() -> int:
    from django.db import connection

    from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
    from safelight.accounts.models import Agency

    agency = Agency.objects.get(name__endswith="Child Support").id
    with (
        acting_as(Principal(PrincipalKind.AUDITOR, agency)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT count(*) FROM people_person")
        return int(cursor.fetchone()[0])


def _prepared() -> Iterator[tuple[str, str]]:
    """(worker, address of a packet of theirs): a packet each, under the agreement."""
    from django.utils import timezone

    from safelight.accounts.models import Staff
    from safelight.core.vocabulary import GroundKind, Purpose
    from safelight.disclosure.access import open_person
    from safelight.disclosure.offers import Wish
    from safelight.disclosure.options import ground_options
    from safelight.disclosure.person import read
    from safelight.disclosure.sharing import prepare as prepare_packet
    from safelight.disclosure.worklist import work
    from safelight.records.opened import Opened

    for number in range(USERS):
        worker, now = Staff.objects.get(name=f"Worker {number}"), timezone.now()
        by = _principal(worker)
        for row in work(by, now).people:
            opened = open_person(by, row.person, now)
            assert isinstance(opened, Opened)
            if not read(opened).unsettled and not _flagged(opened):
                break
        option = next(
            o for o in ground_options(opened) if o.ref.kind is GroundKind.AGREEMENT
        )
        wish = Wish(
            recipient=option.recipient_id, purpose=Purpose.CHILD_SAFETY,
            ground=option.ref, keys=(f"name:{opened.person}",),
        )  # fmt: skip
        packet = prepare_packet(opened, wish)
        yield str(worker.id), f"/people/{opened.person}/packet/{packet}/"


def _flagged(opened: Any) -> bool:
    from safelight.core.vocabulary import Flag
    from safelight.disclosure.person import read

    return Flag.SET in read(opened).protections.values()


def _principal(worker: Any) -> Any:
    from safelight.accounts.fence.acting import Principal, PrincipalKind

    return Principal(PrincipalKind.STAFF, worker.agency_id, worker.id)


def _plans() -> dict[str, list[str]]:
    """Every scan of a whole vault table that the pages' queries would make, as planned
    for the application's role; nothing is what is wanted."""
    from bench.plans import scans_of_pages
    from safelight.accounts.models import Staff

    return scans_of_pages(_principal(Staff.objects.get(name="Worker 3")))


def _shares() -> dict[str, dict[str, float]]:
    from bench.shares import shares_of_pages
    from safelight.accounts.models import Staff

    return shares_of_pages(Staff.objects.get(name="Worker 5"))


def report(found: dict[str, Any]) -> str:
    lines = [
        f"{found['people']} people, {USERS} users, 1 s think time.",
        f"Requests: {found['requests']}; load average: {os.getloadavg()[0]:.1f}.",
        "",
        "| Page | p50 ms | p95 ms |",
        "| --- | --- | --- |",
        *(f"| {n} | {a:.0f} | {b:.0f} |" for n, (a, b) in found["pages"].items()),
        "",
        f"Closed loop: {found['per_second']:.1f} pages a second.",
        "",
        "| Page | all ms | gate | decryption | ledger | templates | rest |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, share in found["shares"].items():
        parts = ("gate", "decryption", "ledger", "templates")
        rest = share["all"] - sum(share[p] for p in parts)
        cells = [f"{share[p] / share['all']:.0%}" for p in parts]
        lines.append(
            f"| {name} | {share['all']:.1f} | {' | '.join(cells)} | {rest / share['all']:.0%} |"
        )
    scans = [
        f"{page}: {scan}" for page, all_ in found["plans"].items() for scan in all_
    ]
    lines += [
        "",
        "Scans of a vault table of more than 10,000 rows: "
        + ("; ".join(scans) or "none")
        + ".",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
