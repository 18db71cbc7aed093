"""Joint work: a team's page with many families, and a long file for a legal request."""

import random
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bench.timing import Row, compare
from safelight.core.papers.rendering import FILE, pdf

if TYPE_CHECKING:
    from safelight.demo.county import County

FAMILIES, MEMBERS, PAGES = 20, 12, 500
NOTES, LETTERS = 124, 14_000
WORDS = ("visit", "kept", "school", "morning", "report", "children", "meeting", "lunch")


def team_rows(county: "County") -> Iterator[Row]:
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from safelight.accounts.actions import make_staff
    from safelight.demo.steps import opened, take_in
    from safelight.records.teams import actions

    made = [
        make_staff(
            agency=list(county.agencies.values())[n % 4], email=f"m{n}@team.example",
            name=f"Member {n}", roles=["signatory"],
        ) for n in range(MEMBERS - 1)
    ]  # fmt: skip
    by, at = county.acting("omar"), timezone.now()
    members = [county.staff["omar"], *made]
    team = actions.found(
        by, name="Team", protocol="-", schedule="-", quorum=3, members=members, at=at
    )
    for n in range(FAMILIES):
        code = f"team{n}"
        take_in(county, code, "omar", "omar", f"Family {n}", date(1990, 1, 1), 2)
        actions.bring(opened(county, "omar", code, 1), team)
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "127.0.0.1"})
    client.post(reverse("cast_enter", args=[county.staff["omar"]]))

    def page(name: str, *ids: object) -> None:
        assert client.get(reverse(name, args=ids)).status_code == 200

    yield compare(
        f"a team's page, {FAMILIES} families and {MEMBERS} members",
        lambda: page("team", team), "one record's page",
        lambda: page("person", county.people["team0"]), rounds=41,
    )  # fmt: skip


def production_rows(county: "County") -> Iterator[Row]:
    from safelight.core.case_kinds import Part
    from safelight.core.protection.course import Responsible
    from safelight.core.protection.producing import Requester, Step
    from safelight.demo.steps import note, nothing_in_force, opened, take_in
    from safelight.disclosure import producing
    from safelight.disclosure.egress import Stopped
    from safelight.records.people.actions import assign
    from safelight.records.protection import actions
    from safelight.records.protection import producing as requests

    take_in(county, "long", "omar", "petra", "Long File", date(1990, 1, 1), 5)
    assign(opened(county, "omar", "long", 4), county.staff["iris"])
    nothing_in_force(county, "petra", "long")
    chance = random.Random(1)
    text = "\n".join(
        " ".join(chance.choices(WORDS, k=60)) for _ in range(LETTERS // 380)
    )
    for n in range(NOTES):
        note(county, "petra", "long", f"{n} {text}", days_ago=1)
    mine = opened(county, "petra", "long", 0)
    case = actions.open_reported(
        mine, [(mine, Part.PARENT)], number="CP-1", reported_on=date(2026, 1, 5),
        responsible=Responsible.NOT_YET_KNOWN, person=None,
    )  # fmt: skip
    asked = requests.begin(mine, case, Requester.PANEL)
    for step in Step:
        who = "iris" if step in (Step.EXCULPATORY, Step.APPROVED) else "petra"
        requests.record(opened(county, who, "long", 0), asked, step, "Done.")

    def produce() -> None:
        assert not isinstance(producing.produce(mine, asked), Stopped)

    entries = [{"head": str(n), "text": text} for n in range(NOTES)]
    data = {"title": "File", "sender": "-", "lang": "en", "paragraphs": [], "date": "-",
            "sections": [{"title": "-", "entries": entries}]}  # fmt: skip
    pages = _pages(pdf(data, FILE))
    assert pages >= PAGES, pages
    yield compare(
        f"produce a file of {pages} pages: gate, leak guard, ledger", produce,
        "rendering the same pages", lambda: pdf(data, FILE), rounds=3,
    )  # fmt: skip


def _pages(made: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as held:
        return len(held.pages)


def rows(county: "County") -> Iterator[Row]:
    yield from team_rows(county)
    yield from production_rows(county)
