"""Which queries of a page would scan a whole vault table, as the application's role."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

BIG = (
    "people_person", "people_searchtoken", "people_contactpoint", "people_protection",
    "people_assignment", "people_relationship", "cases_participation", "accounts_datakey",
    "accounts_change", "ledger_entry", "notes_note",
)  # fmt: skip


def scans_of_pages(by: Any) -> dict[str, list[str]]:
    from safelight.disclosure.access import open_person
    from safelight.disclosure.person import read
    from safelight.disclosure.search import search
    from safelight.disclosure.worklist import work
    from safelight.records.opened import Opened

    now = timezone.now()
    opened = open_person(by, work(by, now).people[0].person, now)
    assert isinstance(opened, Opened)
    pages: dict[str, Callable[[], object]] = {
        "worklist": lambda: work(by, now),
        "search": lambda: search(by, "ada al", now),
        "search by date": lambda: search(by, "1975-12-12", now),
        "person": lambda: read(opened),
    }
    return {name: _scans(by, page) for name, page in pages.items()}


def _scans(by: Any, page: Callable[[], object]) -> list[str]:
    from safelight.accounts.fence.acting import acting_as

    asked: list[tuple[str, Any]] = []

    def hear(execute: Any, text: str, values: Any, many: bool, context: Any) -> Any:
        if text.lstrip().startswith("SELECT") and not many:
            asked.append((text, values))
        return execute(text, values, many, context)

    with connection.execute_wrapper(hear):
        page()
    found = []
    with acting_as(by), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "safelight_app"
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > 10000")
        big = {name for (name,) in cursor.fetchall()} & set(BIG)
        for text, values in asked:
            cursor.execute(f"EXPLAIN {text}", values)
            plan = " ".join(line for (line,) in cursor.fetchall())
            found += [t for t in big if f"Seq Scan on {t}" in plan]
    return sorted(set(found))
