"""Notes: nothing typed is lost, nobody's text is overwritten, sealing seals all of it."""

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.vocabulary import Category, GroundKind, Partition, Purpose
from safelight.demo.county import County
from safelight.demo.steps import note, nothing_in_force, opened, take_in
from safelight.disclosure.grounds import GroundRef
from safelight.disclosure.offers import Wish
from safelight.disclosure.sharing import prepare, send
from safelight.disclosure.shown import Refused
from safelight.disclosure.versions import versions
from safelight.records.agreements.models import Agreement
from safelight.records.notes import actions, drafts
from safelight.records.notes.models import Draft, Note
from safelight.records.packets.models import Exchange
from tests.integration.browser import client_of
from tests.integration.making import fresh, survivor

HX = {"HX-Request": "true"}


def typed(
    client: Client, county: County, code: str, text: str, form: str = "note"
) -> str:
    where = reverse("draft", args=[county.people[code], form])
    data = {"text": text, "category": "COURT", "partition": "SEALED", "source": "CHILD"}
    return client.post(where, data, headers=HX).content.decode()


def test_what_was_typed_comes_back_to_its_writer_alone(county: County) -> None:
    here = fresh(county)
    code, rosa, dina = survivor(here), client_of(here, "rosa"), client_of(here, "dina")
    assert "Kept at" in typed(rosa, here, code, "Half a sent")
    typed(rosa, here, code, "Half a sentence")

    where = reverse("person_note", args=[here.people[code]])
    page = rosa.get(where).content.decode()
    assert "Half a sentence" in page and "what you were writing" in page
    assert re.search(r'value="COURT" selected', page)
    assert "Half a sentence" not in dina.get(where).content.decode()
    assert "a text that is not saved yet" in rosa.get(reverse("work")).content.decode()
    with acting_as(here.acting("rosa")):
        row = Draft.objects.get(person_id=here.people[code])
    assert b"Half" not in bytes(row.content)


def test_saving_or_throwing_away_destroys_the_draft(county: County) -> None:
    here = fresh(county)
    code, rosa = survivor(here), client_of(here, "rosa")
    person = here.people[code]
    typed(rosa, here, code, "A whole sentence.")
    data = {"text": "A whole sentence.", "category": "COURT", "partition": "GENERAL",
            "source": "OBSERVATION"}  # fmt: skip
    rosa.post(reverse("person_note", args=[person]), data)
    assert drafts.find(opened(here, "rosa", code), "note") is None

    typed(rosa, here, code, "Another.")
    rosa.post(reverse("draft_discard", args=[person, "note"]))
    assert drafts.find(opened(here, "rosa", code), "note") is None


def test_an_empty_box_keeps_nothing_and_a_stranger_reaches_no_draft(
    county: County,
) -> None:
    here = fresh(county)
    code = survivor(here)
    typed(client_of(here, "rosa"), here, code, "   ")
    assert drafts.find(opened(here, "rosa", code), "note") is None
    where = reverse("draft", args=[here.people[code], "note"])
    for who in ("carl", "petra"):
        response = client_of(here, who).post(where, {"text": "x"}, headers=HX)
        assert response.status_code == 404


def test_a_session_that_ended_asks_to_sign_in_on_the_same_page(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    where = reverse("draft", args=[here.people[code], "note"])
    response = Client().post(where, {"text": "typed"}, headers=HX)

    assert response.status_code == 200
    assert response["HX-Retarget"] == "#again"
    assert "Your text is still on this page" in response.content.decode()
    assert Client().post(where, {"text": "typed"}).status_code == 302


def test_two_people_at_one_note_both_keep_their_text(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    written = note(here, "rosa", code, "First text.")
    rosa, dina = client_of(here, "rosa"), client_of(here, "dina")
    where = reverse("note", args=[here.people[code], written])
    assert 'name="revision" value="1"' in rosa.get(where).content.decode()

    dina.post(where, {"text": "Dina's text.", "revision": 1})
    page = rosa.post(where, {"text": "Rosa's text.", "revision": 1}).content.decode()

    assert "Dina&#x27;s text." in page and "Rosa&#x27;s text." in page
    assert "Somebody saved this note while you were writing" in page
    assert 'name="revision" value="2"' in page
    rosa.post(where, {"text": "Both texts.", "revision": 2})
    found = versions(opened(here, "rosa", code), f"note:{written}")
    assert not isinstance(found, Refused)
    assert [v.text for v in found] == ["Both texts.", "Dina's text.", "First text."]
    assert [v.who for v in found] == ["Rosa Vega", "Dina Holt", "Rosa Vega"]


def test_mine_can_become_a_note_of_its_own(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    written = note(here, "rosa", code, "First text.")
    rosa = client_of(here, "rosa")
    where = reverse("note", args=[here.people[code], written])
    rosa.post(where, {"text": "Mine alone.", "revision": 1, "apart": "yes"})
    page = rosa.get(reverse("person", args=[here.people[code]])).content.decode()
    assert "Mine alone." in page and "First text." in page


def test_sealing_a_note_seals_all_it_ever_said(county: County) -> None:
    """Who may not see the sealed part sees no version of it, old or new (CF-26)."""
    here = fresh(county)
    take_in(
        here, "kid", "omar", "petra", "Simon Sealed", timezone.localdate(here.now), 9
    )
    nothing_in_force(here, "petra", "kid")
    written = note(here, "petra", "kid", "He hides in the attic.")
    actions.revise(
        opened(here, "petra", "kid"), written, text="He hides upstairs.", revision=1
    )
    key = f"note:{written}"
    page = client_of(here, "petra").get(
        reverse("note_versions", args=[here.people["kid"], written])
    )
    assert "attic" in page.content.decode()

    client_of(here, "petra").post(
        reverse("note_seal", args=[here.people["kid"], written])
    )

    found = versions(opened(here, "petra", "kid"), key)
    assert not isinstance(found, Refused) and len(found) == 2
    assert _is_sealed(here, written)


def _is_sealed(county: County, written: UUID) -> bool:
    from safelight.records.notes.models import Note

    with acting_as(county.acting("petra")):
        return bool(Note.objects.get(id=written).partition == Partition.SEALED)


def test_a_version_is_decided_on_by_the_facts_of_today(county: County) -> None:
    """A finished court clerk's colleague who sees the general part loses the versions
    at the moment the note is sealed."""
    here = fresh(county)
    take_in(
        here, "kid2", "sonia", "carl", "Sidney Sealed", timezone.localdate(here.now), 9
    )
    nothing_in_force(here, "carl", "kid2")
    written = note(here, "carl", "kid2", "Works nights.")
    key = f"note:{written}"
    assert not isinstance(versions(opened(here, "nils", "kid2"), key), Refused)

    actions.move_to_sealed(opened(here, "carl", "kid2"), written)

    assert isinstance(versions(opened(here, "nils", "kid2"), key), Refused)
    assert isinstance(versions(opened(here, "carl", "kid2"), "note:none"), Refused)


def test_packets_under_agreements_that_carry_it_are_recalled(county: County) -> None:
    here = fresh(county)
    take_in(
        here, "kid3", "sonia", "carl", "Stella Sealed", timezone.localdate(here.now), 9
    )
    nothing_in_force(here, "carl", "kid3")
    written = note(here, "carl", "kid3", "Payment came.", category=Category.NARRATIVE)
    with acting_as(here.acting("carl")):
        found = Agreement.objects.filter(
            ended_at=None, sender_id=here.agencies["support"], ends__gt=here.now,
            purposes__contains=[Purpose.CHILD_SAFETY],
        ).first()  # fmt: skip
    assert found is not None
    then = opened(here, "carl", "kid3")
    wish = Wish(
        recipient=found.recipient_id, purpose=Purpose.CHILD_SAFETY,
        ground=GroundRef(GroundKind.AGREEMENT, found.id), keys=(f"note:{written}",),
        attention=here.staff["petra"],
    )  # fmt: skip
    packet = prepare(then, wish)
    assert send(then, packet) is None

    assert actions.move_to_sealed(opened(here, "carl", "kid3"), written) == 1
    with acting_as(here.acting("carl")):
        assert Exchange.objects.get(id=packet).recalled_at


@pytest.mark.parametrize("act", ["revise", "seal"])
def test_another_persons_note_is_not_changed(county: County, act: str) -> None:
    here = fresh(county)
    mine, other = survivor(here), survivor(here)
    written = note(here, "rosa", other, "Other.")
    then = opened(here, "rosa", mine)
    with pytest.raises(actions.NoSuchNote):
        if act == "revise":
            actions.revise(then, written, text="x", revision=1)
        else:
            actions.move_to_sealed(then, written)
    assert timezone.now() > here.now


def test_a_childs_confidence_is_not_saved_in_the_general_part(county: County) -> None:
    here = fresh(county)
    code, rosa = survivor(here), client_of(here, "rosa")
    where = reverse("person_note", args=[here.people[code]])
    data = {"text": "He hides my shoes.", "category": "CHILDS_CONFIDENCE",
            "partition": "GENERAL", "source": "CHILD"}  # fmt: skip

    page = rosa.post(where, data).content.decode()
    assert "goes to the sealed part" in page and "He hides my shoes." in page
    page = rosa.post(where, {**data, "partition": "SEALED"}, follow=True)
    assert "Note saved." in page.content.decode()


def test_a_text_is_kept_and_saved_for_whoever_began_it_alone(county: County) -> None:
    here = fresh(county)
    code, rosa, dina = survivor(here), client_of(here, "rosa"), client_of(here, "dina")
    where = reverse("person_note", args=[here.people[code]])
    data = {"text": "Mine.", "category": "COURT", "partition": "SEALED",
            "source": "SURVIVOR", "writer": str(here.staff["rosa"])}  # fmt: skip

    refused = dina.post(where, data)
    kept = dina.post(
        reverse("draft", args=[here.people[code], "note"]), data, headers=HX
    )

    assert refused.status_code == 403
    assert "Somebody else is signed in" in kept.content.decode()
    assert drafts.find(opened(here, "dina", code), "note") is None
    assert "Note saved." in rosa.post(where, data, follow=True).content.decode()


def test_a_change_that_waits_is_linked_from_my_work(county: County) -> None:
    here = fresh(county)
    code, rosa = survivor(here), client_of(here, "rosa")
    written = note(here, "rosa", code, "Likes chess.")
    typed(rosa, here, code, "Likes chess and drums.", f"note-{written.hex}")

    where = reverse("note", args=[here.people[code], written])
    assert where in rosa.get(reverse("work")).content.decode()
    assert "Likes chess and drums." in rosa.get(where).content.decode()


def test_a_general_note_is_looked_over_once_and_never_blocked(county: County) -> None:
    """CF-27, CF-37: the place, the reason and a way out; the second press saves."""
    here = fresh(county)
    take_in(here, "kid4", "omar", "petra", "Nina Narrow", date(2019, 4, 2), 3)
    petra, ids = client_of(here, "petra"), [here.people["kid4"]]
    where = reverse("person_note", args=ids)
    data = {"text": "Mother failed to protect them. He choked her.", "source": "OBSERVATION",
            "category": "NARRATIVE", "partition": "GENERAL"}  # fmt: skip

    page = petra.post(where, data).content.decode()
    assert "<mark>failed to protect</mark>" in page and "Not saved yet" in page
    assert "Save it in the sealed part" in page and "Missouri" in page
    looked = re.findall(r'name="looked" value="(\w+)"', page)
    assert set(looked) == {"ATTACK", "FAILED_TO_PROTECT"}
    again = data | {"looked": looked, "text": data["text"] + " He had a gun."}
    assert "<mark>gun</mark>" in petra.post(where, again).content.decode()

    def kept(more: dict[str, object]) -> str:
        petra.post(where, data | {"looked": looked} | more)
        with acting_as(here.acting("petra")):
            rows = Note.objects.filter(person_id=ids[0]).order_by("written_at")
            return [row.partition for row in rows][-1]

    assert kept({}) == "GENERAL"
    assert kept({"seal": "yes"}) == "SEALED"
    plain = data | {"text": "The children like their school."}
    assert "Note saved." in petra.post(where, plain, follow=True).content.decode()


def test_a_note_that_is_changed_is_looked_over_too(county: County) -> None:
    here = fresh(county)
    take_in(here, "kid5", "omar", "petra", "Nora Narrow", date(2019, 4, 2), 3)
    row = note(
        here, "omar", "kid5", "She came.", days_ago=1, partition=Partition.GENERAL
    )
    petra, where = (
        client_of(here, "petra"),
        reverse("note", args=[here.people["kid5"], row]),
    )
    data = {"text": "She came. He had hit her with a belt, she said.", "revision": 1}
    page = petra.post(where, data).content.decode()
    assert "<mark>hit her</mark>" in page
    petra.post(where, data | {"looked": "ATTACK", "seal": "yes"})
    with acting_as(here.acting("petra")):
        kept = Note.objects.get(id=row)
    assert kept.partition == "SEALED" and kept.revision == 2
