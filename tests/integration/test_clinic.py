"""A form from a clinic, through the page."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.records.notes.models import Note
from tests.integration.browser import client_of
from tests.integration.making import fresh

FORM = {"resourceType": "Questionnaire", "item": [
    {"linkId": "76501-6", "text": "Afraid?", "type": "boolean"},
    {"linkId": "who", "type": "choice"}, {"linkId": "n", "type": "quantity"},
    {"linkId": "none", "type": "string"},
]}  # fmt: skip
GIVEN = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [
    {"linkId": "76501-6", "answer": [{"valueBoolean": False}]},
    {"linkId": "who", "answer": [{"valueCoding": {"code": "x", "display": "Nobody"}}]},
    {"linkId": "n", "answer": [{"valueQuantity": {"value": 3}}]}, {"linkId": "none"},
]}  # fmt: skip


def file(held: object) -> SimpleUploadedFile:
    raw = held if isinstance(held, bytes) else json.dumps(held).encode()
    return SimpleUploadedFile("form.json", raw)


def add(here: County, who: str, code: str, asked: object, given: object) -> str:
    where = reverse("person_clinic", args=[here.people[code]])
    sent = {"questionnaire": file(asked), "response": file(given)}
    return client_of(here, who).post(where, sent, follow=True).content.decode()


def notes(here: County, who: str, code: str) -> list[Note]:
    mine = opened(fresh(here), who, code)
    with acting_as(mine.by):
        return list(
            Note.objects.filter(agency_id=mine.by.agency, person_id=mine.person)
        )


@pytest.fixture
def made(county: County) -> tuple[County, str]:
    here, code = fresh(county), f"clinic{timezone.now().timestamp()}"
    take_in(here, code, "omar", "petra", f"Clinic {code}", date(1990, 1, 1), 5)
    return here, code


def test_it_is_kept_sealed_and_labelled_though_the_answer_is_no(
    made: tuple[County, str],
) -> None:
    here, code = made

    said = add(here, "petra", code, FORM, GIVEN)

    assert "Kept in the sealed part" in said
    assert "Label: SDV" in said and "Afraid?: no" in said and "who: Nobody" in said
    assert "n: 3" in said
    (row,) = notes(here, "petra", code)
    assert (row.category, row.partition, row.source) == (
        "SAFETY",
        "SEALED",
        "HEALTH_RECORD",
    )


def test_an_ordinary_form_is_health(made: tuple[County, str]) -> None:
    here, code = made
    plain = {**FORM, "item": [{"linkId": "a", "type": "string"}]}
    given = {**GIVEN, "item": [{"linkId": "a", "answer": [{"valueString": "yes"}]}]}

    add(here, "petra", code, plain, given)

    assert [row.category for row in notes(here, "petra", code)] == ["HEALTH"]


def test_a_child_support_record_keeps_no_answer(county: County) -> None:
    here, code = fresh(county), f"clinic{timezone.now().timestamp()}"
    take_in(here, code, "sonia", "carl", f"Clinic {code}", date(1990, 1, 1), 5)

    assert "keeps no answers" in add(here, "carl", code, FORM, GIVEN)
    assert notes(here, "carl", code) == []


@pytest.mark.parametrize(
    "asked, given, words",
    [
        (FORM, {**GIVEN, "item": [{"linkId": "x"}]}, "x is not asked here."),
        (FORM, {**GIVEN, "status": "?"}, "The response has no status"),
        (b"no", GIVEN, "This is no JSON"),
        (FORM, FORM, "QuestionnaireResponse (resourceType)"),
        (b" " * 1_000_001, GIVEN, "at most 1 MB"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(
    asked: object, given: object, words: str, made: tuple[County, str]
) -> None:
    here, code = made

    assert words in add(here, "petra", code, asked, given)
    assert notes(here, "petra", code) == []
