"""The plan of a case and asking about safety, through the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.support.actions import VERSION, Light
from safelight.core.support.planner import Heard, Screened, Why
from safelight.demo.county import County
from safelight.records.opened import Opened
from safelight.records.support import actions
from safelight.records.support.models import Choice
from tests.integration.browser import client_of
from tests.integration.pursuing import read, why


def choose(client: Client, mine: Opened, case: str, light: str, **more: object) -> str:
    where = reverse("plan_choose", args=[mine.person, case])
    sent = {"light": light, "default": "HOLD", "was_shown": "on", "is_hers": "on",
            "shown": VERSION, **more}  # fmt: skip
    return client.post(where, sent, follow=True).content.decode()


def test_her_choice_is_recorded_and_not_why(
    supported: tuple[County, Opened, str],
) -> None:
    """CS-27."""
    here, mine, case = supported
    carl = client_of(here, "carl")
    assert why(mine, case, "HEARING") is Why.UNSCREENED

    page = choose(carl, mine, case, "YELLOW", worries=["MEETING"])

    assert "shown and chosen" in page
    found = read(mine, case).situation
    assert (found.light, found.worries) == (Light.YELLOW, {"MEETING"})
    with acting_as(mine.by):
        row = Choice.objects.get(agency_id=mine.by.agency, person_id=mine.person)
        assert row.shown == VERSION and b"MEETING" not in bytes(row.worries)


@pytest.mark.parametrize("missing", ["was_shown", "is_hers"])
def test_a_choice_needs_the_table_shown_and_to_be_hers(
    missing: str, supported: tuple[County, Opened, str]
) -> None:
    here, mine, case = supported

    choose(client_of(here, "carl"), mine, case, "GREEN", **{missing: ""})

    assert read(mine, case).situation.light is None


def test_a_table_that_changed_meanwhile_is_shown_again(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, case = supported

    page = choose(client_of(here, "carl"), mine, case, "GREEN", shown="old")

    assert "has changed since" in page and read(mine, case).situation.light is None


def test_what_if_changes_the_page_and_nothing_else(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, case = supported
    actions.ask(mine, actions.Occasion.INTAKE, Screened.ASKED)
    where = reverse("plan", args=[mine.person, case])

    page = client_of(here, "carl").get(where, {"light": "RED", "default": "HOLD"})

    assert "Nothing is saved" in page.content.decode()
    assert "Would change" in page.content.decode()
    assert read(mine, case).situation.light is None


def test_her_word_her_warning_and_what_runs(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, case = supported
    carl = client_of(here, "carl")
    actions.ask(mine, actions.Occasion.INTAKE, Screened.ASKED)
    choose(carl, mine, case, "YELLOW")
    assert why(mine, case, "LICENSE") is Why.CLOSED_TO_YELLOW
    args = [mine.person, case, "license"]
    soon, later = timezone.localdate(), timezone.localdate() + timedelta(days=20)

    carl.post(reverse("plan_word", args=args), {"is_yes": "1"})
    assert why(mine, case, "LICENSE") is Why.WARNING
    sent = {"heard": Heard.SENT.value, "planned_on": soon.isoformat()}
    early = carl.post(reverse("plan_warned", args=args), sent)
    assert "needs 14 days" in early.content.decode()
    for heard in (Heard.SENT, Heard.DELIVERED):
        sent = {"heard": heard.value, "planned_on": later.isoformat()}
        carl.post(reverse("plan_warned", args=args), sent)
        assert why(mine, case, "LICENSE") is Why.WARNING
    sent["heard"] = Heard.ACKNOWLEDGED.value
    carl.post(reverse("plan_warned", args=args), sent)
    assert why(mine, case, "LICENSE") is Why.SAFER

    carl.post(reverse("plan_word", args=args), {"is_yes": "0"})
    assert why(mine, case, "LICENSE") is Why.HER_NO
    state = reverse("plan_state", args=[mine.person, case, "withhold"])
    carl.post(state, {"state": "RUNNING", "due_on": soon.isoformat()})
    choose(carl, mine, case, "RED")
    assert why(mine, case, "WITHHOLD") is Why.RUNNING


def test_what_is_there_is_ticked_and_unticked(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, case = supported
    where, carl = (
        reverse("plan_facts", args=[mine.person, case]),
        client_of(here, "carl"),
    )

    carl.post(where, {"facts": ["STATEMENT", "HELD"]})
    carl.post(where, {"facts": ["STATEMENT"]})

    found = read(mine, case).situation
    assert (found.has_statement, found.is_held) == (True, False)


def test_another_workers_person_and_another_case_are_not_there(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, case = supported
    nils, carl = client_of(here, "nils"), client_of(here, "carl")
    other = here.people["marcus"]

    assert nils.get(reverse("plan", args=[mine.person, case])).status_code == 404
    for name in ("plan", "plan_choose", "plan_facts"):
        assert carl.get(reverse(name, args=[other, case])).status_code == 404
    for name in ("plan_word", "plan_warned", "plan_state"):
        wrong = reverse(name, args=[mine.person, case, "dance"])
        assert carl.get(wrong).status_code == 404
        assert (
            carl.get(reverse(name, args=[mine.person, case, "hearing"])).status_code
            == 200
        )
