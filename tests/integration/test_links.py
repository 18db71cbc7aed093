"""Two records of one person, substitutes with a source, and other narrow doors."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.release_rules import WithdrawnHow
from safelight.core.vocabulary import Flag, Source
from safelight.demo.county import County
from safelight.demo.steps import nothing_in_force, take_in
from safelight.disclosure import inbox, sharing
from safelight.disclosure.access import open_person
from safelight.disclosure.delivery import deliver
from safelight.disclosure.offers import offer
from safelight.disclosure.shown import Refused, Withheld
from safelight.disclosure.withdrawal import withdraw_by_name
from safelight.disclosure.worklist import work
from safelight.records.packets import actions as packets
from safelight.records.people import actions as people
from tests.integration.browser import client_of
from tests.integration.making import fresh, waiting
from tests.integration.test_limits import by_agreement, home, now_opened, ordinary


def second_record(county: County, code: str, name: str) -> None:
    """The same name and birth date received once more, and found to be the same."""
    county.people[f"{code}_again"] = people.receive(
        by=county.acting("sonia"),
        at=timezone.now(),
        name=name,
        birth_date=date(1980, 5, 5),
        source=Source.OTHER_PARTY,
    )
    new, known = (now_opened(county, "carl", c) for c in (f"{code}_again", code))
    people.settle_match(new, known, is_same=True)


def test_nobody_settles_a_match_that_was_never_found(county: County) -> None:
    """It would make any worker the person's own."""
    here = fresh(county)
    code = ordinary(here, "unmatched", "Un Matched")
    nils = now_opened(here, "nils", code)
    client = client_of(county, "nils")
    where = reverse("person_settle", args=[nils.person, nils.person])

    with pytest.raises(people.NoSuchMatch):
        people.settle_match(nils, nils, is_same=True)
    assert client.post(where, {"same": "yes"}).status_code == 404


def test_two_records_of_one_person_are_one_line_on_my_work(county: County) -> None:
    here = fresh(county)
    code = ordinary(here, "one_line", "One Line")
    second_record(here, code, "One Line")

    found = work(here.acting("carl"), timezone.now())
    named = [row.person for row in found.people if row.name == "One Line"]
    assert named == [here.people[code]]
    page = client_of(here, "carl").get(reverse("work"), {"all": "yes"})
    assert page.content.decode().count(">One Line<") == 1


def test_records_that_may_be_the_same_push_nobody_off_the_list(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safelight.disclosure import worklist

    here = fresh(county)
    monkeypatch.setattr(worklist, "NEWEST", 1)
    take_in(here, "told_apart", "sonia", "carl", "Told Apart", date(1980, 5, 5), 0)
    people.receive(
        by=here.acting("sonia"), at=timezone.now(), name="Told Apart",
        birth_date=date(1981, 2, 3), source=Source.OTHER_PARTY,
    )  # fmt: skip

    found = work(here.acting("carl"), timezone.now(), everybody=False)
    assert [row.name for row in found.people] == ["Told Apart"]
    page = client_of(here, "carl").get(reverse("work")).content.decode()
    assert "born 3 Feb 1981" in page.split("May be the same person")[1]


def test_what_holds_for_one_record_holds_for_the_other(county: County) -> None:
    here = fresh(county)
    code = ordinary(here, "first_of_two", "First Oftwo")
    key = home(here, code, "61 Twin Road, Alder 00001")
    second_record(here, code, "First Oftwo")
    nothing_in_force(here, "carl", f"{code}_again")
    assert offer(now_opened(here, "carl", code), by_agreement(here, code, key)).can_go

    people.block(now_opened(here, "sonia", code), here.staff["nils"])
    people.record_protection(
        replace(now_opened(here, "carl", f"{code}_again"), at=timezone.now()),
        kind=ProtectionKind.HARM_BELIEF,
        standing=Flag.SET,
        basis=Basis.OWN_STATEMENT,
    )

    again = here.people[f"{code}_again"]
    refused = open_person(here.acting("nils"), again, timezone.now())
    assert isinstance(refused, Refused)
    found = offer(now_opened(here, "carl", code), by_agreement(here, code, key))
    assert [type(f) for f in found.fields] == [Withheld]


def test_a_protection_on_one_record_recalls_the_packets_of_the_other(
    county: County,
) -> None:
    here = fresh(county)
    code = ordinary(here, "sent_first", "Sent First")
    key = home(here, code, "62 Twin Road, Alder 00001")
    second_record(here, code, "Sent First")
    nothing_in_force(here, "carl", f"{code}_again")
    wish = by_agreement(here, code, key)
    packet = sharing.prepare(now_opened(here, "carl", code), wish)
    assert sharing.send(now_opened(here, "carl", code), packet) is None
    deliver(packet, here.agencies["support"], wish.recipient, at=timezone.now())

    recalled = people.record_protection(
        now_opened(here, "carl", f"{code}_again"),
        kind=ProtectionKind.HARM_BELIEF,
        standing=Flag.SET,
        basis=Basis.OWN_STATEMENT,
    )

    petra = here.acting("petra")
    assert recalled == 1
    assert inbox.read(petra, packet, timezone.now()) == inbox.NOT_AVAILABLE


def test_a_word_withdraws_where_no_birth_date_is_on_file(county: County) -> None:
    here = fresh(county)
    code, wish = waiting(here)
    opened = now_opened(here, "rosa", code)
    packet = sharing.prepare(opened, wish)
    packets.show(opened, packet)
    assert sharing.send(now_opened(here, "rosa", code), packet) is None
    deliver(packet, here.agencies["lantern"], wish.recipient, at=timezone.now())
    from safelight.accounts.fence.acting import acting_as
    from safelight.records.people.models import SearchToken

    with acting_as(here.acting("rosa")):
        rows = SearchToken.objects.filter(person_id=opened.person, field="birth")
        assert rows.delete()[0] == 1

    withdraw_by_name(
        here.acting("dina"),
        name=f"Vera Test{code.removeprefix('survivor')}",
        birth_date=date(1977, 7, 7),
        how=WithdrawnHow.ORAL,
        at=timezone.now(),
    )

    carl = here.acting("carl")
    assert inbox.read(carl, packet, timezone.now()) == inbox.NOT_AVAILABLE


def test_a_substitute_known_from_tax_data_is_no_substitute(county: County) -> None:
    here = fresh(county)
    code = ordinary(here, "taxed", "Taxed Address")
    key = home(here, code, "63 Twin Road, Alder 00001")
    then = now_opened(here, "carl", code)
    people.add_contact(
        then,
        kind=ContactKind.SUBSTITUTE,
        value="PO Box 999, Capital City 00009",
        source=Source.FEDERAL_TAX,
        safe_use=SafeUse.SAFE,
        confirmed_on=timezone.localdate(here.now),
    )
    people.record_protection(
        then,
        kind=ProtectionKind.HARM_BELIEF,
        standing=Flag.SET,
        basis=Basis.OWN_STATEMENT,
    )

    found = offer(now_opened(here, "carl", code), by_agreement(here, code, key))

    assert not found.can_go
    assert "PO Box 999" not in str(found)


def test_a_form_in_another_charset_is_refused_before_it_is_read() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\na+2AA-b\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x; charset=utf-7"

    response = Client().post(reverse("account_login"), body, content_type=kind)

    assert response.status_code == 400
    assert "UTF-8" in response.content.decode()
