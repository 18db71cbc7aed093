"""Forms of clinics: checked against what was asked, and labelled whatever was answered."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.fhir.checking import NotAForm, check, read
from safelight.core.fhir.labels import CODES, LABEL, asks_about_violence, labelled

YES = {"system": "s", "code": "y"}
NO = {"system": "s", "code": "n"}
FORM: dict[str, Any] = {
    "resourceType": "Questionnaire", "id": "f", "url": "http://x.example/f",
    "item": [
        {"linkId": "home", "type": "group", "required": True, "item": [
            {"linkId": "housing", "type": "choice", "required": True,
             "answerOption": [{"valueCoding": YES}, {"valueCoding": NO}]},
            {"linkId": "where", "type": "string", "maxLength": 5, "enableWhen": [
                {"question": "housing", "operator": "=", "answerCoding": NO}]},
        ]},
        {"linkId": "count", "type": "integer", "item": [
            {"linkId": "ages", "type": "decimal", "repeats": True}]},
        {"linkId": "more", "type": "boolean", "enableWhen": [
            {"question": "count", "operator": ">", "answerInteger": 2}]},
        {"linkId": "words", "type": "display"},
        {"linkId": "any", "type": "date", "enableBehavior": "any", "enableWhen": [
            {"question": "count", "operator": "exists", "answerBoolean": True},
            {"question": "more", "operator": "!=", "answerBoolean": False}]},
    ],
}  # fmt: skip


def answered(link: str, *values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link, "answer": list(values), **more}


def response(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "completed",
            "questionnaire": "http://x.example/f|2", "item": list(items), **more}  # fmt: skip


def home(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": "home", "item": list(items), **more}


def where(text: str) -> dict[str, Any]:
    return answered("where", {"valueString": text})


TRUE = {"valueInteger": True}
OTHER, WORDS = {"valueCoding": {"code": "y"}}, {"valueString": "y"}
HOUSED = answered("housing", {"valueCoding": YES})
UNHOUSED = answered("housing", {"valueCoding": NO})
COUNT = {"valueInteger": 3}


@pytest.mark.parametrize(
    "given",
    [
        response(home(HOUSED)),
        response(home(UNHOUSED, answered("where", {"valueString": "here"}))),
        response(home(HOUSED), answered("count", {**COUNT, "item": [
            answered("ages", {"valueDecimal": 4}, {"valueDecimal": 0.5})]}),
            answered("more", {"valueBoolean": True}), answered("any", {"valueDate": "2026"})),
        response(home(), status="in-progress"),
        response(home(HOUSED), questionnaire="Questionnaire/f"),
    ],
)  # fmt: skip
def test_what_answers_it(given: dict[str, Any]) -> None:
    assert check(FORM, given) == []


@pytest.mark.parametrize(
    "given, link, rule",
    [
        (response(), "housing", "must be answered"),
        (response(home()), "housing", "must be answered"),
        (response(home(HOUSED), status="done"), "", "no status"),
        (response(home(HOUSED), questionnaire="http://y.example"), "", "another"),
        (response(home(HOUSED), answered("x")), "x", "not asked"),
        (response(answered("count", COUNT), home(HOUSED)), "home", "another order"),
        (response(home(HOUSED), home(HOUSED)), "home", "once at most"),
        (response(home(HOUSED, answer=[{}])), "home", "is a group"),
        (response(home(HOUSED, where("x"))), "where", "not to be"),
        (response(home(UNHOUSED, where("x" * 6))), "where", "longer"),
        (response(home(answered("housing", OTHER))), "housing", "none of"),
        (response(home(answered("housing", WORDS))), "housing", "takes valueCoding"),
        (response(home(HOUSED), answered("count", TRUE)), "count", "is not what"),
        (response(home(HOUSED), answered("count", COUNT, COUNT)), "count", "one answer"),
        (response(home(HOUSED), answered("count", {}, item=[HOUSED])), "count", "belongs to"),
        (response(home(HOUSED), {"linkId": "words"}), "words", "only shows"),
        (response(home(HOUSED), answered("more", {"valueBoolean": True})), "more", "not to be"),
        (response(home(HOUSED), answered("any", {"valueDate": "2026"})), "any", "not to be"),
    ],
)  # fmt: skip
def test_what_does_not(given: dict[str, Any], link: str, rule: str) -> None:
    found = check(FORM, given)

    assert [one.link for one in found if rule in one.rule] == [link], found
    assert "x" * 6 not in repr(found)


def test_a_required_group_must_be_there() -> None:
    empty = {"item": [{"linkId": "g", "type": "group", "required": True}]}

    assert [one.rule for one in check(empty, response(questionnaire=""))] == [
        "must be there"
    ]


ONE = {"value": 1}


@pytest.mark.parametrize(
    "rule, value, enabled",
    [
        ({"operator": ">=", "answerInteger": 3}, {"valueInteger": 3}, True),
        ({"operator": "<=", "answerInteger": 2}, {"valueInteger": 3}, False),
        ({"operator": "<", "answerDate": "2027"}, {"valueDate": "2026"}, True),
        ({"operator": "<", "answerInteger": 5}, {"valueBoolean": True}, False),
        ({"operator": "<", "answerQuantity": ONE}, {"valueQuantity": {"value": 0}}, False),
        ({"operator": "=", "answerQuantity": ONE}, {"valueQuantity": ONE}, True),
        ({"operator": "exists", "answerBoolean": False}, None, True),
        ({"operator": "!=", "answerInteger": 5}, None, False),
        ({"operator": "?", "answerInteger": 5}, {"valueInteger": 5}, False),
    ],
)  # fmt: skip
def test_when_a_question_is_to_be_asked(
    rule: dict[str, Any], value: dict[str, Any] | None, enabled: bool
) -> None:
    kind = next((k[5:].lower() for k in value or {}), "integer")
    form = {"item": [
        {"linkId": "a", "type": kind},
        {"linkId": "b", "type": "boolean", "enableWhen": [{"question": "a", **rule}]},
    ]}  # fmt: skip
    first = [answered("a", value)] if value else []
    found = check(
        form, response(*first, answered("b", {"valueBoolean": True}), questionnaire="")
    )

    assert (found == []) is enabled


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("place", ["code", "linkId", "definition", "deep"])
def test_a_form_that_asks_is_labelled_whatever_is_answered(
    code: str, place: str
) -> None:
    item = {
        "code": {"linkId": "1", "code": [{"system": "http://loinc.org", "code": code}]},
        "linkId": {"linkId": f"/x/{code}"},
        "definition": {"linkId": "1", "definition": f"http://loinc.org/q#{code}"},
        "deep": {"linkId": "1", "answer": [{"valueBoolean": False, "item": [
            {"linkId": code}]}]},
    }[place]  # fmt: skip
    form = {"item": [{"linkId": "0", "item": [item]}]}

    assert asks_about_violence(form)
    assert labelled(labelled(form))["meta"]["security"] == [dict(LABEL)]


def test_a_panel_is_known_by_its_own_code_and_others_are_not() -> None:
    assert asks_about_violence({"code": [{"code": "76499-3"}]})
    assert not asks_about_violence(FORM) and not asks_about_violence({})


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"resourceType": "Patient"}', b"\xff"])
def test_what_is_no_form(raw: bytes) -> None:
    with pytest.raises(NotAForm):
        read(raw, "Questionnaire")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
       lambda inner: st.lists(inner, max_size=3)
       | st.dictionaries(st.sampled_from(["item", "linkId", "answer"]), inner)))  # fmt: skip
def test_reading_anything_ends_in_words(held: Any) -> None:
    raw = json.dumps({"resourceType": "Questionnaire", "x": held}).encode()

    assert read(raw, "Questionnaire")["x"] == held
