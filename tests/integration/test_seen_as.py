"""See it as: what another reader would get equals what they do get."""

from typing import Any

import pytest
from django.urls import reverse

from safelight.core.viewpoints import OUTSIDERS
from safelight.core.vocabulary import Standing
from safelight.demo.county import County
from safelight.demo.steps import opened
from safelight.disclosure import inbox
from safelight.disclosure.person import read
from safelight.disclosure.seen_as import NOT_YOURS, NoSuchViewpoint, seen_as, viewpoints
from safelight.disclosure.shown import Shown
from tests.integration.browser import client_of
from tests.integration.making import fresh, sent_packet


def texts(county: County, who: str, person: str, code: str) -> list[str]:
    seen = seen_as(opened(county, who, person), code)
    return [f.text for f in seen.fields if isinstance(f, Shown)]


@pytest.mark.parametrize("who", [s for s in OUTSIDERS if s is not Standing.SUBJECT])
def test_no_outsider_gets_a_flagged_persons_whereabouts(
    county: County, who: Standing
) -> None:
    for worker, person in (("carl", "lena"), ("petra", "ruth"), ("rosa", "lena_l")):
        found = " ".join(texts(county, worker, person, who.value))
        for canary in ("Elm", "010-2233", "Orchard", "parking lot", "packed bag"):
            assert canary not in found


def test_counsel_gets_the_general_part_of_a_child_protection_file(
    county: County,
) -> None:
    """CF-26, CF-28: what is in the general part can reach the other side."""
    seen = seen_as(opened(county, "petra", "ruth"), Standing.COUNSEL.value)
    sealed = [f for f in seen.withheld if f.label == "Note: safety"]
    assert sealed and sealed[0].reasons
    own = " ".join(texts(county, "petra", "ruth", Standing.SUBJECT.value))
    assert "Ruth Amari" in own


def test_what_an_agency_would_get_is_what_it_got(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    support = here.agencies["support"]
    page = inbox.read(here.acting("carl"), packet, here.now)
    assert isinstance(page, inbox.PacketPage)
    got = sorted(f.text for f in page.fields if isinstance(f, Shown))

    assert sorted(texts(here, "rosa", code, f"agency-{support}")) == got
    other = here.agencies["protection"]
    assert texts(here, "rosa", code, f"agency-{other}") == []
    assert texts(here, "rosa", code, f"team-{support}") == []


def test_a_colleague_kept_away_sees_nothing_and_a_supervisor_all(
    county: County,
) -> None:
    nils, sonia = county.staff["nils"], county.staff["sonia"]
    assert texts(county, "carl", "lena", f"staff-{nils}") == []
    mine = [
        f.text
        for f in read(opened(county, "carl", "lena")).fields
        if isinstance(f, Shown)
    ]
    assert sorted(texts(county, "carl", "lena", f"staff-{sonia}")) == sorted(mine)


def test_nobody_sees_through_anothers_eyes_what_they_may_not_see_themselves(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who would get an item that this worker may not open: said, not shown."""
    from safelight.core.gate.decision import Decision
    from safelight.disclosure import seen_as as module

    real = module.decided

    def narrow(*args: Any) -> Any:
        found, decision, facts = real(*args)
        withheld = {k: r for k, r in decision.rulings.items() if k.startswith("name:")}
        return found, Decision(withheld, decision.policies), facts

    monkeypatch.setattr(module, "decided", narrow)
    seen = seen_as(opened(county, "carl", "nora"), f"staff-{county.staff['sonia']}")
    words = [f.words for f in seen.given if not isinstance(f, Shown)]
    assert words and set(words) == {NOT_YOURS}


def test_everybody_is_offered_and_nobody_else_is_accepted(county: County) -> None:
    then = opened(county, "carl", "lena")
    groups = viewpoints(then)
    assert list(groups) == [
        "Outside",
        "Other agencies",
        "In a review team",
        "Colleagues",
    ]
    assert len(groups["Outside"]) == len(OUTSIDERS)
    for code in ("agency-x", "STAFF", "staff-" + str(county.staff["rosa"])):
        with pytest.raises(NoSuchViewpoint):
            seen_as(then, code)


def test_the_page_shows_both_halves(county: County) -> None:
    client, lena = client_of(county, "carl"), county.people["lena"]
    where = reverse("person_as", args=[lena])
    assert "As whom" in client.get(where).content.decode()
    page = client.get(where, {"who": "COUNSEL"}).content.decode()
    assert "would get 0 of" in page and "Withheld from them" in page
    assert client.get(where, {"who": "nobody"}).status_code == 404
    assert client_of(county, "nils").get(where).status_code == 404


def test_what_the_leak_guard_would_stop_is_not_said_to_go(county: County) -> None:
    """A note with her address typed into it: the sharing page stops it, and so here."""
    here = fresh(county)
    seen = seen_as(opened(here, "carl", "lena"), agency_code(here, "protection"))
    given = " ".join(f.text for f in seen.given if isinstance(f, Shown))
    assert "elm" not in given.lower()
    stopped = [f for reason, fields in seen.reasons.items() for f in fields
               if reason.code == "leak-guard"]  # fmt: skip
    assert [f.label for f in stopped] == ["Note: narrative"]
    assert "PO Box 71" in given and str(county.people["mia"]) not in given


def agency_code(county: County, agency: str) -> str:
    return f"agency-{county.agencies[agency]}"
