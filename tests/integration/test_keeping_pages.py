"""Keep or purge, in pages: the hold, single items, the whole record, the schedule."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.demo.county import County
from safelight.demo.steps import note, opened
from safelight.disclosure.access import open_person
from safelight.disclosure.person import read
from safelight.disclosure.shown import Refused
from tests.integration.browser import client_of, searched
from tests.integration.making import fresh, phone, survivor


def post(
    client: Client, name: str, county: County, code: str, /, **data: object
) -> str:
    where = reverse(name, args=[county.people[code]])
    return client.post(where, data, follow=True).content.decode()


def whole(county: County, code: str) -> dict[str, str]:
    return {"whole-name": read(opened(county, "rosa", code)).name}


def test_a_hold_hides_the_purge_and_lifting_brings_it_back(county: County) -> None:
    here = fresh(county)
    code, dina = survivor(here), client_of(here, "dina")

    page = post(dina, "retention_hold", here, code, reason="Counsel, matter 9")
    assert "A legal hold keeps this record" in page and "Purge the whole" not in page
    assert "by Dina" in page and "Counsel, matter 9" in page
    refused = post(dina, "retention_purge", here, code, **whole(here, code))
    assert "A legal hold keeps this record" in refused
    assert "The hold is lifted" in post(dina, "retention_lift", here, code)
    assert "There is no legal hold" in post(dina, "retention_lift", here, code)


def test_the_whole_record_goes_only_after_the_name(county: County) -> None:
    here = fresh(county)
    code, dina = survivor(here), client_of(here, "dina")

    page = post(dina, "retention_purge", here, code, **{"whole-name": "purge"})
    assert "Nothing was purged" in page
    page = post(dina, "retention_purge", here, code, **whole(here, code))
    assert "The ledger keeps that a record was purged, not whose" in page
    found = open_person(here.acting("dina"), here.people[code], timezone.now())
    assert found == Refused()


def test_an_item_that_stands_in_a_note_is_asked_about_again(county: County) -> None:
    here = fresh(county)
    code, dina = survivor(here), client_of(here, "dina")
    contact = phone(here, "rosa", code)
    fields = read(opened(here, "rosa", code)).fields
    number = next(f.text for f in fields if f.key == f"contact:{contact}")
    note(here, "rosa", code, f"Her number is {number}.")
    name = whole(here, code)["whole-name"]
    wish = {"items": [f"contact:{contact}"], "name": name}

    assert "also stands in 1 note" in post(dina, "retention_items", here, code, **wish)
    page = post(dina, "retention_items", here, code, **wish, anyway="yes")
    assert "Purged, with earlier versions: 1." in page
    assert "Choose at least one item" in post(
        dina, "retention_items", here, code, name=name
    )


def test_a_worker_who_does_not_supervise_purges_nothing(county: County) -> None:
    here = fresh(county)
    code, rosa = survivor(here), client_of(here, "rosa")
    where = reverse("retention_purge", args=[here.people[code]])

    assert rosa.post(where, whole(here, code)).status_code == 404


def test_the_schedule_is_shown_set_and_counted(county: County) -> None:
    client = client_of(county, "omar")
    page = client.get(reverse("retention_schedule")).content.decode()
    assert "Packets received, after their end or recall: days" in page

    data = {"PERSON": "3650", "PACKET": "0"}
    page = client.post(reverse("retention_schedule"), data).content.decode()
    assert "greater than or equal to 30" in page
    data = {"PERSON": "3650", "PACKET": "45"}
    page = client.post(reverse("retention_schedule"), data).content.decode()
    assert "this would be purged tonight" in page
    assert 'value="30"' in client.get(reverse("retention_schedule")).content.decode()
    data = {"PERSON": "", "PACKET": "30", "sure": "yes"}
    page = client.post(
        reverse("retention_schedule"), data, follow=True
    ).content.decode()
    assert "What is due is purged at night" in page


def test_another_name_and_a_participant_number_find_the_person(county: County) -> None:
    here = fresh(county)
    code, rosa = survivor(here), client_of(here, "rosa")
    for kind, value in (("ALIAS", "Verena Quist"), ("PARTICIPANT", "P-77120")):
        post(rosa, "person_identifier", here, code, kind=kind, value=value,
             source="SURVIVOR")  # fmt: skip
    for text in ("veren", "quist ver", "P-77120", "p 77120"):
        page = searched(rosa, text)
        assert str(here.people[code]) in page, text
    stranger = client_of(here, "carl")
    assert str(here.people[code]) not in searched(stranger, "veren")
