"""The whole thread: released, sent, read, accounted for, withdrawn, dark."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.envelope import EnvelopeRefused
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.packet_life import NotAllowedNow
from safelight.core.release_rules import WithdrawnHow
from safelight.core.vocabulary import Category, GroundKind, Purpose
from safelight.demo.county import County
from safelight.demo.steps import note, opened, share, sign_release
from safelight.disclosure import accounting, inbox, outbox
from safelight.disclosure.access import open_person
from safelight.disclosure.delivery import deliver
from safelight.disclosure.egress import Stopped
from safelight.disclosure.inbox import PacketPage
from safelight.disclosure.offers import Wish, offer
from safelight.disclosure.options import ground_options
from safelight.disclosure.sharing import NotSent, prepare, send
from safelight.disclosure.shown import Refused, Shown, Withheld
from safelight.records.agreements import actions as agreements
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.packets.models import Packet, ReceivedPacket
from safelight.records.releases.actions import AlreadyWithdrawn, withdraw
from tests.integration.browser import client_of
from tests.integration.making import fresh, sent_packet, waiting


def read(county: County, who: str, packet: UUID) -> PacketPage | Refused:
    return inbox.read(county.acting(who), packet, timezone.now())


def now_opened(county: County, who: str, code: str) -> Opened:
    found = open_person(county.acting(who), county.people[code], timezone.now())
    assert isinstance(found, Opened)
    return found


def test_the_recipient_sees_exactly_what_was_released(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    note(here, "rosa", code, "Never meant to travel.", days_ago=0)

    page = read(here, "carl", packet)

    assert isinstance(page, PacketPage)
    assert page.sender == "Lantern Program"
    assert [type(f) for f in page.fields] == [Shown, Shown, Shown]
    assert {f.label for f in page.fields} == {"Name", "Phone", "Note: court"}
    assert "Never meant" not in str(page)


def test_she_can_be_shown_who_saw_it(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    read(here, "carl", packet)
    inbox.read(here.acting("carl"), packet, timezone.now(), on_paper=True)

    lines = accounting.account(now_opened(here, "rosa", code))

    said = [(line.who, line.what) for line in lines if line.outside]
    carl = "Carl Ivers, Alder County Child Support"
    assert (carl, "Printed a packet") in said
    assert (carl, "Read a packet") in said
    assert any(w.startswith("Sent to Alder County Child Support") for _, w in said)


def test_withdrawn_it_goes_dark_at_the_next_click(county: County) -> None:
    here = fresh(county)
    code, release, packet = sent_packet(here)
    assert isinstance(read(here, "carl", packet), PacketPage)

    recalled = withdraw(now_opened(here, "rosa", code), release, how=WithdrawnHow.ORAL)

    assert recalled == 1
    assert read(here, "carl", packet) == inbox.NOT_AVAILABLE
    assert packet not in {
        r.packet for r in inbox.inbox(here.acting("carl"), timezone.now())
    }
    with pytest.raises(AlreadyWithdrawn):
        withdraw(now_opened(here, "rosa", code), release, how=WithdrawnHow.ORAL)


def test_recall_is_immediate_and_only_once(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)

    packets.recall(now_opened(here, "rosa", code), packet)

    assert isinstance(read(here, "carl", packet), Refused)
    with pytest.raises(NotAllowedNow):
        packets.recall(now_opened(here, "rosa", code), packet)


def test_after_its_end_it_cannot_be_read(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here, days=3)
    carl, end = here.acting("carl"), here.now + timedelta(days=3)

    before = inbox.read(carl, packet, end - timedelta(seconds=1))
    after = inbox.read(carl, packet, end)

    assert isinstance(before, PacketPage)
    assert after == inbox.NOT_AVAILABLE
    later = replace(now_opened(here, "rosa", code), at=end)
    assert outbox.packet_of(later, packet).state.value == "EXPIRED"


def test_only_the_addressee_and_a_supervisor_read_it(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)

    for who in ("nils", "alma", "petra", "rosa", "ada"):
        assert read(here, who, packet) == inbox.NOT_AVAILABLE
    assert isinstance(read(here, "sonia", packet), PacketPage)


def test_a_supervisor_hands_a_packet_on(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here, attention="sonia")
    assert isinstance(read(here, "nils", packet), Refused)

    packets.hand_on(
        by=here.acting("sonia"),
        at=timezone.now(),
        packet=packet,
        staff=here.staff["nils"],
    )

    assert isinstance(read(here, "nils", packet), PacketPage)


def test_a_worker_kept_away_from_the_same_person_cannot_read_it(county: County) -> None:
    """Nils is kept away from Lena Brandt at child support: a packet about her too."""
    here = fresh(county)
    name = f"name:{county.people['lena_l']}"
    release = sign_release(
        here, "rosa", "lena_l", "support", Purpose.ENFORCE_SUPPORT, [name],
        start_days_ago=0, days=14,
    )  # fmt: skip
    packet = share(
        here, "rosa", "lena_l", "support", "nils", Purpose.ENFORCE_SUPPORT, release,
        [name],
    )  # fmt: skip
    deliver(packet, county.agencies["lantern"], county.agencies["support"], at=here.now)

    assert read(here, "nils", packet) == inbox.NOT_AVAILABLE
    assert isinstance(read(here, "sonia", packet), PacketPage)


def test_an_address_typed_into_a_note_cannot_travel(county: County) -> None:
    here = fresh(county)
    period_wish = agreement_wish(here, "lena", "note")

    found = offer(now_opened(here, "carl", "lena"), period_wish)
    packet = prepare(now_opened(here, "carl", "lena"), period_wish)
    stopped = send(now_opened(here, "carl", "lena"), packet)

    assert not found.can_go
    assert {leak.category for leak in found.leaks} == {Category.LOCATION}
    assert isinstance(stopped, Stopped)
    assert outbox.packet_of(now_opened(here, "carl", "lena"), packet).sent_at is None
    lines = accounting.account(now_opened(here, "carl", "lena"))
    assert any(line.what.startswith("Stopped") for line in lines)


def agreement_wish(county: County, person: str, *kinds: str) -> Wish:
    """Everything of some kinds, to child protection on the agreement in force."""
    then = now_opened(county, "carl", person)
    option = next(o for o in ground_options(then) if o.ref.kind is GroundKind.AGREEMENT)
    from safelight.disclosure.person import read as read_person

    fields = read_person(then).fields
    keys = tuple(f.key for f in fields if f.key.split(":")[0] in kinds)
    return Wish(
        recipient=option.recipient_id,
        purpose=Purpose.CHILD_SAFETY,
        ground=option.ref,
        keys=keys,
        attention=county.staff["petra"],
    )


def test_an_agreement_carries_the_substitute_for_a_flagged_address(
    county: County,
) -> None:
    here = fresh(county)
    found = offer(
        now_opened(here, "carl", "lena"), agreement_wish(here, "lena", "contact")
    )

    texts = {f.label: f for f in found.fields}
    home = texts["Home address"]
    assert isinstance(home, Shown)
    assert home.text == "PO Box 71, Capital City 00009"
    assert isinstance(texts["Phone"], Withheld)
    assert "12 Elm" not in str(found)
    assert found.leaks == ()


def test_a_substituted_address_stays_guarded_and_the_substitute_is_free(
    county: County,
) -> None:
    here = fresh(county)
    wish = agreement_wish(here, "lena", "contact", "note")

    found = offer(now_opened(here, "carl", "lena"), wish)

    texts = {f.key: f.text for f in found.fields if isinstance(f, Shown)}
    places = [texts[leak.part][leak.start : leak.end] for leak in found.leaks]
    assert places == ["12 elm st #4"]


def test_a_packet_under_an_agreement_goes_dark_when_it_ends(county: County) -> None:
    here = fresh(county)
    wish = agreement_wish(here, "nora", "name", "case")
    then = now_opened(here, "carl", "nora")
    packet = prepare(then, wish)
    assert send(then, packet) is None
    deliver(
        packet, here.agencies["support"], here.agencies["protection"], at=timezone.now()
    )
    assert isinstance(read(here, "petra", packet), PacketPage)
    period = timedelta(days=30)

    agreements.end(wish.ground.id, by=here.acting("omar"), at=timezone.now())

    assert read(here, "petra", packet) == inbox.NOT_AVAILABLE
    from safelight.core.periods import Period

    made = agreements.propose(
        by=here.acting("sonia"),
        at=timezone.now(),
        recipient=here.agencies["protection"],
        categories=[
            Category.IDENTITY, Category.MONEY, Category.COURT, Category.LOCATION,
            Category.NARRATIVE,
        ],
        purposes=[Purpose.CHILD_SAFETY],
        period=Period(timezone.now(), timezone.now() + period),
    )  # fmt: skip
    for who in ("sonia", "omar"):
        agreements.sign(made, by=here.acting(who), at=timezone.now())


def test_a_release_packet_is_shown_to_her_before_it_goes(county: County) -> None:
    here = fresh(county)
    code, wish = waiting(here)
    then = now_opened(here, "rosa", code)
    packet = prepare(then, wish)

    first = send(then, packet)
    packets.show(then, packet)

    assert isinstance(first, NotSent) and "Show the packet" in first.words
    assert send(then, packet) is None
    assert isinstance(send(then, packet), NotSent)


def test_a_release_works_for_its_own_recipient_only(county: County) -> None:
    here = fresh(county)
    code, wish = waiting(here)
    to_police = replace(wish, recipient=here.agencies["protection"])

    found = offer(now_opened(here, "rosa", code), to_police)

    assert not found.can_go
    assert [type(f) for f in found.fields] == [Withheld]


def test_delivered_twice_is_delivered_once(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)
    sender, recipient = here.agencies["lantern"], here.agencies["support"]

    deliver(packet, sender, recipient, at=timezone.now())

    with acting_as(here.acting("carl")):
        assert ReceivedPacket.objects.filter(id=packet).count() == 1


def test_recalled_before_delivery_it_is_not_delivered(county: County) -> None:
    here = fresh(county)
    code, wish = waiting(here)
    then = now_opened(here, "rosa", code)
    packet = prepare(then, wish)
    packets.show(then, packet)
    send(then, packet)
    packets.recall(then, packet)

    deliver(packet, here.agencies["lantern"], wish.recipient, at=timezone.now())

    with acting_as(here.acting("carl")):
        assert not ReceivedPacket.objects.filter(id=packet).exists()


def test_a_forged_envelope_is_refused_and_nothing_is_kept(county: County) -> None:
    here = fresh(county)
    code, wish = waiting(here)
    then = now_opened(here, "rosa", code)
    packet = prepare(then, wish)
    packets.show(then, packet)
    send(then, packet)
    with acting_as(here.acting("rosa")):
        row = Packet.objects.get(id=packet)
        own, place = cipher(row.person_id), Place("packets_packet", "envelope", packet)
        body = json.loads(own.open(place, bytes(row.envelope)))
        body["sealed"] = body["sealed"][:-8] + "AAAAAAA="
        row.envelope = own.seal(place, json.dumps(body))
        row.save(update_fields=["envelope"])

    with pytest.raises(EnvelopeRefused, match="signature"):
        deliver(packet, here.agencies["lantern"], wish.recipient, at=timezone.now())

    with acting_as(here.acting("carl")):
        assert not ReceivedPacket.objects.filter(id=packet).exists()


def test_an_envelope_damaged_in_the_inbox_shows_nothing(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)
    with acting_as(here.acting("carl")):
        row = ReceivedPacket.objects.get(id=packet)
        place = Place("packets_receivedpacket", "envelope", packet)
        row.envelope = cipher(packet).seal(place, "{}")
        row.save(update_fields=["envelope"])

    assert read(here, "carl", packet) == inbox.NOT_AVAILABLE


def test_a_packet_of_another_person_is_not_acted_on(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)

    with pytest.raises(packets.NoSuchPacket):
        packets.recall(opened(here, "rosa", "tess"), packet)


def test_a_prepared_packet_that_is_stopped_never_goes(county: County) -> None:
    """CF-14: she is shown it, and may stop it."""
    here = fresh(county)
    code, wish = waiting(here)
    then = now_opened(here, "rosa", code)
    packet = prepare(then, wish)
    packets.show(then, packet)
    rosa, args = client_of(here, "rosa"), [here.people[code], packet]

    page = rosa.post(reverse("packet_stop", args=args), follow=True)
    assert "Nothing of it was sent" in page.content.decode()
    assert isinstance(send(then, packet), NotSent)
    again = rosa.post(reverse("packet_stop", args=args), follow=True)
    assert "not possible now" in again.content.decode()


def test_whoever_read_a_packet_is_told_that_it_ended_and_nothing_of_it(
    county: County,
) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    carl = client_of(here, "carl")
    before = len(inbox.ended(here.acting("carl"), timezone.now()))
    others = inbox.ended(here.acting("sonia"), timezone.now())
    carl.get(reverse("inbox_packet", args=[packet]))
    carl.post(reverse("inbox_paper", args=[packet]))
    assert len(inbox.ended(here.acting("carl"), timezone.now())) == before

    packets.recall(now_opened(here, "rosa", code), packet)

    told = inbox.ended(here.acting("carl"), timezone.now())
    assert len(told) == before + 1
    assert told[0].was_printed and told[0].sender == "Lantern Program"
    assert inbox.ended(here.acting("sonia"), timezone.now()) == others
    later = timezone.now() + timedelta(days=31)
    assert all(row not in inbox.ended(here.acting("carl"), later) for row in told)
    page = carl.get(reverse("inbox")).content.decode()
    assert "destroy or return any copy" in page and str(packet) not in page
