"""Service plans: apart from each other, shared by packet, lived, copied (CF-33 to CF-39)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.core.documents.files import texts
from safelight.core.kinship import Kinship
from safelight.core.plans.plan import Care, State, Whose
from safelight.core.support.calendar import Clash
from safelight.core.vocabulary import Purpose, Source
from safelight.demo.county import County
from safelight.demo.steps import share, sign_release, take_in
from safelight.disclosure import plans, seen_as
from safelight.disclosure.delivery import deliver
from safelight.disclosure.plans import PlanPage
from safelight.records.people.actions import relate
from safelight.records.plans import actions
from safelight.records.plans.actions import ChangedMeanwhile, Said
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.test_limits import now_opened

ITEM = {
    "whose": "SURVIVOR", "what": "Help with rent canaryrent", "state": "WANTED",
    "minutes": "60", "times_a_week": "1", "travel": "0", "care": "NOT_NEEDED",
    "revision": "0",
}  # fmt: skip
HIS = ITEM | {
    "whose": "ACCOUNTABLE", "what": "Program canaryprogram", "state": "REFERRED",
    "behavior": "He shouts and blocks doors.", "purpose": "So that nobody is afraid.",
    "evidence": "No blocked door, seen by his mother.", "change": "NOT_LOOKED",
    "source": "PUBLIC_RECORD",
}  # fmt: skip


@pytest.fixture
def couple(county: County) -> County:
    """Two people of one family at child protection, with Petra."""
    here = fresh(county)
    take_in(here, "eva", "omar", "petra", "Eva Stern", date(1990, 2, 3), 5)
    take_in(here, "max", "omar", "petra", "Max Stern", date(1988, 5, 6), 5)
    relate(now_opened(here, "petra", "eva"), now_opened(here, "petra", "max"),
           Kinship.PARTNER, Source.SURVIVOR)  # fmt: skip
    return here


def post(
    here: County, who: str, code: str, name: str, *more: object, **sent: object
) -> str:
    where = reverse(name, args=[here.people[code], *more])
    return client_of(here, who).post(where, sent, follow=True).content.decode()


def said(what: str, **more: object) -> Said:
    given = {"state": State.WANTED, "texts": {"what": what}, **more}
    return Said(**given)  # type: ignore[arg-type]


def test_two_plans_share_nothing(couple: County) -> None:
    """CF-33: neither page, nor packet, nor copy of one contains anything of the other."""
    post(couple, "petra", "eva", "services_new", **ITEM, place="7 Canary Place")
    page = post(couple, "petra", "max", "services_new", **HIS)
    assert "canaryprogram" in page and "canaryrent" not in page
    hers = client_of(couple, "petra").get(
        reverse("services", args=[couple.people["eva"]])
    ).content.decode()  # fmt: skip
    assert "canaryrent" in hers and "canaryprogram" not in hers

    for code, own, other in (("eva", "canaryrent", "canaryprogram"),
                             ("max", "canaryprogram", "canaryrent")):  # fmt: skip
        for language in ("en", "es"):
            where = reverse("services_copy", args=[couple.people[code]])
            made = client_of(couple, "petra").post(where, {"language": language})
            text = " ".join(t for _, t in texts(made.content))
            assert own in text and other not in text and "Canary Place" not in text
            assert "Stern" not in text
    assert "says nothing" not in hers
    for who in ("PARTY", "COUNSEL"):
        given = seen_as.seen_as(now_opened(couple, "petra", "eva"), who).given
        assert "canary" not in str(given)


def test_his_items_ask_for_behavior_and_hers_for_no_compliance(couple: County) -> None:
    page = post(couple, "petra", "max", "services_new", **(HIS | {"behavior": ""}))
    assert "Which behavior it is about" in page and "Say also" in page
    form = client_of(couple, "petra").get(
        reverse("services_new", args=[couple.people["eva"]]) + "?whose=SURVIVOR"
    ).content.decode()  # fmt: skip
    assert "Misses sessions" not in form and "Which behavior" not in form
    page = post(couple, "petra", "eva", "services_new", **ITEM, is_joint="on",
                reason="They want it.")  # fmt: skip
    assert "CF-39" in page
    page = post(couple, "omar", "eva", "services_new", **ITEM, is_joint="on",
                reason="She asked for it alone, twice.")  # fmt: skip
    assert "Together: She asked" in page
    page = post(couple, "petra", "eva", "services_new", **(ITEM | {"whose": "CHILD"}))
    assert "canaryrent" in page


def test_a_plan_of_another_kind_is_refused(couple: County) -> None:
    opened = now_opened(couple, "petra", "eva")
    actions.add(opened, Whose.SURVIVOR, said("Rent"))
    with pytest.raises(ValueError, match="another kind"):
        actions.add(opened, Whose.CHILD, said("School"))


def test_two_who_change_one_item_keep_both(couple: County) -> None:
    post(couple, "petra", "eva", "services_new", **ITEM)
    found = plans.read(now_opened(couple, "petra", "eva"))
    assert isinstance(found, PlanPage)
    item, revision = found.items[0].item, found.items[0].revision
    theirs = ITEM | {"what": "Rent and a deposit", "revision": str(revision)}
    post(couple, "omar", "eva", "services_item", item, **theirs)
    mine = ITEM | {"what": "Rent for two months", "revision": str(revision)}
    page = post(couple, "petra", "eva", "services_item", item, **mine)
    assert "Rent and a deposit" in page and "Rent for two months" in page
    assert "Somebody changed this item" in page
    now = re.search(r'name="revision" value="(\d+)"', page)
    assert now
    page = post(couple, "petra", "eva", "services_item", item,
                **(mine | {"revision": now[1]}))  # fmt: skip
    assert "Saved." in page and "Rent for two months" in page
    with pytest.raises(ChangedMeanwhile):
        actions.change(now_opened(couple, "petra", "eva"), item, said("x"), revision=1)


def test_what_brings_both_to_one_place_is_refused_without_a_word_of_the_other(
    couple: County,
) -> None:
    at = timezone.now() + timedelta(days=7)
    place = {"what": "Class canaryclass", "place": "Alder Center"}
    hers = Said(state=State.WANTED, texts=place, starts_at=at)
    actions.add(now_opened(couple, "petra", "eva"), Whose.SURVIVOR, hers)
    day = timezone.localtime(at)
    sent = HIS | {"day": day.date().isoformat(), "hour": day.strftime("%H:%M"),
                  "place": "alder  center"}  # fmt: skip
    page = post(couple, "petra", "max", "services_new", **sent)
    assert "Choose another day or another place" in page and "canaryclass" not in page
    with pytest.raises(Clash):
        plans.require_apart(now_opened(couple, "petra", "max"), Whose.ACCOUNTABLE, hers)
    ended = Said(state=State.ENDED, texts=place, starts_at=at)
    found = plans.read(now_opened(couple, "petra", "eva"))
    assert isinstance(found, PlanPage)
    actions.change(now_opened(couple, "petra", "eva"), found.items[0].item, ended,
                   revision=found.items[0].revision)  # fmt: skip
    plans.require_apart(now_opened(couple, "petra", "max"), Whose.ACCOUNTABLE, hers)


def test_a_load_that_cannot_be_lived_is_said_on_the_own_plan(couple: County) -> None:
    opened = now_opened(couple, "petra", "eva")
    actions.add(
        opened, Whose.SURVIVOR, said("Group", times_a_week=6, care=Care.MISSING)
    )
    page = client_of(couple, "petra").get(
        reverse("services", args=[couple.people["eva"]])
    ).content.decode()  # fmt: skip
    assert "6 appointments a week" in page and "Nobody looks after the children" in page
    his = client_of(couple, "petra").get(
        reverse("services", args=[couple.people["max"]])
    ).content.decode()  # fmt: skip
    assert "appointments a week" not in his


def test_what_changed_since_the_last_review(couple: County) -> None:
    post(couple, "petra", "eva", "services_new", **ITEM)
    page = post(couple, "petra", "eva", "services_review", words="Rent first.",
                again_on="2027-01-05")  # fmt: skip
    assert "Rent first." in page and "Changed since the review" not in page
    page = post(couple, "petra", "eva", "services_new", **(ITEM | {"what": "A lock"}))
    assert page.count("Changed since the review") == 1 and "5 Jan 2027" in page


def test_each_agency_shares_its_part_and_nothing_is_said_of_what_is_not_shared(
    county: County,
) -> None:
    """The program's advocate shares one of two items; child protection sees that one."""
    here = fresh(county)
    take_in(here, "ivy", "omar", "omar", "Ivy Linden", date(1991, 4, 2), 3)
    take_in(here, "ivy_l", "dina", "rosa", "Ivy Linden", date(1991, 4, 2), 3)
    opened = now_opened(here, "rosa", "ivy_l")
    shared = actions.add(opened, Whose.SURVIVOR, said("Counseling canaryshared"))
    actions.add(opened, Whose.SURVIVOR, said("Hidden canaryhidden"))
    actions.add(now_opened(here, "omar", "ivy"), Whose.SURVIVOR, said("Day care"))
    ivy = here.people["ivy_l"]
    keys = [f"planitem:{shared}", f"name:{ivy}", f"birth_date:{ivy}"]
    release = sign_release(
        here, "rosa", "ivy_l", "protection", Purpose.SERVICE_PLANNING, keys,
        start_days_ago=0, days=14,
    )  # fmt: skip
    packet = share(here, "rosa", "ivy_l", "protection", "omar",
                   Purpose.SERVICE_PLANNING, release, keys)  # fmt: skip
    deliver(packet, here.agencies["lantern"], here.agencies["protection"],
            at=timezone.now())  # fmt: skip

    page = client_of(here, "omar").get(
        reverse("services", args=[here.people["ivy"]])
    ).content.decode()  # fmt: skip
    assert "Day care" in page and "canaryshared" in page and "Lantern Program" in page
    assert "canaryhidden" not in page and "withheld" not in page.lower()
    assert client_of(here, "petra").get(
        reverse("services", args=[here.people["ivy"]])
    ).status_code == 404  # fmt: skip


def test_what_she_told_is_not_in_his_copy(couple: County) -> None:
    """His plan is about what he did; an item known only through her stays."""
    told = HIS | {"what": "Talk canarytold", "source": "SURVIVOR"}
    post(couple, "petra", "max", "services_new", **HIS)
    post(couple, "petra", "max", "services_new", **told)
    where = reverse("services_copy", args=[couple.people["max"]])
    made = client_of(couple, "petra").post(where, {"language": "en"})
    text = " ".join(t for _, t in texts(made.content))
    assert "canaryprogram" in text and "canarytold" not in text
    for who in ("SUBJECT", "PARTY"):
        given = str(seen_as.seen_as(now_opened(couple, "petra", "max"), who).given)
        assert "canarytold" not in given and "His mother" not in given


def test_a_weekly_appointment_clashes_in_the_weeks_after_too(couple: County) -> None:
    at = timezone.now() - timedelta(days=6)
    place = {"what": "Class", "place": "Alder Center"}
    hers = Said(state=State.WANTED, texts=place, starts_at=at, times_a_week=1)
    actions.add(now_opened(couple, "petra", "eva"), Whose.SURVIVOR, hers)
    his = Said(state=State.REFERRED, texts=place, starts_at=at + timedelta(weeks=5))
    with pytest.raises(Clash):
        plans.require_apart(now_opened(couple, "petra", "max"), Whose.ACCOUNTABLE, his)
