"""An advocate's day, in a browser: from the locked vault to what a child told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.core.contact_kinds import ContactKind
from safelight.core.documents.files import texts
from safelight.demo.county import County
from safelight.demo.steps import reach, take_in
from safelight.disclosure.access import open_person
from safelight.records.opened import Opened
from safelight.records.people.actions import assign
from tests.functional.conftest import Visitor
from tests.integration.making import fresh
from tests.integration.staffing import Program, program

WORDS = "paper lantern river eleven hats"
Day = tuple[Program, str]


@pytest.fixture
def day(county: County, site: str) -> Iterator[Day]:
    """A program of its own with one survivor, on the running demo's key agent."""
    here = program(fresh(county))
    code = f"day{timezone.now().timestamp()}"
    take_in(here, code, "dina", "rosa", "Mara Day", date(1990, 1, 1), 5)
    reach(here, "rosa", code, ContactKind.PHONE, "(555) 014-2211")
    opened = open_person(here.acting("dina"), here.people[code], timezone.now())
    assert isinstance(opened, Opened)
    assign(opened, here.staff["rosa"])
    yield here, code


def enter(visitor: Visitor, here: Program, who: str) -> None:
    """The cast page lists the cast alone: this program's people are sent from it."""
    visitor.open("/cast/")
    visitor.page.evaluate(
        """where => { const form = document.querySelector('form[action*="/cast/"]');
        form.action = where; form.submit(); }""",
        reverse("cast_enter", args=[here.staff[who]]),
    )
    assert visitor.sees("Sign out")


def tick(visitor: Visitor, *labels: str) -> None:
    for label in labels:
        visitor.page.get_by_text(label, exact=False).first.click()


def go(visitor: Visitor, day: Day, name: str, *more: object) -> None:
    here, code = day
    visitor.open(reverse(name, args=[here.people[code], *more]))


def test_an_advocates_day(day: Day, visitor: Visitor) -> None:
    here, _ = day
    page = visitor.page
    enter(visitor, here, "dina")
    visitor.open("/vault/")
    visitor.follow("Hold the key yourselves")
    page.get_by_label("Your words").fill(WORDS)
    page.get_by_label("The same words again").fill(WORDS)
    tick(visitor, "I understand")
    visitor.press("Hold the key")
    assert visitor.sees("AGE-SE CRET-K")
    visitor.check_accessible()

    enter(visitor, here, "rosa")
    visitor.open("/vault/words/")
    page.get_by_label("Your words").fill(f"{WORDS} mine")
    page.get_by_label("The same words again").fill(f"{WORDS} mine")
    visitor.press("Keep them")
    assert visitor.sees("From now on you can unlock the vault.")
    visitor.press("Lock it now")
    go(visitor, day, "person")
    assert visitor.sees("Nobody here can open the records")
    page.get_by_label("Your words").fill("not these words at all")
    visitor.press("Unlock")
    assert visitor.sees("This does not open the vault")
    page.get_by_label("Your words").fill(f"{WORDS} mine")
    visitor.press("Unlock")
    assert visitor.sees("Unlocked.")

    go(visitor, day, "advocacy_plan")
    page.get_by_label("At home").fill("Keys by the door.")
    visitor.press("Save this version")
    assert visitor.sees("Saved as version 1")
    visitor.check_accessible()
    go(visitor, day, "advocacy_service")
    page.get_by_label("Service").select_option(label="Legal help")
    page.get_by_text("Used", exact=True).click()
    visitor.press("Record it")
    assert visitor.sees("Legal help: used")

    go(visitor, day, "release_new")
    page.get_by_label("Who may have it").select_option(
        label="Alder County Child Support"
    )
    tick(visitor, "Phone: (555) 014-2211")
    page.get_by_label("Which other ways").fill("They could call.")
    page.get_by_label("Which risks").fill("They may keep it.")
    page.get_by_label("Who signed", exact=True).select_option(index=0)
    with page.expect_download() as waiting:
        visitor.press("Imprimir en español")
    printed = Path(waiting.value.path()).read_bytes()
    assert "No tengo que firmar" in " ".join(text for _, text in texts(printed))
    visitor.press("Record the release")
    assert visitor.sees("Release recorded.")

    go(visitor, day, "telling")
    tick(visitor, "The child spoke before")
    page.get_by_label("A disclosure or a threat").fill(
        "His father hit him with a belt."
    )
    page.get_by_label("What the child believes").fill("He hides under the stairs.")
    visitor.press("Keep it")
    assert visitor.sees("DCF Careline") and visitor.sees("5 steps to go")
    visitor.check_accessible()
    visitor.open("/consult/")
    page.get_by_label("What was seen").select_option(index=6)
    visitor.press("Make the script")
    assert visitor.sees("The child saw or heard violence between adults.")
    visitor.open("/work/")
    assert visitor.sees("Reports that run out")
