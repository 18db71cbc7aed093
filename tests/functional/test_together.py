"""One family, four agencies signed in at once: intake, plan, team review, court production.

What each saw is compared with a table, word by word.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from safelight.core.documents.files import texts
from safelight.core.vocabulary import Purpose
from safelight.demo.county import County
from safelight.demo.steps import note, share, sign_release, take_in
from safelight.records.people.actions import assign
from tests.functional.conftest import Visitor
from tests.integration.making import fresh
from tests.integration.test_limits import now_opened

NAMES = {
    "omar": "Omar Bale", "iris": "Iris Kent", "rosa": "Rosa Vega",
    "sonia": "Sonia Marsh", "ada": "Judge Ada Stone",
}  # fmt: skip
BLANK = re.compile(r"\s+")


@pytest.fixture
def everybody(browser: Browser, site: str) -> Iterator[dict[str, Visitor]]:
    """Each at a browser of their own."""
    contexts = {code: browser.new_context() for code in NAMES}
    made = {code: Visitor(c.new_page(), site) for code, c in contexts.items()}
    for code, visitor in made.items():
        visitor.enter(NAMES[code])
    yield made
    for context in contexts.values():
        context.close()
    assert [words for one in made.values() for words in one.complaints] == []


def canaries(visitor: Visitor) -> set[str]:
    return set(re.findall(r"canary\w+", visitor.page.content()))


def write(visitor: Visitor, person: object, text: str, part: int) -> None:
    """A note for the general (0) or the sealed part (1)."""
    visitor.open(reverse("person_note", args=[person]))
    visitor.page.get_by_label("Note", exact=True).fill(text)
    visitor.page.locator(f"label[for=id_partition_{part}]").click()
    visitor.press("Save note")


def test_from_intake_to_court_each_sees_their_own(
    county: County, everybody: dict[str, Visitor]
) -> None:
    here, tag = fresh(county), f"{timezone.now().timestamp():.0f}"
    for code, who, worker in (("ella", "omar", "omar"), ("finn_j", "omar", "omar"),
                              ("ella_l", "dina", "rosa")):  # fmt: skip
        name = {"finn_j": f"Joe Marsh{tag}"}.get(code, f"Ella Marsh{tag}")
        take_in(here, code, who, worker, name, date(1990, 1, 2), 3)
    for code in ("ella", "finn_j"):
        assign(now_opened(here, "omar", code), here.staff["iris"])
    omar, ella, joe = everybody["omar"], here.people["ella"], here.people["finn_j"]

    # Intake: who is responsible is asked, and every adult about safety before a response.
    omar.open(reverse("person_case", args=[ella]))
    omar.page.get_by_label("Case number").fill(f"CP-{tag}")
    for person in (ella, joe):
        omar.page.locator(f"#id_part_{person}").select_option(label="Parent")
    omar.page.get_by_label("Day of the report").fill("2026-01-05")
    omar.press("Open the case")
    assert omar.sees("This field is required")
    omar.page.get_by_label("Who is responsible").select_option(label="Not yet known")
    omar.press("Open the case")
    assert omar.sees("Case opened.")
    omar.follow(f"Case CP-{tag}")
    omar.page.get_by_label("What the case came to").select_option(label="Screened in")
    omar.press("Record it")
    assert omar.sees("Screening decision: screened in")
    omar.page.get_by_label("What the case came to").select_option(label="Investigation")
    omar.press("Record it")
    assert omar.sees("Not asked yet: 2")
    omar.check_accessible()

    # What belongs in the sealed part is offered to go there.
    write(omar, ella, "Visit kept canarygeneral. The children drew pictures.", 0)
    assert omar.sees("Note saved.")
    write(omar, ella, "He choked her canarysealed, she said.", 0)
    assert omar.sees("Not saved yet")
    omar.press("Save it in the sealed part")
    assert omar.sees("Note saved.")

    # A plan, and the part that the program shares of its own.
    omar.open(reverse("services_new", args=[ella]) + "?whose=SURVIVOR")
    omar.page.get_by_label("What", exact=True).fill("Help with rent canaryrent")
    omar.press("Save")
    assert omar.sees("Added.")
    given = note(here, "rosa", "ella_l", "Wants evenings canarygiven.", days_ago=1)
    note(here, "rosa", "ella_l", "Fears the lot canarykept.", days_ago=1)

    # The team: a number, and each their own view.
    rosa = everybody["rosa"]
    rosa.open(reverse("team_new"))
    rosa.page.get_by_label("Name of the team").fill(f"Team {tag}")
    rosa.page.get_by_label("How you work together").fill("We listen first.")
    rosa.page.get_by_label("When you meet").fill("Tuesdays")
    for code in ("rosa", "omar", "sonia", "ada"):
        rosa.page.locator("label", has_text=NAMES[code]).first.click()
    rosa.press("Begin it")
    assert rosa.sees(f"Team {tag}")
    team = rosa.page.url.rstrip("/").split("/")[-1]
    rosa.follow("Call a meeting")
    rosa.page.get_by_label("Day").fill((date.today() + timedelta(days=9)).isoformat())  # noqa: DTZ011
    rosa.page.get_by_label("Time").fill("10:00")
    rosa.press("Call it")
    rosa.open(reverse("team_bring", args=[here.people["ella_l"]]))
    rosa.page.get_by_label("On which list").select_option(
        label=f"Team {tag}: a new number"
    )
    rosa.press("Put it on the list")
    entry = rosa.page.url.rstrip("/").split("/")[-1]
    omar.open(reverse("team_bring", args=[ella]))
    omar.page.get_by_label("On which list").select_option(
        label=f"Team {tag}: also number 1"
    )
    omar.press("Put it on the list")
    keys = [f"note:{given}"]
    release = sign_release(here, "rosa", "ella_l", "protection", Purpose.TEAM_REVIEW,
                           keys, start_days_ago=0, days=14)  # fmt: skip
    packet = share(here, "rosa", "ella_l", "protection", "omar", Purpose.TEAM_REVIEW,
                   release, keys)  # fmt: skip
    for _ in range(60):  # the running site's own worker delivers it
        omar.open(reverse("team_packet", args=[entry]))
        if str(packet) in omar.page.content():
            break
        omar.page.wait_for_timeout(500)
    omar.page.get_by_label("Which packet").select_option(value=str(packet))
    omar.press("Link it")

    seen, pages = {}, {}
    for code in ("omar", "rosa", "sonia", "ada"):
        visitor = everybody[code]
        visitor.open(reverse("team_family", args=[entry]))
        seen[code] = canaries(visitor)
        pages[code] = BLANK.sub(" ", visitor.page.locator("main").inner_text())
        visitor.check_accessible()
    assert seen == {
        "omar": {"canarygeneral", "canarysealed", "canaryrent", "canarygiven"},
        "rosa": {"canarygiven", "canarykept"}, "sonia": set(), "ada": set(),
    }  # fmt: skip
    assert pages["sonia"] == pages["ada"] and tag not in pages["sonia"]

    # The meeting: what everybody there was given, a decision with a quorum.
    for code in ("omar", "rosa", "ada"):
        everybody[code].open(reverse("team", args=[team]))
        everybody[code].page.locator("section", has_text="Meetings").first.get_by_role(
            "link"
        ).first.click()
        everybody[code].press("I am there")
    everybody["ada"].follow("Family 1")
    assert everybody["ada"].sees("Nothing that everybody present")
    everybody["ada"].page.get_by_label("Decided", exact=True).select_option(index=1)
    everybody["ada"].press("Record it")
    assert everybody["ada"].sees("Recorded.")
    omar.open(reverse("team", args=[team]))
    assert omar.sees("Judge Ada Stone, Alder County Family Court")

    # The court's order: warned, reviewed, approved, produced; counsel is somebody else.
    omar.open(reverse("person", args=[ella]))
    omar.follow(f"Case CP-{tag}")
    omar.follow("Somebody asks for the file")
    omar.page.locator("label", has_text="A court, by its order").click()
    omar.page.get_by_label("Which court").select_option(
        label="Alder County Family Court"
    )
    omar.page.locator("label", has_text="Narrative").first.click()
    omar.press("Go on")
    assert omar.sees("What they will get")
    where = omar.page.url
    for code, steps in (("omar", 2), ("iris", 2)):
        visitor = everybody[code]
        visitor.page.goto(where)
        for _ in range(steps):
            visitor.page.locator("summary", has_text="Record it").first.click()
            visitor.page.locator("details[open] textarea").fill("Done as the law says.")
            visitor.page.locator("details[open] button").click()
            assert visitor.sees("Recorded.")
    omar.page.goto(where)
    omar.check_accessible()
    with omar.page.expect_download() as waiting:
        omar.press("Produce the file")
    content = Path(waiting.value.path()).read_bytes()
    told = " ".join(text for _, text in texts(content))
    assert set(re.findall(r"canary\w+", told)) == {"canarygeneral"}
    assert "withheld" not in told.lower() and tag not in told
