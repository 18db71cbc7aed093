"""What an agency asks at all, and a shelter's address (CF-5, CF-55)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.contact_kinds import ContactKind
from safelight.core.minimizing import BY_CODE, FIELDS, Asked, NotPossible, Rule
from safelight.core.vocabulary import Flag, Source
from safelight.demo.county import County
from safelight.disclosure import accounting
from safelight.disclosure.offers import offer
from safelight.disclosure.shown import Shown
from safelight.records.people.actions import add_contact
from safelight.records.people.models import Person
from safelight.records.retention import fields
from tests.integration.browser import client_of
from tests.integration.making import fresh, survivor
from tests.integration.staffing import program
from tests.integration.test_letting import wish
from tests.integration.test_limits import now_opened


def sent(**changes: str) -> dict[str, str]:
    """The page's form as it stands, with changes."""
    given = {}
    for one in FIELDS:
        name = one.code.replace(".", "_")
        given[f"label_{name}"] = ""
        if len(one.may) > 1:
            given[f"asked_{name}"] = "AS_IT_IS"
    return {**given, **changes}


def test_a_field_is_renamed_made_optional_or_hidden_by_one_agency_alone(
    county: County,
) -> None:
    here = program(county)
    dina, receive = client_of(here, "dina"), reverse("person_receive")
    page = dina.post(
        reverse("retention_fields"),
        sent(label_ReceiveForm_name="How we call you",
             asked_ReceiveForm_birth_date="HIDDEN"), follow=True,
    ).content.decode()  # fmt: skip
    assert "From now on" in page
    form = dina.get(receive).content.decode()
    assert "How we call you" in form and "birth_date" not in form
    dina.post(
        receive, {"name": "Mim", "source": "SURVIVOR", "birth_date": "1990-01-01"}
    )
    with acting_as(here.acting("dina")):
        row = Person.objects.get(agency_id=here.agencies["lantern"])
        assert row.birth_date is None
    assert "Birth date" in client_of(here, "carl").get(receive).content.decode()
    assert client_of(here, "rosa").get(reverse("retention_fields")).status_code == 404


def test_what_a_record_cannot_do_without_is_not_hidden(county: County) -> None:
    here = program(county)
    with pytest.raises(NotPossible):
        fields.ask(here.acting("dina"), {"ReceiveForm.name": Rule(Asked.HIDDEN)},
                   at=timezone.now())  # fmt: skip
    with pytest.raises(NotPossible):
        fields.ask(here.acting("dina"), {"Other.field": Rule()}, at=timezone.now())
    assert fields.rules(here.acting("dina")) == {}


def test_every_field_of_the_table_is_on_its_form() -> None:
    from safelight.web.advocacy.views import AimForm, ServiceForm
    from safelight.web.documents.views import DocumentForm
    from safelight.web.notes.forms import NoteForm
    from safelight.web.people.contact_forms import ContactForm, IdentifierForm
    from safelight.web.people.forms import ReceiveForm

    every = (AimForm, ServiceForm, DocumentForm, NoteForm, ContactForm, IdentifierForm,
             ReceiveForm)  # fmt: skip
    declared = {
        f"{form.__name__}.{name}" for form in every for name in form.base_fields
    }
    assert set(BY_CODE) <= declared
    assert {one.form for one in FIELDS} == {form.__name__ for form in every}


def test_a_shelters_address_goes_only_with_its_operators_authority(
    county: County,
) -> None:
    """CF-5: not even on the person's own release."""
    here = fresh(county)
    code = survivor(here)
    contact = add_contact(
        now_opened(here, "rosa", code), kind=ContactKind.HOME,
        value="5 Refuge Way, Alder 00001", source=Source.SURVIVOR,
        shelter=Flag.SET,
    )  # fmt: skip
    key = f"contact:{contact}"

    def goes() -> bool:
        found = offer(now_opened(here, "rosa", code), wish(here, code, [key]))
        return any(isinstance(field, Shown) for field in found.fields)

    assert not goes()
    where = reverse("shelter_authority", args=[here.people[code], contact])
    assert client_of(here, "rosa").get(where).status_code == 404
    dina = client_of(here, "dina")
    assert "required" in dina.post(where, {"authority": ""}).content.decode()
    said = dina.post(where, {"authority": "Board of Refuge, 3 March, in the safe"},
                     follow=True).content.decode()  # fmt: skip
    assert "like others now" in said and goes()
    assert dina.post(where, {"authority": "again"}).status_code == 404
    told = {line.what for line in accounting.account(now_opened(here, "rosa", code),
            set(type(accounting.Act.SHELTER_AUTHORISED)))}  # fmt: skip
    assert any("operator" in words for words in told)
