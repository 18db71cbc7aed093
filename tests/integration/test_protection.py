"""A child protection case: its course, and facts that stay sealed (CF-34, CF-38)."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.core.protection.course import Outcome, Responsible
from safelight.core.protection.pattern import FactKind, Towards
from safelight.core.support.planner import Screened
from safelight.core.support.screening import Occasion
from safelight.core.vocabulary import Source
from safelight.demo.county import County
from safelight.demo.steps import take_in
from safelight.disclosure import protecting, seen_as
from safelight.disclosure.protecting import Course
from safelight.disclosure.purging import purge_whole
from safelight.records.protection import actions
from safelight.records.protection.models import CaseStep, FactRow
from safelight.records.retention.values import purge_items
from safelight.records.support.actions import ask
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.test_limits import now_opened

Family = tuple[County, Client, UUID]


@pytest.fixture
def family(county: County) -> Family:
    """A mother and a father; Petra at her browser; the case opened through the page."""
    here = fresh(county)
    take_in(here, "mona", "omar", "petra", "Mona Reyes", date(1990, 2, 3), 5)
    take_in(here, "dov", "omar", "petra", "Dov Reyes", date(1988, 5, 6), 5)
    client, where = (
        client_of(here, "petra"),
        reverse("person_case", args=[here.people["mona"]]),
    )
    sent = {
        "number": "CP-77", f"part_{here.people['mona']}": "PARENT",
        f"part_{here.people['dov']}": "PARENT", "reported_on": "2026-01-05",
    }  # fmt: skip
    page = client.get(where).content.decode()
    assert re.search(
        r'<select name="responsible"[^>]*>\s*<option value="" selected', page
    )
    assert "This field is required" in client.post(where, sent).content.decode()
    client.post(where, sent | {"responsible": "NOT_YET_KNOWN"})
    page = client.get(reverse("person", args=[here.people["mona"]])).content.decode()
    link = re.search(r"/protection/([0-9a-f-]{36})/", page)
    assert link
    return here, client, UUID(link[1])


def step(family: Family, outcome: Outcome) -> str:
    here, client, row = family
    where = reverse("protection_case", args=[here.people["mona"], row])
    sent = {"outcome": outcome.value, "on": timezone.localdate().isoformat()}
    return client.post(where, sent, follow=True).content.decode()


def test_a_case_goes_its_course_and_says_what_must_come_first(family: Family) -> None:
    here, client, row = family
    assert "Before it comes: screened in" in step(family, Outcome.INVESTIGATION)
    assert "Screening decision: screened in" in step(family, Outcome.SCREENED_IN)
    page = step(family, Outcome.INVESTIGATION)
    assert (
        "Not asked yet: 2" in page and "Mona" not in page.split("Not asked yet")[1][:40]
    )
    for code in ("mona", "dov"):
        ask(now_opened(here, "petra", code), Occasion.INTAKE, Screened.UNREACHABLE)
    assert "Response: investigation" in step(family, Outcome.INVESTIGATION)
    assert "who is responsible" in step(family, Outcome.SUBSTANTIATED)

    where = reverse("protection_responsible", args=[here.people["mona"], row])
    client.post(where, {"responsible": str(here.people["dov"])})
    assert "Disposition: substantiated" in step(family, Outcome.SUBSTANTIATED)
    for code, stands in (("dov", True), ("mona", False)):
        page = client.get(
            reverse("person_as", args=[here.people[code]]), {"who": "SUBJECT"}
        )
        assert ("Disposition: substantiated" in page.content.decode()) is stands


def test_a_mistake_that_was_corrected_leaves_no_finding_on_anybody(
    family: Family,
) -> None:
    here, client, row = family
    for code in ("mona", "dov"):
        ask(now_opened(here, "petra", code), Occasion.INTAKE, Screened.ASKED)
    where = reverse("protection_responsible", args=[here.people["mona"], row])
    client.post(where, {"responsible": str(here.people["mona"])})
    for outcome in (Outcome.SCREENED_IN, Outcome.INVESTIGATION, Outcome.SUBSTANTIATED):
        step(family, outcome)
    client.post(where, {"responsible": "ELSEWHERE"})
    for code in ("mona", "dov"):
        page = client.get(
            reverse("person_as", args=[here.people[code]]), {"who": "SUBJECT"}
        )
        text = page.content.decode()
        assert "Disposition: substantiated" not in text and "Response: inv" in text
    later = timezone.localdate() + timedelta(days=1)
    where = reverse("protection_case", args=[here.people["mona"], row])
    sent = {"outcome": "BEGUN", "on": later.isoformat()}
    assert "has not come yet" in client.post(where, sent).content.decode()


def test_somebody_responsible_takes_part_in_the_case(county: County) -> None:
    here = fresh(county)
    take_in(here, "una", "omar", "petra", "Una Reyes", date(1990, 2, 3), 5)
    take_in(here, "vic", "omar", "petra", "Vic Reyes", date(1988, 5, 6), 5)
    where = reverse("person_case", args=[here.people["una"]])
    sent = {
        "number": "CP-78", f"part_{here.people['una']}": "PARENT",
        "reported_on": "2026-01-05", "responsible": str(here.people["vic"]),
    }  # fmt: skip
    page = client_of(here, "petra").post(where, sent).content.decode()
    assert "Give this person a part" in page


def test_the_course_is_for_those_who_work_with_the_family(family: Family) -> None:
    here, _, row = family
    where = reverse("protection_case", args=[here.people["mona"], row])
    assert client_of(here, "carl").get(where).status_code == 404
    assert client_of(here, "rosa").get(where).status_code == 404
    found = protecting.course(now_opened(here, "petra", "mona"), row)
    assert isinstance(found, Course)
    assert found.responsible is Responsible.NOT_YET_KNOWN and found.who is None
    assert {m.name for m in found.members} == {"Mona Reyes", "Dov Reyes"}
    assert found.others == 0


def test_facts_are_sealed_and_only_what_is_known_apart_is_for_him(
    family: Family,
) -> None:
    here, client, _ = family
    where = reverse("fact", args=[here.people["mona"]])
    sent = {"kind": "BEHAVIOR", "towards": "ADULT", "on": "2026-01-02",
            "source": "SURVIVOR", "words": "He hid her papers canaryhers."}  # fmt: skip
    client.post(where, sent)
    apart = sent | {
        "source": "PUBLIC_RECORD",
        "words": "Police: door broken canarypolice.",
    }
    client.post(where, apart)
    protects = sent | {"kind": "PROTECTS", "words": "She called her mother canaryacts."}
    client.post(where, protects)
    blame = sent | {"words": "She failed to protect the children."}
    assert "Not saved yet" in client.post(where, blame).content.decode()

    page = client.get(reverse("pattern", args=[here.people["mona"]])).content.decode()
    violence, rest = page.split("What the survivor does to protect")
    acts, talk = rest.split("For a talk with the person using violence")
    assert "canaryhers" in violence and "canarypolice" in violence
    assert "canaryacts" in acts and "Not looked at yet." in acts
    assert (
        "canarypolice" in talk and "canaryhers" not in talk and "canaryacts" not in talk
    )

    opened = now_opened(here, "omar", "mona")
    for code in ("PARTY", "COUNSEL", "SUBJECT", f"agency-{here.agencies['court']}"):
        given = str(seen_as.seen_as(opened, code).given)
        assert "canary" not in given, code
    assert client_of(here, "carl").get(where).status_code == 404
    assert client_of(here, "rosa").get(where).status_code == 404


def test_a_fact_that_was_wrong_is_struck_and_one_can_be_purged(family: Family) -> None:
    here, client, _ = family
    rows = [
        actions.add_fact(
            now_opened(here, "petra", "mona"), FactKind.MONEY, "He kept the card.",
            towards=Towards.ADULT, on=date(2026, 1, 1), source=Source.SURVIVOR,
        ) for _ in range(2)
    ]  # fmt: skip
    struck = reverse("fact_strike", args=[here.people["mona"], rows[0]])
    assert client.post(struck).status_code == 302
    assert client.post(struck).status_code == 404
    left = protecting.pattern(now_opened(here, "petra", "mona")).facts
    assert [one.row for one in left] == [rows[1]]
    purge_items(now_opened(here, "omar", "mona"), [f"fact:{rows[1]}"])
    assert protecting.pattern(now_opened(here, "petra", "mona")).facts == ()


def test_when_the_last_of_the_case_is_purged_its_course_goes_too(
    family: Family,
) -> None:
    here, client, row = family
    where = reverse("protection_responsible", args=[here.people["mona"], row])
    client.post(where, {"responsible": str(here.people["dov"])})
    found = protecting.course(now_opened(here, "petra", "mona"), row)
    assert isinstance(found, Course) and found.who is not None
    purge_whole(now_opened(here, "omar", "dov"), with_received=False)
    again = protecting.course(now_opened(here, "petra", "mona"), row)
    assert isinstance(again, Course)
    assert again.responsible is Responsible.NOT_YET_KNOWN
    purge_whole(now_opened(here, "omar", "mona"), with_received=False)
    from safelight.accounts.fence.acting import acting_as

    with acting_as(here.acting("omar")):
        assert not CaseStep.objects.filter(case_id=found.case).exists()
        assert not FactRow.objects.filter(person_id=here.people["mona"]).exists()
