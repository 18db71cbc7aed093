"""An advocate's work with somebody, through the pages."""

import pytest
from django.urls import reverse

from safelight.accounts.fence.acting import acting_as
from safelight.core.advocacy import Came, Service
from safelight.demo.county import County
from safelight.disclosure import accounting
from safelight.records.advocacy import actions
from safelight.records.advocacy.models import PlanVersion
from safelight.records.retention.values import purge_items
from tests.integration.browser import client_of
from tests.integration.making import fresh, survivor
from tests.integration.test_limits import now_opened

Made = tuple[County, str]


@pytest.fixture
def made(county: County) -> Made:
    here = fresh(county)
    return here, survivor(here)


def post(made: Made, name: str, *more: object, **sent: str) -> str:
    here, code = made
    where = reverse(name, args=[here.people[code], *more])
    return client_of(here, "rosa").post(where, sent, follow=True).content.decode()


def record(made: Made, who: str = "rosa") -> str:
    here, code = made
    where = reverse("person", args=[here.people[code]])
    return client_of(here, who).get(where).content.decode()


def test_a_service_is_an_offer_and_no_word_says_whether_anybody_complied(
    made: Made,
) -> None:
    """CF-3, CF-35."""
    assert "Recorded." in post(
        made, "advocacy_service", service="SHELTER", came="DENIED"
    )
    assert "Shelter: could not be given" in record(made)
    words = " ".join(one.label for terms in (Service, Came) for one in terms).casefold()
    assert not any(w in words for w in ("comply", "complied", "complete", "failed"))


def test_what_they_want_until_they_say_otherwise(made: Made) -> None:
    post(made, "advocacy_aim", aim="GOAL", words="A place with a garden.")
    page = record(made)
    assert "A place with a garden." in page and "What they want" in page
    aim = page.split("/with/aim/")[1].split("/end/")[0]
    if len(aim) != 36:
        aim = page.split("/with/aim/")[2].split("/end/")[0]
    assert "no longer on" in post(made, "advocacy_aim_end", aim)
    assert "A place with a garden." not in record(made)
    here, code = made
    again = reverse("advocacy_aim_end", args=[here.people[code], aim])
    assert client_of(here, "rosa").post(again).status_code == 404


def test_a_safety_plan_keeps_every_version_and_overwrites_nobodys(made: Made) -> None:
    here, code = made
    assert "one of the topics" in post(made, "advocacy_plan", version="0")
    assert "Saved as version 1" in post(made, "advocacy_plan", version="0",
                                        HOME="Keys by the door.")  # fmt: skip
    assert "while you were writing" in post(made, "advocacy_plan", version="0",
                                            HOME="Other.")  # fmt: skip
    assert "version 2" in post(made, "advocacy_plan", version="1", HOME="Keys outside.",
                               SELF="My sister.")  # fmt: skip
    mine = now_opened(here, "rosa", code)
    with acting_as(mine.by):
        rows = PlanVersion.objects.filter(
            agency_id=mine.by.agency, person_id=mine.person
        )
        assert sorted(rows.values_list("version", flat=True)) == [1, 2]
    assert "Safety plan, version 2" in record(made)
    page = client_of(here, "rosa").get(reverse("advocacy_plan", args=[mine.person]))
    assert (
        "Version 1," in page.content.decode()
        and "Keys by the door." in page.content.decode()
    )
    petra = reverse("advocacy_plan", args=[here.people[code]])
    assert client_of(here, "petra").get(petra).status_code == 404


def test_it_is_printed_small_and_says_not_what_it_is(made: Made) -> None:
    here, code = made
    print_it = reverse("advocacy_plan_print", args=[here.people[code]])
    assert client_of(here, "rosa").post(print_it).status_code == 404
    actions.save_plan(now_opened(here, "rosa", code), {"HOME": "Keys by the door."},
                      version=0)  # fmt: skip
    page = client_of(here, "rosa").post(print_it).content.decode()
    assert "Keys by the door." in page and "<title>List</title>" in page
    for word in ("safety", "lantern", "safelight runs", "plan", "vera"):
        assert word not in page.casefold().replace("safelight/safelight", ""), word
    told = {line.what for line in accounting.account(now_opened(here, "rosa", code))}
    assert "Safety plan printed for the person it is about" in told


def test_who_begins_contact_stands_at_the_head_of_the_record(made: Made) -> None:
    """CF-54."""
    post(made, "advocacy_contact", wish="THEY_WILL")
    assert "They contact us: never contact them" in record(made)
    post(made, "advocacy_contact", wish="WE_MAY")
    assert "never contact them" not in record(made)


def test_words_are_purged_alone(made: Made) -> None:
    """CF-55."""
    here, code = made
    mine = now_opened(here, "rosa", code)
    row = actions.record_service(
        mine, Service.LEGAL, Came.USED, words="Ms. Roy's office."
    )
    actions.save_plan(mine, {"HOME": "Keys by the door."}, version=0)
    with acting_as(mine.by):
        plan = PlanVersion.objects.get(agency_id=mine.by.agency, person_id=mine.person)
    purge_items(now_opened(here, "dina", code), [f"service:{row}", f"plan:{plan.id}"])
    page = client_of(here, "rosa").get(reverse("advocacy_plan", args=[mine.person]))
    assert "Keys by the door." not in page.content.decode()
