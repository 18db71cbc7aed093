"""Questions as JSON: what is read, what is refused and in which words."""

import json
import tomllib
from typing import Any

import pytest

from safelight.core.gate import wire
from safelight.core.gate.decide import decide
from tests.spec.read_cases import FOLDER, to_json


def form() -> dict[str, Any]:
    cases = tomllib.loads((FOLDER / "own_vault.toml").read_text())["case"]
    return to_json(cases[0])


def test_a_decision_as_json() -> None:
    request = wire.read(json.dumps(form()))

    written = wire.write(decide(request.question, request.items))

    assert written["categories"] == {"NARRATIVE": "RELEASE"}
    (ruling,) = written["rulings"]
    assert ruling["answer"] == "RELEASE"
    assert ruling["reasons"][0]["code"] == "own-vault"
    assert len(written["policies"]) == 64


def test_the_schema_names_every_part_of_a_question() -> None:
    text = json.dumps(wire.schema())

    for word in ("family_violence_indicator", "harm_finding", "CHILDS_CONFIDENCE"):
        assert word in text


@pytest.mark.parametrize(
    "path, value, words",
    [
        (("question", "purpose"), "Lena Brandt", "question.purpose"),
        (("question", "asker", "agency_kind"), "BAKERY", "question.asker.agency_kind"),
        (("question", "surprise"), 1, "question.surprise"),
        (("question", "asker", "agency"), "", "staff have an agency"),
        (("question", "at"), "2026-01-15T12:00:00", "time zone"),
        (("items",), "none", "items"),
    ],
)
def test_a_bad_value_says_where_and_which_rule_and_not_what(
    path: tuple[str, ...], value: object, words: str
) -> None:
    whole = form()
    place = whole
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(wire.QuestionInvalid, match=words) as raised:
        wire.read(json.dumps(whole))

    assert "Lena" not in str(raised.value)


def test_a_missing_field_is_named() -> None:
    whole = form()
    del whole["question"]["channel"]
    del whole["items"][0]["category"]

    with pytest.raises(wire.QuestionInvalid) as raised:
        wire.read(json.dumps(whole))

    places = [fault.split(":")[0] for fault in raised.value.faults]
    assert places == ["question.channel", "items.0.category"]


def test_a_missing_protection_is_unknown_and_protects() -> None:
    whole = form()
    del whole["items"][0]["protections"]
    whole["items"][0]["assignment"] = "NONE"
    request = wire.read(json.dumps(whole))

    assert not decide(request.question, request.items).released()


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(wire.QuestionInvalid, match="--schema"):
        wire.read(text)
