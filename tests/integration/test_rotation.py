"""Keys rotated while in use, a master key changed, an agency's keys destroyed."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from safelight.accounts.actions import make_agency, make_staff
from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys import agency as agency_keys
from safelight.accounts.keys import ring, rotation
from safelight.accounts.keys.agency import KeyGone, MasterKeyWrong
from safelight.accounts.keys.rotation import rotate, rotate_master
from safelight.accounts.models import AgencySecret, DataKey, Staff
from safelight.core.vocabulary import AgencyKind, Source
from safelight.demo.county import County
from safelight.demo.steps import opened
from safelight.disclosure import inbox
from safelight.disclosure.access import open_person
from safelight.disclosure.person import read
from safelight.disclosure.search import search
from safelight.ledger.sealing import seal
from safelight.ledger.verifying import verify
from safelight.records.opened import Opened
from safelight.records.people.actions import receive
from safelight.records.retention import actions
from safelight.records.retention.closing import destroy_keys
from tests.integration.making import fresh, sent_packet

NEXT = bytes(range(32))


@pytest.fixture
def small(county: County) -> Principal:
    """An agency of its own with one person, for what cannot be undone."""
    made = make_agency(
        name=f"Small {timezone.now():%f%S}", kind=AgencyKind.VICTIM_SERVICES,
        jurisdiction="CT",
    )  # fmt: skip
    staff = make_staff(
        agency=made, email=f"one@{made}.example", name="One", roles=["program_director"]
    )
    by = Principal(PrincipalKind.STAFF, made, staff)
    receive(
        by=by, at=timezone.now(), name="Ivy Small", birth_date=None,
        source=Source.SURVIVOR,
    )  # fmt: skip
    return by


def person_of(by: Principal) -> UUID:
    (row,) = search(by, "Ivy Small", timezone.now())
    return row.person


def open_names(by: Principal) -> str:
    found = open_person(by, person_of(by), timezone.now())
    assert isinstance(found, Opened)
    return read(found).name


def test_after_a_rotation_everything_opens_and_the_old_key_is_gone(
    county: County,
) -> None:
    here = fresh(county)
    code, _, packet = sent_packet(here)
    support, lantern = here.agencies["support"], here.agencies["lantern"]
    with acting_as(here.acting("rosa")):
        (old,) = agency_keys.agency_keys()
        before = read(opened(here, "rosa", code))

    for agency in (support, lantern):
        assert rotate(agency, at=timezone.now()) > 4

    with acting_as(here.acting("rosa")):
        (new,) = agency_keys.agency_keys()
        assert new != old
    assert read(opened(here, "rosa", code)).fields == before.fields
    page = inbox.read(here.acting("carl"), packet, timezone.now())
    assert isinstance(page, inbox.PacketPage)
    assert search(here.acting("rosa"), before.name, timezone.now())
    seal(lantern, at=timezone.now())
    assert verify(lantern).fault == ""


def test_a_rotation_that_was_stopped_is_finished(
    small: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)
    with acting_as(small):
        agency_keys.add_agency_key(at=timezone.now())
        rotation._rewrap(small.agency)
        assert AgencySecret.objects.count() == 2
    assert open_names(small) == "Ivy Small"

    rotate(small.agency, at=timezone.now())

    with acting_as(small):
        (only,) = agency_keys.agency_keys()
        assert set(DataKey.objects.values_list("wrapped_by", flat=True)) == {only}
    assert open_names(small) == "Ivy Small"


def test_an_old_key_still_in_use_is_not_removed(small: Principal) -> None:
    """Somebody was given a key by it in a transaction that ends after the rewrapping."""
    with acting_as(small):
        agency_keys.add_agency_key(at=timezone.now())
    assert not rotation._remove_old(small)
    rotate(small.agency, at=timezone.now())
    assert open_names(small) == "Ivy Small"


def test_a_key_removed_at_this_moment_is_asked_for_once_more(
    small: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotation ends between reading the newest key and using it."""
    with acting_as(small):
        old = agency_keys.newest()
    rotate(small.agency, at=timezone.now())
    real, asked = ring.newest, []

    def newest() -> tuple[UUID, bytes]:
        asked.append(1)
        return old if len(asked) == 1 else real()

    monkeypatch.setattr(ring, "newest", newest)
    subject = uuid4()
    with acting_as(small):
        ring.new_cipher(subject)
    with acting_as(small):
        assert ring.cipher(subject).subject == subject
    assert len(asked) == 2


@pytest.fixture
def master(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another master key for the test, and the first one again after it."""
    first = bytes.fromhex(settings.MASTER_KEY)
    yield
    monkeypatch.setattr(settings, "MASTER_KEY", NEXT.hex())
    agency_keys._unwrapped.cache_clear()
    rotate_master(first)
    agency_keys._unwrapped.cache_clear()


def test_another_master_key_opens_everything_and_the_first_nothing(
    county: County, master: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = fresh(county)
    assert rotate_master(NEXT) >= 4
    assert rotate_master(NEXT) >= 4  # begun again, it changes nothing
    agency_keys._unwrapped.cache_clear()
    with acting_as(here.acting("carl")), pytest.raises(MasterKeyWrong):
        agency_keys.index_key()

    with monkeypatch.context() as changed:
        changed.setattr(settings, "MASTER_KEY", NEXT.hex())
        agency_keys._unwrapped.cache_clear()
        assert read(opened(here, "carl", "lena")).name == "Lena Brandt"


def test_where_neither_master_key_fits_nothing_changes(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(settings, "MASTER_KEY", "11" * 32)
        with pytest.raises(MasterKeyWrong):
            rotate_master(b"\2" * 32)
    assert read(opened(fresh(county), "carl", "lena")).name == "Lena Brandt"


def test_destroyed_keys_leave_a_ledger_that_verifies_and_nothing_to_read(
    small: Principal,
) -> None:
    person, now = person_of(small), timezone.now()

    assert destroy_keys(small.agency, at=now) >= 4

    assert verify(small.agency).fault == ""
    assert not Staff.objects.get(id=small.staff).is_active
    with acting_as(small):
        with pytest.raises(KeyGone):
            agency_keys.agency_keys()
        assert not DataKey.objects.exists()
    assert not isinstance(open_person(small, person, now), Opened)


def test_a_legal_hold_keeps_an_agencys_keys(small: Principal) -> None:
    found = open_person(small, person_of(small), timezone.now())
    assert isinstance(found, Opened)
    actions.hold(found, "Counsel")
    with pytest.raises(actions.OnHold):
        destroy_keys(small.agency, at=timezone.now())
    assert open_names(small) == "Ivy Small"
