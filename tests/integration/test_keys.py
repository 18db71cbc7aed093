"""Encryption: each value opens with one person's key, in one row and field."""

from uuid import uuid4

import pytest
from django.db.models import F

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys import agency as agency_keys
from safelight.accounts.keys import material, ring
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.models import DataKey
from safelight.demo.county import County
from safelight.records.people.models import ContactPoint, Person


def test_a_value_moved_to_another_row_or_field_does_not_open(county: County) -> None:
    lena, row = county.people["lena"], uuid4()
    with acting_as(county.acting("carl")):
        own = ring.cipher(lena)
        sealed = own.seal(Place("people_contactpoint", "value", row), "12 Elm Street")

        assert own.open(Place("people_contactpoint", "value", row), sealed)
        for place in (
            Place("people_contactpoint", "value", uuid4()),
            Place("people_contactpoint", "how", row),
            Place("notes_note", "value", row),
        ):
            with pytest.raises((CannotOpen, agency_keys.KeyGone)):
                own.open(place, sealed)


def test_another_persons_key_does_not_open_it(county: County) -> None:
    place = Place("people_person", "name", uuid4())
    with acting_as(county.acting("carl")):
        sealed = ring.cipher(county.people["lena"]).seal(place, "secret")
        with pytest.raises(CannotOpen):
            ring.cipher(county.people["nora"]).open(place, sealed)


@pytest.mark.parametrize("damage", [0, 5, -1])
def test_a_damaged_ciphertext_fails_closed_and_names_no_one(
    county: County, damage: int
) -> None:
    place = Place("people_person", "name", uuid4())
    with acting_as(county.acting("carl")):
        own = ring.cipher(county.people["lena"])
        sealed = bytearray(own.seal(place, "Lena Brandt"))
        sealed[damage] ^= 1
        with pytest.raises(CannotOpen) as raised:
            own.open(place, bytes(sealed))

    assert "Lena" not in str(raised.value)
    assert "administrator" in str(raised.value)


def test_a_sealed_field_takes_nothing_but_sealed_values(county: County) -> None:
    with acting_as(county.acting("carl")):
        person = Person.objects.filter(agency_id=county.agencies["support"]).first()
        assert person is not None
        person.name = b"Lena Brandt"
        with pytest.raises(TypeError, match="only sealed values"):
            person.save(update_fields=["name"])
        person.name = F("birth_date")
        with pytest.raises(TypeError, match="expression"):
            person.save(update_fields=["name"])
        with pytest.raises(TypeError, match="seal a value"):
            ContactPoint.objects.update(value=b"x")


def test_there_is_no_readable_key_and_no_readable_value_in_a_row(
    county: County,
) -> None:
    with acting_as(county.acting("carl")):
        rows = list(Person.objects.values_list("name", "birth_date"))
        keys = list(DataKey.objects.values_list("wrapped", flat=True))

    assert rows and keys
    assert all(b"Lena" not in bytes(name) for name, _ in rows)
    assert len({bytes(key) for key in keys}) == len(keys)


def test_a_person_without_a_key_is_gone(county: County) -> None:
    with (
        acting_as(county.acting("carl")),
        pytest.raises(agency_keys.KeyGone, match="purged"),
    ):
        ring.cipher(uuid4())


def test_another_master_key_says_so_and_changes_nothing(
    county: County, settings_changed: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    settings_changed.setattr(settings, "MASTER_KEY", "00" * 32)
    agency_keys._unwrapped.cache_clear()
    with (
        acting_as(county.acting("carl")),
        pytest.raises(agency_keys.MasterKeyWrong, match="SAFELIGHT_MASTER_KEY"),
    ):
        agency_keys.index_key()
    agency_keys._unwrapped.cache_clear()


def test_private_keys_are_wrapped_with_the_agencys_own(county: County) -> None:
    with acting_as(county.acting("carl")):
        private = agency_keys.signing_key().private_bytes_raw()
        kept = list(DataKey.objects.values_list("wrapped", flat=True))

    assert all(private not in bytes(wrapped) for wrapped in kept)


def test_tokens_of_two_agencies_for_one_name_differ(county: County) -> None:
    """CF-2: nothing that could match records across vaults."""
    tokens = set()
    for who in ("carl", "petra", "rosa"):
        with acting_as(county.acting(who)):
            tokens.add(material.token(agency_keys.index_key(), "name", "lena brandt"))

    assert len(tokens) == 3
