"""The plan of a case in a vault of 100,000 cases, and a paper of ten pages."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from bench.timing import Row, compare

CASES = 100_000
PAGES = 200


def paper_rows() -> Iterator[Row]:
    from safelight.core.leakguard.containers import parts_of
    from safelight.core.papers.rendering import Format, render

    words = "The agency asks that addresses in this matter be impounded. " * 12
    data: dict[str, Any] = {
        "title": "Ten pages", "lang": "en", "sender": "Agency", "sender_address": "PO Box 1",
        "date": "1 January 2027", "to": ["The court"], "head": ["What", "Which"],
        "paragraphs": [words] * 48, "rows": [], "signature": [],
    }  # fmt: skip
    made = render(data, Format.PDF)
    pages = sum(part.name.startswith("page") for part in parts_of("a.pdf", made))
    yield compare(
        f"make a tagged PDF of {pages} pages, and take out what it says of itself",
        lambda: render(data, Format.PDF),
        "reading it back for the leak guard",
        lambda: parts_of("a.pdf", made),
    )


def plan_rows(url: str) -> Iterator[Row]:
    """`url`: of the embedded server's superuser, for filling the vault."""
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
    from safelight.accounts.models import Staff
    from safelight.demo.crowd import fill
    from safelight.demo.staffing import vault_with_workers
    from safelight.records.cases.models import Participation
    from safelight.records.people.models import Assignment

    vault = vault_with_workers(CASES)
    fill(url, vault, CASES)
    worker = Staff.objects.get(name="Worker 0")
    by = Principal(PrincipalKind.STAFF, worker.agency_id, worker.id)
    with acting_as(by):
        mine = Assignment.objects.filter(agency_id=by.agency, staff_id=worker.id)
        rows = Participation.objects.filter(
            agency_id=by.agency, person_id__in=mine.values("person_id")
        )
        people = list(rows.values_list("person_id", "id")[:PAGES])
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "127.0.0.1"})
    client.post(reverse("cast_enter", args=[worker.id]))

    def pages(name: str, *, with_case: bool) -> Callable[[], None]:
        wheres = cycle(
            reverse(name, args=[person, case] if with_case else [person])
            for person, case in people
        )

        def one() -> None:
            answer = client.get(next(wheres))
            assert answer.status_code == 200, answer.status_code

        return one

    yield compare(
        f"the plan's page, one of {CASES:,} cases",
        pages("plan", with_case=True),
        "the record's page of the same person",
        pages("person", with_case=False),
        rounds=PAGES,
    )
