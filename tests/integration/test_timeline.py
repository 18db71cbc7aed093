"""One case in the order of time, what is held, the team's lateness, and cards to print."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.core.leakguard.containers import parts_of
from safelight.core.papers.cards import CARDS
from safelight.core.support.actions import ACTIONS, VERSION, Light
from safelight.core.support.flags import GoodCause, Request
from safelight.core.support.planner import Default, Heard, Screened
from safelight.core.support.screening import Occasion
from safelight.core.support.standing import Fact, State
from safelight.demo.county import County
from safelight.disclosure import worklist
from safelight.records.cases.actions import set_hearing
from safelight.records.opened import Opened
from safelight.records.support import actions, flagging
from tests.integration.browser import client_of
from tests.integration.pursuing import read

Supported = tuple[County, Opened, str]


def now(mine: Opened) -> Opened:
    return replace(mine, at=timezone.now())


def test_a_case_in_the_order_of_time(supported: Supported) -> None:
    here, mine, row = supported
    case, day = read(mine, row).case, timezone.localdate() + timedelta(days=20)
    set_hearing(mine, UUID(row), hearing_at=timezone.now() + timedelta(days=9))
    actions.ask(now(mine), Occasion.INTAKE, Screened.ASKED)
    actions.choose(now(mine), case, light=Light.YELLOW, worries=["FOUND"],
                   default=Default.HOLD, shown=VERSION)  # fmt: skip
    actions.say(now(mine), case, "LICENSE", is_yes=True)
    actions.schedule(now(mine), case, "LICENSE", due_on=day, state=State.PLANNED)
    actions.warn(now(mine), case, "LICENSE", planned_on=day, heard=Heard.ACKNOWLEDGED)
    actions.settle(now(mine), case, Fact.VENUE, is_so=True)
    flagging.claim(now(mine), GoodCause.PENDING)

    where = reverse("timeline", args=[mine.person, row])
    page = client_of(here, "carl").get(where).content.decode()
    told = (
        "Hearing", "Good cause: claimed, not decided", "county tells was checked: yes",
        "suspend a license: acknowledged", "Planned, for", "Said yes to: suspend a license",
        "Chose: yellow", "About safety: asked", "Case opened",
    )  # fmt: skip
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert "FOUND" not in page and "Being found" not in page
    assert client_of(here, "nils").get(where).status_code == 404
    assert client_of(here, "petra").get(where).status_code == 404


def test_what_is_held_stands_on_my_work(supported: Supported) -> None:
    here, mine, row = supported
    actions.settle(now(mine), read(mine, row).case, Fact.HELD, is_so=True)
    flagging.claim(now(mine), GoodCause.PENDING)
    flagging.ask_address(now(mine), noticed_on=timezone.localdate())

    def held() -> set[str]:
        found = worklist.work(here.acting("carl"), timezone.now()).support
        return {
            item.what for _, person, item in found
            if person.person == mine.person and item.due.name == "HELD"
        }  # fmt: skip

    assert held() == {
        "an address got out", "good cause is claimed, not decided",
        "a request for the address",
    }  # fmt: skip
    actions.settle(now(mine), read(mine, row).case, Fact.HELD, is_so=False)
    flagging.claim(now(mine), GoodCause.DENIED)
    flagging.settle_address(now(mine), Request.GRANTED, decided_on=timezone.localdate())
    assert held() == {"a request for the address"}


def test_a_hearing_comes_with_what_keeps_them_safe(supported: Supported) -> None:
    """CS-30, CS-34."""
    here, mine, row = supported
    set_hearing(mine, UUID(row), hearing_at=timezone.now() + timedelta(days=3))

    found = worklist.work(here.acting("carl"), timezone.now()).hearings
    (safety,) = [words for _, person, words in found if person.person == mine.person]
    assert safety[0] == "First: ask again before this court or interstate step"
    assert "They leave first, the other party is held back" in safety


def test_a_supervisor_sees_whose_work_is_late_and_no_name(supported: Supported) -> None:
    here, mine, _ = supported
    later = timezone.now() + timedelta(days=30)
    sonia = worklist.work(here.acting("sonia"), later)
    (row,) = [row for row in sonia.team if row.name == "Carl Ivers"]

    assert row.late > 0
    assert worklist.work(here.acting("carl"), later).team == ()
    page = client_of(here, "sonia").get(reverse("work")).content.decode()
    section = page.split("Your team")[1].split("</section>")[0]
    assert "Carl Ivers" in section and str(mine.person) not in section


@pytest.mark.parametrize("which", CARDS)
def test_cards_are_tagged_and_name_nobody(which: str, county: County) -> None:
    client = client_of(county, "ada" if which == "bench" else "carl")
    made = client.get(reverse("card", args=[which])).content
    text = " ".join(part.raw.decode() for part in parts_of("card.pdf", made))

    from io import BytesIO

    with pikepdf.open(BytesIO(made)) as held:
        assert held.Root.MarkInfo.Marked and "/StructTreeRoot" in held.Root
    assert "contempt" in text and ACTIONS["CONTEMPT"].danger.split(":")[0] in text
    assert client.get(reverse("card", args=["other"])).status_code == 404
