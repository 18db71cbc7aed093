"""Every form of the staff's pages, filled in as a worker would."""

import re
from datetime import date, timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.demo.county import County
from safelight.disclosure import outbox
from safelight.disclosure.access import open_person
from safelight.disclosure.worklist import work
from safelight.records.opened import Opened
from tests.integration.browser import client_of
from tests.integration.making import fresh, sent_packet, survivor


def page_of(client: Client, code: str, county: County) -> str:
    response = client.get(reverse("person", args=[county.people[code]]))
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, route: str, args: list[object], /, **form: object) -> str:
    """Send a form and follow; the page that comes back."""
    response = client.post(reverse(route, args=args), form, follow=True)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_note_in_the_sealed_partition(county: County) -> None:
    client, person = client_of(county, "petra"), county.people["ruth"]

    page = post(
        client, "person_note", [person], category="HARM", partition="SEALED",
        source="SURVIVOR", text="He waited outside the school.",
    )  # fmt: skip

    assert "Note saved." in page
    assert "He waited outside the school." in page
    assert ">Sealed</span>" in page


def test_a_note_without_text_says_so(county: County) -> None:
    client, args = client_of(county, "petra"), [county.people["ruth"]]

    page = post(client, "person_note", args, category="HARM")

    assert "This field is required" in page


def test_an_advocates_note_is_offered_in_a_program_only(county: County) -> None:
    where = reverse("person_note", args=[county.people["lena"]])
    page = client_of(county, "carl").get(where).content.decode()
    theirs = reverse("person_note", args=[county.people["tess"]])

    assert "ADVOCATE_NOTES" not in page
    assert "ADVOCATE_NOTES" in client_of(county, "rosa").get(theirs).content.decode()


def test_contacts_are_added_and_asked_again(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    client, person = client_of(county, "rosa"), here.people[code]

    page = post(
        client, "person_contact", [person], kind="PHONE", value="(555) 012-9000",
        source="SURVIVOR", safe_use="SAFE", how="Mornings.", shelter="CLEAR",
    )  # fmt: skip

    assert "(555) 012-9000" in page
    assert "Mornings." in page
    assert "Safe to use (said on" in page
    contact = page.split(f"/people/{person}/contact/")[1].split("/")[0]
    page = post(client, "person_contact_confirm", [person, contact], safe_use="UNSAFE")
    assert "Never use (said on" in page


def test_protections_count_from_now_on(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    client, person = client_of(county, "rosa"), here.people[code]

    page = post(
        client, "person_protection", [person], kind="PROTECTION_ORDER",
        standing="SET", basis="ORDER",
    )  # fmt: skip

    assert "Protection order" in page
    assert "It counts from now on" in page


def test_a_case_and_its_hearing(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    client, person = client_of(county, "rosa"), here.people[code]

    page = post(client, "person_case", [person], number="LA-9001")
    assert "Say which part the person of this record has" in page
    page = post(
        client, "person_case", [person], number="LA-9001",
        **{f"part_{person}": "PARTICIPANT"},
    )  # fmt: skip
    assert "LA-9001" in page
    where = reverse("person_hearing", args=[person])
    case = client.get(where).content.decode().split('<option value="')[1].split('"')[0]
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    page = post(client, "person_hearing", [person], case=case, day=day, hour="14:30")
    assert "2:30 PM" in page


def test_a_case_is_closed_once(county: County) -> None:
    from safelight.core.case_kinds import CaseKind, Part
    from safelight.demo.steps import opened, take_in
    from safelight.records.cases.actions import open_case
    from tests.integration.making import fresh

    here = fresh(county)
    take_in(here, "shut", "omar", "petra", "Cora Closed", date(1977, 7, 7), 3)
    part = (opened(here, "petra", "shut"), Part.PARENT)
    open_case([part], kind=CaseKind.CPS_CASE, number="CP-9")
    client, person = client_of(here, "petra"), here.people["shut"]
    page = client.get(reverse("person", args=[person])).content.decode()
    (where,) = re.findall(r'action="(/people/[^"]+/close/)"', page)

    closed = client.post(where, follow=True).content.decode()
    assert "Case closed." in closed and "case (closed)" in closed
    assert "closed already" in client.post(where, follow=True).content.decode()
    assert where not in closed


def test_taking_in_says_received_and_a_supervisor_assigns(county: County) -> None:
    form = {"name": "Hana Arrival", "birth_date": "1999-05-05", "source": "SURVIVOR"}

    page = post(client_of(county, "carl"), "person_receive", [], **form)

    assert "Received." in page
    assert "Hana" not in page
    sonia = client_of(county, "sonia")
    waiting = work(county.acting("sonia"), timezone.now()).unassigned
    person = next(row.person for row in waiting if row.name == "Hana Arrival")
    page = post(sonia, "person_assign", [person], staff=str(county.staff["carl"]))
    assert "Worker: Carl Ivers." in page
    page = post(sonia, "person_block", [person], staff=str(county.staff["nils"]))
    assert "kept away" in page
    assert (
        "Hana Arrival"
        in client_of(county, "carl")
        .get(reverse("work"), {"all": "yes"})
        .content.decode()
    )


def release_form(county: County, person: UUID, **changed: object) -> dict[str, object]:
    return {
        "recipient": str(county.agencies["support"]),
        "purpose": "ENFORCE_SUPPORT",
        "items": [f"name:{person}"],
        "ends_on": (timezone.localdate() + timedelta(days=10)).isoformat(),
        "alternatives": "She could call them; she prefers this.",
        "risks": "Court papers may show it.",
        "signer": "ADULT",
        "co_signer_abuse": "UNKNOWN",
        "signed_how": "ON_PAPER",
        **changed,
    }


def test_a_release_is_recorded_and_withdrawn(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    client, person = client_of(county, "rosa"), here.people[code]

    page = post(client, "release_new", [person], **release_form(county, person))

    assert "Release recorded." in page
    opened = open_person(here.acting("rosa"), person, timezone.now())
    assert isinstance(opened, Opened)
    (release,) = outbox.releases_of(opened)
    page = post(client, "release_withdraw", [person, release.release], how="ORAL")
    assert "Withdrawn. Nothing had been sent on it." in page
    page = post(client, "release_withdraw", [person, release.release], how="ORAL")
    assert "already withdrawn" in page


def test_a_release_without_what_the_law_asks_for_says_what_is_missing(
    county: County,
) -> None:
    here = fresh(county)
    code = survivor(here)
    client, person = client_of(county, "rosa"), here.people[code]
    late = (timezone.localdate() + timedelta(days=45)).isoformat()
    far = (timezone.localdate() + timedelta(days=400)).isoformat()
    past = (timezone.localdate() - timedelta(days=4)).isoformat()
    cases = {
        "More than 30 days": {"ends_on": late},
        "At most 90 days": {"ends_on": far},
        "Choose a last day from today on": {"ends_on": past},
        "this is an adult": {"signer": "MINOR_AND_PARENT"},
        "Choose at least one item": {"items": []},
    }
    for words, changed in cases.items():
        form = release_form(county, person, **changed)
        page = post(client, "release_new", [person], **form)
        assert words in page, words


def test_a_parent_who_may_be_abusive_cannot_sign(county: County) -> None:
    client, person = client_of(county, "carl"), county.people["mia"]
    form = release_form(
        county, person, signer="MINOR_AND_PARENT",
        recipient=str(county.agencies["court"]), co_signer=str(county.people["jonas"]),
    )  # fmt: skip

    page = post(client, "release_new", [person], **form)
    assert "This parent cannot sign for the child" in page
    form |= {"co_signer": str(county.people["lena"]), "co_signer_abuse": "NO"}
    assert "Release recorded." in post(client, "release_new", [person], **form)


def test_the_whole_way_of_a_packet_in_pages(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    client, person = client_of(county, "rosa"), here.people[code]
    post(client, "release_new", [person], **release_form(county, person))
    choices = client.get(reverse("share", args=[person])).content.decode()
    ground = choices.split(f"/people/{person}/share/release/")[1].split("/")[0]
    args: list[object] = [person, "release", ground]
    form = {"items": [f"name:{person}"], "purpose": "ENFORCE_SUPPORT"}

    page = post(client, "share_items", args, **form)
    assert "What they will get" in page
    page = post(client, "share_items", args, prepare="yes", **form)
    assert "Show this page to the person" in page
    packet = page.split("/packet/")[1].split("/")[0]
    page = post(client, "packet_send", [person, packet])
    assert "Show the packet to the person" in page
    post(client, "packet_shown", [person, packet])
    assert "Sent. You can recall it" in post(client, "packet_send", [person, packet])
    page = post(client, "packet_recall", [person, packet])
    assert "cannot be taken back" in page
    assert "Recalled" in page_of(client, code, here)


def test_the_inbox_and_the_printout(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)
    client = client_of(county, "carl")

    assert f"/inbox/{packet}/" in client.get(reverse("inbox")).content.decode()
    page = client.get(reverse("inbox_packet", args=[packet])).content.decode()
    assert "Do not pass this on" in page
    paper = post(client, "inbox_paper", [packet])
    assert "To be destroyed or returned after" in paper
    assert "Do not pass this on" in paper


def test_a_supervisor_hands_on_in_pages(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here, attention="sonia")
    client = client_of(county, "sonia")

    page = post(client, "inbox_hand_on", [packet], staff=str(county.staff["carl"]))
    assert "Handed on." in page
    where = reverse("inbox_packet", args=[packet])
    assert client_of(county, "carl").get(where).status_code == 200
    assert "Inbox" in post(client, "inbox_hand_on", [packet], staff="nobody")


def test_an_agreement_is_proposed_signed_and_ended(county: County) -> None:
    omar, ada = client_of(county, "omar"), client_of(county, "ada")
    form = {
        "recipient": str(county.agencies["court"]),
        "categories": ["IDENTITY", "COURT"],
        "purposes": ["COURT_PROCEEDING"],
        "starts_on": timezone.localdate().isoformat(),
        "ends_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }

    assert "Proposed." in post(omar, "agreement_new", [], **form)
    assert "covers part of this period" in post(omar, "agreement_new", [], **form)
    page = omar.get(reverse("agreements")).content.decode()
    block = next(b for b in page.split("<article") if "Family Court" in b)
    agreement = block.split("/agreements/")[1].split("/")[0]
    assert "Signed for your agency." in post(omar, "agreement_sign", [agreement])
    assert "nothing here for your agency" in post(omar, "agreement_sign", [agreement])
    assert ada.get(reverse("agreement_new")).status_code == 404
    assert "Ended." in post(omar, "agreement_end", [agreement])
    assert "already ended" in post(omar, "agreement_end", [agreement])


def test_an_agreement_needs_categories_and_a_period(county: County) -> None:
    omar = client_of(county, "omar")
    today = timezone.localdate()
    form = {
        "recipient": str(county.agencies["court"]),
        "purposes": ["BENEFITS"],
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=3)).isoformat(),
    }

    assert "at least one category" in post(omar, "agreement_new", [], **form)
    form |= {
        "categories": ["COURT"],
        "ends_on": (today - timedelta(days=3)).isoformat(),
    }
    assert "must come after" in post(omar, "agreement_new", [], **form)


def test_who_has_seen_this_on_screen_and_on_paper(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    client_of(county, "carl").get(reverse("inbox_packet", args=[packet]))
    client, person = client_of(county, "rosa"), here.people[code]

    page = client.get(reverse("person_seen", args=[person])).content.decode()
    assert "Carl Ivers, Alder County Child Support" in page
    assert "Read a packet" in page
    paper = post(client, "person_seen_paper", [person])
    assert "Who has seen your record" in paper
    page = client.get(reverse("person_seen", args=[person])).content.decode()
    assert "List of who has seen this given out" in page


def test_inside_the_vault_a_withheld_field_says_why_and_by_which_law(
    county: County,
) -> None:
    """Dina supervises: a child's confidence is not hers, and the page says whose rule."""
    here = fresh(county)
    code = survivor(here)
    rosa, person = client_of(county, "rosa"), here.people[code]
    post(
        rosa, "person_note", [person], category="CHILDS_CONFIDENCE", partition="SEALED",
        source="CHILD", text="I hide in the pantry.",
    )  # fmt: skip

    page = page_of(client_of(county, "dina"), code, here)

    assert "I hide in the pantry" in page_of(rosa, code, here)
    assert "pantry" not in page
    assert "What a child confided" in page
    assert "34 U.S.C. 12291(b)(2)(B)(ii), (E)" in page
