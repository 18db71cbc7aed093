"""What stops a packet, what recalls it, and who can stop it: the edges of the thread."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.contact_kinds import ContactKind
from safelight.core.protections import ProtectionKind
from safelight.core.release_rules import WithdrawnHow
from safelight.core.vocabulary import Category, Flag, GroundKind, Purpose, Source
from safelight.demo.county import County
from safelight.demo.steps import (
    note,
    nothing_in_force,
    protect,
    reach,
    sign_release,
    take_in,
)
from safelight.disclosure import accounting, inbox, sharing
from safelight.disclosure.access import open_person
from safelight.disclosure.delivery import deliver
from safelight.disclosure.grounds import GroundRef
from safelight.disclosure.inbox import PacketPage
from safelight.disclosure.offers import AGREEMENT_PACKET_DAYS, Wish, offer
from safelight.disclosure.options import ground_options
from safelight.disclosure.outbox import packet_of, releases_of
from safelight.disclosure.shown import Refused, Shown, Withheld
from safelight.disclosure.signing import may_abuse
from safelight.disclosure.withdrawal import withdraw_by_name
from safelight.disclosure.worklist import work
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.people.models import ContactPoint, Person
from safelight.records.releases.actions import withdraw
from tests.integration.browser import client_of
from tests.integration.making import fresh, phone, sent_packet, survivor, waiting

HARM = ProtectionKind.HARM_BELIEF


def now_opened(county: County, who: str, code: str) -> Opened:
    found = open_person(county.acting(who), county.people[code], timezone.now())
    assert isinstance(found, Opened)
    return found


def ordinary(county: County, code: str, name: str) -> str:
    """A person of child support about whom everything was asked and nothing is in force."""
    take_in(county, code, "sonia", "carl", name, date(1980, 5, 5), 30)
    nothing_in_force(county, "carl", code)
    return code


def by_agreement(county: County, code: str, *keys: str) -> Wish:
    options = ground_options(now_opened(county, "carl", code))
    option = next(o for o in options if o.ref.kind is GroundKind.AGREEMENT)
    return Wish(
        recipient=option.recipient_id,
        purpose=Purpose.CHILD_SAFETY,
        ground=option.ref,
        keys=keys,
        attention=county.staff["petra"],
    )


def home(county: County, code: str, value: str) -> str:
    return f"contact:{reach(county, 'carl', code, ContactKind.HOME, value)}"


def test_a_packet_under_an_agreement_ends_before_the_agreement(county: County) -> None:
    here = fresh(county)
    code = ordinary(here, "brief", "Brief Stay")
    key = home(here, code, "3 Short Row, Alder 00001")

    found = offer(now_opened(here, "carl", code), by_agreement(here, code, key))

    longest = timezone.now() + timedelta(days=AGREEMENT_PACKET_DAYS)
    assert found.can_go
    assert found.parcel.ends <= longest


def test_a_protection_set_before_sending_stops_it_and_set_after_recalls_it(
    county: County,
) -> None:
    here = fresh(county)
    code = ordinary(here, "changed", "Changed Since")
    key = home(here, code, "14 Turning Lane, Alder 00001")
    wish = by_agreement(here, code, key)
    first = sharing.prepare(now_opened(here, "carl", code), wish)
    second = sharing.prepare(now_opened(here, "carl", code), wish)
    assert sharing.send(now_opened(here, "carl", code), first) is None
    deliver(first, here.agencies["support"], wish.recipient, at=timezone.now())
    petra = here.acting("petra")
    assert isinstance(inbox.read(petra, first, timezone.now()), PacketPage)

    later = fresh(here)
    later.people = here.people
    protect(later, "carl", code, HARM, Flag.SET)

    assert inbox.read(petra, first, timezone.now()) == inbox.NOT_AVAILABLE
    stopped = sharing.send(now_opened(here, "carl", code), second)
    assert isinstance(stopped, sharing.NotSent)
    lines = accounting.account(now_opened(here, "carl", code))
    assert any(line.what.startswith("Stopped before it went") for line in lines)
    refused = "Tried to open a packet, and was refused"
    assert refused in {line.what for line in lines}


def test_a_flagged_persons_address_does_not_leave_through_a_relative(
    county: County,
) -> None:
    from safelight.core.kinship import Kinship
    from safelight.records.people.actions import relate

    here = fresh(county)
    address = "77 Shared Street, Alder 00001"
    ordinary(here, "open_one", "Open One")
    ordinary(here, "kept_one", "Kept One")
    key = home(here, "open_one", address)
    home(here, "kept_one", address)
    protect(here, "carl", "kept_one", HARM, Flag.SET)
    one, other = (now_opened(here, "carl", code) for code in ("open_one", "kept_one"))
    relate(one, other, Kinship.SIBLING, Source.OBSERVATION)

    found = offer(
        now_opened(here, "carl", "open_one"), by_agreement(here, "open_one", key)
    )

    assert not found.can_go
    assert {leak.category for leak in found.leaks} == {Category.LOCATION}


def test_a_withdrawal_during_the_sending_is_not_outrun(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sending holds the release: the withdrawal comes after it, and recalls it."""
    here = fresh(county)
    code, wish = waiting(here, attention="carl")
    packet = sharing.prepare(now_opened(here, "rosa", code), wish)
    packets.show(now_opened(here, "rosa", code), packet)
    decided, withdrawn = threading.Event(), threading.Event()
    real: Callable[..., Any] = sharing.egress

    def slow(*arguments: Any, **options: Any) -> Any:
        decided.set()
        withdrawn.wait(0.5)
        return real(*arguments, **options)

    monkeypatch.setattr(sharing, "egress", slow)
    opened = now_opened(here, "rosa", code)

    def run() -> None:
        sharing.send(opened, packet)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    assert decided.wait(10)
    recalled = withdraw(
        now_opened(here, "rosa", code), wish.ground.id, how=WithdrawnHow.ORAL
    )
    withdrawn.set()
    thread.join()
    deliver(packet, here.agencies["lantern"], wish.recipient, at=timezone.now())

    assert recalled == 1
    carl = here.acting("carl")
    assert inbox.read(carl, packet, timezone.now()) == inbox.NOT_AVAILABLE


def test_a_packets_page_shows_no_more_than_the_record(county: County) -> None:
    """A child's confidence in a draft packet: the advocate sees it, the supervisor not."""
    here = fresh(county)
    code = survivor(here)
    secret = note(
        here, "rosa", code, "I hide in the pantry.", category=Category.CHILDS_CONFIDENCE,
        source=Source.CHILD, days_ago=0,
    )  # fmt: skip
    key = f"note:{secret}"
    release = sign_release(
        here, "rosa", code, "support", Purpose.ENFORCE_SUPPORT, [key],
        start_days_ago=0, days=14,
    )  # fmt: skip
    from safelight.records.releases.models import Release

    with acting_as(here.acting("rosa")):
        Release.objects.filter(id=release).update(signer="MINOR")
    wish = Wish(
        recipient=here.agencies["support"],
        purpose=Purpose.ENFORCE_SUPPORT,
        ground=GroundRef(GroundKind.RELEASE, release),
        keys=(key,),
    )
    packet = sharing.prepare(now_opened(here, "rosa", code), wish)

    (own,) = packet_of(now_opened(here, "rosa", code), packet).fields
    (theirs,) = packet_of(now_opened(here, "dina", code), packet).fields

    assert isinstance(own, Shown) and own.text == "I hide in the pantry."
    assert isinstance(theirs, Withheld)


def test_a_packet_without_a_name_is_not_for_a_worker_kept_away_from_anybody(
    county: County,
) -> None:
    here = fresh(county)
    code, wish = waiting(here, attention="nils")
    packet = sharing.prepare(now_opened(here, "rosa", code), wish)
    packets.show(now_opened(here, "rosa", code), packet)
    assert sharing.send(now_opened(here, "rosa", code), packet) is None
    deliver(packet, here.agencies["lantern"], wish.recipient, at=timezone.now())
    now = timezone.now()

    assert inbox.read(here.acting("nils"), packet, now) == inbox.NOT_AVAILABLE
    assert packet not in {row.packet for row in inbox.inbox(here.acting("nils"), now)}
    assert isinstance(inbox.read(here.acting("sonia"), packet, now), PacketPage)


def test_a_supervisors_look_does_not_make_it_old_for_the_worker(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here)
    now = timezone.now()
    inbox.read(here.acting("sonia"), packet, now)

    rows = {row.packet: row for row in inbox.inbox(here.acting("carl"), now)}

    assert rows[packet].is_new


def test_a_packet_is_handed_to_somebody_who_works_on_cases(county: County) -> None:
    here = fresh(county)
    _, _, packet = sent_packet(here, attention="sonia")
    sonia, now = here.acting("sonia"), timezone.now()

    assert not inbox.hand_on(sonia, packet, here.staff["alma"], now)
    assert not inbox.hand_on(here.acting("nils"), packet, here.staff["nils"], now)
    assert inbox.hand_on(sonia, packet, here.staff["carl"], now)


def test_nothing_travels_that_nobody_released(county: County) -> None:
    """No date of intake, no remark on safety, no word of what a substitute stands for."""
    here = fresh(county)
    _, _, packet = sent_packet(here)

    page = inbox.read(here.acting("carl"), packet, timezone.now())

    assert isinstance(page, PacketPage)
    for field in page.fields:
        assert isinstance(field, Shown)
        assert field.detail == ""
        assert field.at is None or field.label.startswith("Note")


def test_any_advocate_withdraws_by_a_word_and_learns_nothing(county: County) -> None:
    from safelight.accounts.actions import make_staff
    from safelight.accounts.fence.acting import Principal, PrincipalKind

    here = fresh(county)
    code, _, packet = sent_packet(here)
    name = f"Vera Test{code.removeprefix('survivor')}"
    night = make_staff(
        agency=here.agencies["lantern"],
        email=f"night-{code}@lantern.example",
        name="Night Advocate",
        roles=["advocate"],
    )
    principal = Principal(PrincipalKind.STAFF, here.agencies["lantern"], night)
    now = timezone.now()
    assert isinstance(open_person(principal, here.people[code], now), Refused)
    spoken = WithdrawnHow.ORAL

    for asked in (name, "Nobody Known"):
        withdraw_by_name(
            principal, name=asked, birth_date=date(1990, 1, 1), how=spoken, at=now
        )

    assert inbox.read(here.acting("carl"), packet, now) == inbox.NOT_AVAILABLE
    assert not any(r.is_in_force for r in releases_of(now_opened(here, "rosa", code)))


def test_the_page_for_it_answers_the_same_for_everybody(county: County) -> None:
    client = client_of(county, "dina")
    form = {"birth_date": "1990-01-01", "how": "ORAL"}
    pages = [
        client.post(reverse("withdraw_by_name"), {**form, "name": name}, follow=True)
        for name in ("Tess Okafor", "Nobody Known")
    ]

    assert [b"it is withdrawn" in page.content for page in pages] == [True, True]


def test_the_vault_suspects_the_parent_who_is_not_protected(county: County) -> None:
    mia = now_opened(county, "carl", "mia")

    assert may_abuse(mia, county.people["jonas"])
    assert not may_abuse(mia, county.people["lena"])


def test_a_damaged_value_hides_itself_and_nothing_else(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    contact = phone(here, "rosa", code)
    person = here.people[code]
    with acting_as(here.acting("rosa")):
        damage(ContactPoint, contact, "value")
    client = client_of(county, "rosa")

    page = client.get(reverse("person", args=[person]))

    assert page.status_code == 200
    assert "could not be opened" in page.content.decode()
    with acting_as(here.acting("rosa")):
        damage(Person, person, "name")
    names = {row.name for row in work(here.acting("rosa"), timezone.now()).people}
    assert {"Name cannot be read", "Tess Okafor"} <= names
    repair(here, person)


def damage(model: Any, row: UUID, column: str) -> None:
    """Turn one bit of a stored value, as a failing disk would."""
    from django.db import connection

    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = set_byte({column}, 14, "
            f"get_byte({column}, 14) # 1) WHERE id = %s",
            [row],
        )


def repair(county: County, person: UUID) -> None:
    with acting_as(county.acting("rosa")):
        damage(Person, person, "name")


def test_a_protection_is_the_persons_in_every_case(county: County) -> None:
    """CS-6: one person, two cases; the protection withholds in both at once."""
    from safelight.core.case_kinds import CaseKind, Part
    from safelight.records.cases.actions import open_case

    here = fresh(county)
    code = ordinary(here, "twice", "Twice There")
    key = home(here, code, "21 Double Road, Alder 00001")
    for number in ("AC-7001", "AC-7002"):
        parts = [(now_opened(here, "carl", code), Part.CUSTODIAL_PARTY)]
        open_case(parts, kind=CaseKind.IVD_CASE, number=number)
    assert offer(now_opened(here, "carl", code), by_agreement(here, code, key)).can_go

    later = fresh(here)
    later.people = here.people
    protect(later, "carl", code, ProtectionKind.PROTECTION_ORDER, Flag.SET)

    found = offer(now_opened(here, "carl", code), by_agreement(here, code, key))
    assert [type(f) for f in found.fields] == [Withheld]
