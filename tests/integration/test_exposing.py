"""Exposure on screens: before saving, before sending, and of what is on the record."""

from datetime import timedelta

from django.urls import reverse

from safelight.core.periods import Period
from safelight.core.vocabulary import Category, Partition, Purpose, Source
from safelight.demo.county import County
from safelight.demo.steps import note, opened
from safelight.disclosure import exposing
from safelight.disclosure.offers import offer
from safelight.disclosure.person import read
from safelight.disclosure.shown import Refused
from safelight.records.agreements.actions import end, propose, sign
from tests.integration.browser import client_of
from tests.integration.making import fresh, survivor, waiting


def ends(county: County, who: str, person: str, *what: object) -> set[str]:
    paths = exposing.of_new(opened(county, who, person), *what)  # type: ignore[arg-type]
    return {path.end.label for path in paths}


def test_the_general_part_of_a_file_reaches_the_other_party_and_the_sealed_does_not(
    county: County,
) -> None:
    general = ends(
        county,
        "petra",
        "ruth",
        Category.NARRATIVE,
        Partition.GENERAL,
        Source.OBSERVATION,
    )
    assert "The other party" in general
    paths = exposing.of_new(
        opened(county, "petra", "ruth"), Category.NARRATIVE, Partition.SEALED,
        Source.SURVIVOR,
    )  # fmt: skip
    direct = [p for p in paths if p.end.is_other_side and len(p.steps) == 1]
    assert direct == []


def test_only_agreements_that_the_gate_lets_it_go_on_count_first(
    county: County,
) -> None:
    """Support and protection agreed on locations; a flagged person's stays (CS-1)."""
    partner, here = "Alder County Child Protection", fresh(county)
    made = propose(
        by=here.acting("sonia"), at=here.now, recipient=here.agencies["protection"],
        categories=[Category.MONEY, Category.LOCATION], purposes=[Purpose.BENEFITS],
        period=Period(here.now, here.now + timedelta(days=1)),
    )  # fmt: skip
    for who in ("sonia", "omar"):
        sign(made, by=here.acting(who), at=here.now)
    location = (Category.LOCATION, Partition.GENERAL, Source.SURVIVOR)
    money = (Category.MONEY, Partition.GENERAL, Source.PUBLIC_RECORD)
    assert partner not in ends(fresh(here), "carl", "lena", *location)
    assert partner in ends(fresh(here), "carl", "nora", *money)
    end(made, by=here.acting("sonia"), at=here.now)


def test_agreements_between_others_lead_on(county: County) -> None:
    """The program is no party to it, and is told that its partner has it."""
    here = fresh(county)
    code, wish = waiting(here)
    rosa = opened(here, "rosa", code)
    found = exposing.of_offer(rosa, offer(rosa, wish), wish.recipient)
    labels = {path.end.label: labels for path, labels in found}
    assert "Another state's child support agency" not in labels  # a protected phone
    assert all(set(items) <= {"Phone"} for items in labels.values())


def test_an_item_of_the_record_and_one_that_is_not(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    written = note(here, "rosa", code, "Wants a quiet room.")
    then = opened(here, "rosa", code)
    paths = exposing.of_item(then, f"note:{written}")
    assert not isinstance(paths, Refused)
    assert exposing.of_item(then, "note:none") == Refused()


def test_the_pages_say_it_before_saving_and_before_sending(county: County) -> None:
    petra, ruth = client_of(county, "petra"), county.people["ruth"]
    page = petra.get(reverse("person_note", args=[ruth])).content.decode()
    assert "Who could come to hold this" in page and "<svg" in page
    assert "Other side" in page
    asked = {"category": "NARRATIVE", "partition": "SEALED", "source": "SURVIVOR"}
    panel = petra.get(reverse("exposure_new", args=[ruth]), asked).content.decode()
    assert "Narrative, sealed part" in panel
    contact = {"kind": "HOME", "source": "SURVIVOR"}
    panel = petra.get(reverse("exposure_new", args=[ruth]), contact).content.decode()
    assert "Location, sealed part" in panel
    bad = {"kind": "CASTLE", "source": "SURVIVOR"}
    assert petra.get(reverse("exposure_new", args=[ruth]), bad).status_code == 404
    page = petra.get(reverse("person_contact", args=[ruth])).content.decode()
    assert "Who could come to hold this" in page


def test_the_share_page_says_it_with_the_offer(county: County) -> None:
    here = fresh(county)
    code, wish = waiting(here)
    rosa = client_of(here, "rosa")
    where = reverse("share_items", args=[here.people[code], "release", wish.ground.id])
    data = {
        "items": list(wish.keys),
        "purpose": Purpose.ENFORCE_SUPPORT,
        "attention": "",
    }
    page = rosa.post(where, data).content.decode()
    assert "Who could come to hold it from there" in page


def test_nobody_kept_away_learns_an_exposure(county: County) -> None:
    asked = {"category": "NARRATIVE", "partition": "SEALED", "source": "SURVIVOR"}
    lena = county.people["lena"]
    for who in ("nils", "petra", "rosa"):
        client = client_of(county, who)
        assert (
            client.get(reverse("exposure_new", args=[lena]), asked).status_code == 404
        )
        where = reverse("exposure_item", args=[lena, f"name:{lena}"])
        assert client.get(where).status_code == 404


def test_a_substitute_goes_itself_and_a_home_does_not_go_in_its_place(
    county: County,
) -> None:
    """Before and after saving the panel says the same of it."""
    here, partner = fresh(county), "Alder County Child Protection"
    location = (Category.LOCATION, Partition.GENERAL, Source.SURVIVOR)
    then = opened(here, "carl", "lena")
    paths = exposing.of_new(then, *location, is_substitute=True)
    assert partner in {path.end.label for path in paths}
    assert partner not in ends(here, "carl", "lena", *location)
    for field in read(then).of("contact"):
        paths = exposing.of_item(then, field.key)
        assert not isinstance(paths, Refused)
        labels = {path.end.label for path in paths}
        assert (partner in labels) == (field.label == "Substitute address")
