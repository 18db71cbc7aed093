"""CF-55: purge of a person, of single values and of packets; holds; the schedule."""

import pytest
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys import material
from safelight.accounts.keys.agency import KeyGone, agency_keys
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Change, DataKey
from safelight.core.vocabulary import Category, Partition
from safelight.demo.county import County
from safelight.demo.steps import note, opened
from safelight.disclosure import inbox, purging
from safelight.disclosure.access import open_person
from safelight.disclosure.person import read
from safelight.disclosure.search import search
from safelight.disclosure.shown import Refused
from safelight.ledger.models import Entry
from safelight.ledger.sealing import seal
from safelight.ledger.verifying import verify
from safelight.records.notes.models import Note
from safelight.records.packets.models import Exchange, Packet, ReceivedPacket
from safelight.records.people.models import ContactPoint, Person, SearchToken
from safelight.records.retention import actions, values
from safelight.records.retention.erasing import PEOPLE, tables_about
from tests.integration.making import fresh, phone, sent_packet, survivor

Sealed = tuple[bytes, bytes]


def every_ciphertext_about(county: County, code: str) -> list[Sealed]:
    """(ciphertext, what it is bound to), from rows, history, ledger and packets."""
    agency, person = county.agencies["lantern"], county.people[code]
    own = cipher(person)
    rows = {
        row.id
        for model, column in tables_about(PEOPLE)
        for row in model.objects.filter(**{column: person})
    }
    name = "\\x" + bytes(Person.objects.get(id=person).name).hex()
    found: list[Sealed] = []
    for change in Change.objects.filter(image__isnull=False):
        is_hers = (change.image or {}).get("name") == name
        if change.row_id not in rows and not is_hers:
            continue
        for column, value in change.image.items():
            if str(value).startswith("\\x") and len(value) > 2:
                row = person if is_hers else change.row_id
                place = Place(change.table, column, row)
                found.append((bytes.fromhex(value[2:]), place.bound(agency)))
    for entry in Entry.objects.filter(mark=own.mark()):
        bound = Place("ledger_entry", "body", entry.id).bound(agency)
        found.append((bytes(entry.body), bound))
    return found


def every_key_left() -> list[bytes]:
    """What whoever holds the master key can still unwrap in this vault."""
    own, rows = agency_keys(), list(DataKey.objects.all())
    keys = {
        row.id: material.unwrap(own[row.wrapped_by], bytes(row.wrapped))
        for row in rows
        if row.wrapped_by
    }
    values = [
        material.unwrap(keys[row.under], bytes(row.wrapped))
        for row in rows
        if row.under
    ]
    return [*own.values(), *keys.values(), *values]


def openable(sealed: list[Sealed], keys: list[bytes]) -> int:
    count = 0
    for value, bound in sealed:
        for key in keys:
            try:
                material.unseal(key, value, bound)
            except (CannotOpen, ValueError):
                continue
            count += 1
            break
    return count


def test_a_purged_person_opens_with_no_key_that_is_left(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    rosa = here.acting("rosa")
    note(here, "rosa", code, "The harp stands by the green door.")
    with acting_as(rosa):
        sealed = every_ciphertext_about(here, code)
        before = openable(sealed, every_key_left())
    assert before == len(sealed) > 12

    actions.purge_person(opened(here, "dina", code))

    with acting_as(rosa):
        assert openable(sealed, every_key_left()) == 0
        with pytest.raises(KeyGone):
            cipher(here.people[code])


def test_a_purge_leaves_no_row_and_no_way_to_find_the_person(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    person = here.people[code]
    with acting_as(here.acting("rosa")):
        name = read(opened(here, "rosa", code)).name
    actions.purge_person(opened(here, "dina", code))

    with acting_as(here.acting("dina")):
        for model, column in tables_about(PEOPLE):
            assert not model.objects.filter(**{column: person}).exists(), model
        assert not Person.objects.filter(id=person).exists()
        assert not SearchToken.objects.filter(person_id=person).exists()
    assert open_person(here.acting("dina"), person, timezone.now()) == Refused()
    assert search(here.acting("dina"), name, timezone.now()) == []


def test_what_was_sent_is_dark_and_the_ledger_still_verifies(county: County) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    actions.purge_person(opened(here, "dina", code))

    assert inbox.read(here.acting("carl"), packet, timezone.now()) == (
        inbox.NOT_AVAILABLE
    )
    lantern = here.agencies["lantern"]
    seal(lantern, at=timezone.now())
    assert verify(lantern).fault == ""


def test_the_ledger_keeps_that_a_record_was_purged_and_not_whose(
    county: County,
) -> None:
    here = fresh(county)
    code = survivor(here)
    actions.purge_person(opened(here, "dina", code))

    with acting_as(here.acting("dina")):
        entry = Entry.objects.filter(act="PERSON_PURGED").latest("written_at")
    assert (bytes(entry.mark), bytes(entry.body)) == (b"", b"")


def test_a_legal_hold_refuses_every_purge_until_it_is_lifted(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    contact = phone(here, "rosa", code)
    then = opened(here, "dina", code)
    actions.hold(then, "Counsel, matter 12")

    with pytest.raises(actions.OnHold, match="counsel|Counsel"):
        actions.purge_person(then)
    with pytest.raises(actions.OnHold):
        values.purge_items(then, [f"contact:{contact}"])
    assert purging.preview(then).is_held

    actions.lift(then)
    actions.purge_person(then)


def test_one_value_is_purged_with_its_earlier_versions_and_packets(
    county: County,
) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    then = opened(here, "dina", code)
    with acting_as(here.acting("rosa")):
        contact = ContactPoint.objects.get(person_id=here.people[code])
        kept = [
            (bytes.fromhex(change.image["value"][2:]), Place(
                "people_contactpoint", "value", contact.id
            ).bound(here.agencies["lantern"]))
            for change in Change.objects.filter(row_id=contact.id)
        ]  # fmt: skip
        others = Note.objects.filter(person_id=here.people[code]).count()
        assert openable(kept, every_key_left()) == len(kept)

    values.purge_items(then, [f"contact:{contact.id}"])

    with acting_as(here.acting("rosa")):
        assert openable(kept, every_key_left()) == 0
        assert not ContactPoint.objects.filter(id=contact.id).exists()
        assert not Packet.objects.filter(id=packet).exists()
        assert Exchange.objects.get(id=packet).recalled_at
        assert Note.objects.filter(person_id=here.people[code]).count() == others
        digits = SearchToken.objects.filter(person_id=here.people[code], field="phone")
        assert not digits.exists()
    assert read(opened(here, "rosa", code)).name.startswith("Vera")


def test_a_birth_date_goes_and_the_person_stays(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    person = here.people[code]
    values.purge_items(opened(here, "dina", code), [f"birth_date:{person}"])

    assert read(opened(here, "rosa", code)).birth_date is None
    found = search(here.acting("rosa"), "1990-01-01", timezone.now())
    assert person not in {row.person for row in found}


@pytest.mark.parametrize("key", ["name:", "protection:", "hearing:", "kin:"])
def test_what_has_no_value_of_its_own_is_not_purged_alone(
    county: County, key: str
) -> None:
    here = fresh(county)
    code = survivor(here)
    with pytest.raises(values.NotPurgedAlone):
        values.purge_items(opened(here, "dina", code), [f"{key}{here.people[code]}"])


def test_another_persons_item_is_not_purged(county: County) -> None:
    here = fresh(county)
    mine, other = survivor(here), survivor(here)
    contact = phone(here, "rosa", other)
    with pytest.raises(values.NotPurgedAlone):
        values.purge_items(opened(here, "dina", mine), [f"contact:{contact}"])


def test_the_preview_counts_and_names_packets_here_about_the_same_person(
    county: County,
) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    found = purging.preview(opened(here, "dina", code))
    assert found.readable == 1 and not found.is_held
    assert dict(found.rows)["contact points"] == 1
    assert found.received == ()

    from datetime import date

    from safelight.demo.steps import take_in

    name = read(opened(here, "rosa", code)).name
    take_in(here, "same", "sonia", "carl", name, date(1990, 1, 1), 1)
    then = opened(here, "sonia", "same")
    assert purging.preview(then).received == (packet,)
    actions.purge_received([packet], by=then.by, at=then.at)
    with acting_as(then.by):
        assert not ReceivedPacket.objects.filter(id=packet).exists()
        assert not DataKey.objects.filter(id=packet).exists()


def test_a_value_that_stands_in_a_note_too_is_shown_before(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    contact = phone(here, "rosa", code)
    page = read(opened(here, "rosa", code))
    number = next(f.text for f in page.fields if f.key == f"contact:{contact}")
    written = note(
        here, "rosa", code, f"New number is {number.replace('-', ' ')}.",
        category=Category.NARRATIVE, partition=Partition.GENERAL,
    )  # fmt: skip
    found = purging.also_in_notes(opened(here, "rosa", code), [f"contact:{contact}"])
    assert found == [f"note:{written}"]
