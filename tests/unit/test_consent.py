"""FHIR R4 Consent with DS4P labels: whatever is not plain gives nothing."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.fhir.consent import Consented, ConsentRefused, read_consent

TODAY = date(2026, 11, 22)
PERIOD = {"start": "2026-11-01", "end": "2026-12-31"}


def label(*codes: str) -> list[dict[str, str]]:
    system = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    return [{"system": system, "code": code} for code in codes]


def actor(*ids: str) -> list[dict[str, Any]]:
    return [{"reference": {"reference": one}} for one in ids]


def consent(**changes: Any) -> dict[str, Any]:
    provision = {
        "type": "permit", "period": PERIOD, "actor": actor("#clinic"),
        "securityLabel": label("SDV", "NODSCLCD"),
    }  # fmt: skip
    return {
        "resourceType": "Consent", "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "patient": {"reference": "Patient/1"},
        "contained": [{"resourceType": "Organization", "id": "clinic", "name": "Clinic"}],
        "provision": {**provision, **changes},
    }  # fmt: skip


def read(given: Any) -> Consented:
    return read_consent(json.dumps(given).encode(), on=TODAY)


def test_a_plain_permit_says_what_to_whom_until_when() -> None:
    found = read(consent())
    assert found.labels == {"SDV"} and found.actors == ("Clinic",)
    assert found.obliges == {"NODSCLCD"}
    assert found.lines == [
        "May be given to Clinic until 31 Dec 2026: violence.", "Not to be passed on.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "given, words",
    [
        (consent(type="deny"), "No permit"),
        (consent(type="deny", securityLabel=[]), "denies everything"),
        (consent(type=None), "No permit"),
        (consent(period={"start": "2026-11-01"}), "no beginning or no end"),
        (consent(period=None), "no beginning or no end"),
        (consent(period={"start": "2026-12-01", "end": "2027-01-01"}), "not begun"),
        (consent(period={"start": "2026-01-01", "end": "2026-11-22"}), "is over"),
        (consent(actor=actor("#nobody")), "No permit"),
        (consent(actor=actor("Organization/9")), "No permit"),
        (consent(actor=actor("#clinic", "#nobody")), "No permit"),
        (consent(actor=[]), "No permit"),
        (consent(securityLabel=[]), "No permit"),
        (consent(securityLabel=label("UNHEARD-OF")), "No permit"),
        ({**consent(), "scope": None}, "no scope"),
        ({**consent(), "scope": {"coding": [{"code": "research"}]}}, "no scope"),
        ({**consent(), "status": "draft"}, "not active"),
        ({**consent(), "patient": {}}, "whose"),
        ({**consent(), "provision": None}, "no provision"),
        ({**consent(), "policyRule": {"coding": [{"code": "OPTIN"}]},
          "provision": {"period": PERIOD}}, "denies everything"),
        ({"resourceType": "Patient"}, "not a FHIR Consent"),
        ([], "not a FHIR Consent"),
    ],
)  # fmt: skip
def test_what_is_not_plain_gives_nothing(given: Any, words: str) -> None:
    with pytest.raises(ConsentRefused, match=words):
        read(given)


def test_what_is_no_json_gives_nothing() -> None:
    for raw in (b"", b"{", b"\xff\xfe", b"[" * 100_000):
        with pytest.raises(ConsentRefused):
            read_consent(raw, on=TODAY)


def test_a_coded_deny_is_a_deny_wherever_it_stands() -> None:
    """Whatever the policy rule: an exception is not turned round."""
    within = {"type": "deny", "securityLabel": label("SDV")}
    for rule in ("OPTIN", "OPTOUT"):
        given = consent(securityLabel=label("SDV", "LOCIS"), provision=[within])
        found = read({**given, "policyRule": {"coding": [{"code": rule}]}})
        assert found.labels == {"LOCIS"} and found.denied == {"SDV"}
        assert "Never: violence." in found.lines


def test_a_permit_within_with_a_period_of_its_own() -> None:
    over = {"type": "permit", "securityLabel": label("LOCIS"), "actor": actor("#clinic"),
            "period": {"start": "2026-01-01", "end": "2026-02-01"}}  # fmt: skip
    assert read(consent(provision=[over])).labels == {"SDV"}


def test_too_deep_gives_nothing() -> None:
    given: dict[str, Any] = {"type": "permit", "securityLabel": label("SDV")}
    for _ in range(12):
        given = {"type": "permit", "securityLabel": label("SDV"), "provision": [given]}
    with pytest.raises(ConsentRefused, match="too deep"):
        read(consent(provision=[given]))


def paths(of: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = of.items() if isinstance(of, dict) else enumerate(of)
    for key, value in pairs:
        yield (*so_far, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*so_far, key))


WHOLE = consent(
    securityLabel=label("SDV", "LOCIS"),
    provision=[{"type": "deny", "securityLabel": label("LOCIS")}],
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(paths(WHOLE))), JUNK)
def test_nothing_that_is_damaged_gives_more_or_breaks(
    path: tuple[Any, ...], junk: Any
) -> None:
    damaged = copy.deepcopy(WHOLE)
    place: Any = damaged
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = junk
    try:
        found = read(damaged)
    except ConsentRefused:
        return
    assert found.labels <= {"SDV", "LOCIS"} and found.actors
    if "provision" not in path[1:]:
        assert found.labels == {"SDV"}
