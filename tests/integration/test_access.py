"""Deny by default: every route, as everybody, and nothing of anybody else in it."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from safelight.accounts.fence.constraints import Fence
from safelight.core.vocabulary import Duty
from safelight.demo.cast import MEMBERS
from safelight.demo.county import County
from safelight.web.access import OPEN, ROUTES, SIGNING_IN
from tests.integration.browser import address, client_of, routes

# What each person's record holds, and who of the cast may see it.
CANARIES = {
    "lena": (["12 Elm Street", "(555) 010-2233", "AC-2041", "library card"], {"carl", "sonia"}),
    "marcus": (["31 Ferry Street", "Dock Road", "Marcus Hale"], {"carl", "sonia"}),
    "ruth": (["44 Orchard Way", "packed bag", "Ruth Amari", "CP-310"],
             {"petra", "omar", "iris"}),
    "lena_l": (["parking lot"], {"rosa", "dina"}),
    "tess": (["Tess Okafor", "parents&#x27; group"], {"rosa", "dina"}),
    "lena_c": (["FM-92"], {"finn", "ada"}),
}  # fmt: skip


def test_every_route_says_who_reaches_it() -> None:
    named = {name for name, _ in routes()}

    assert named == OPEN | SIGNING_IN | set(ROUTES)


def test_without_signing_in_every_route_asks_for_it(county: County) -> None:
    for name, pattern in routes():
        if name in OPEN:
            continue
        where = address(name, pattern, county.people["lena"], uuid4())
        for response in (Client().get(where), Client().post(where)):
            assert response.status_code in (302, 405), name
            assert "Brandt" not in response.content.decode()


@pytest.fixture(params=["as it is", "without the application's filters"])
def filters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with the agency taken out of every filter: the database alone is left."""
    mode: str = request.param
    if mode == "as it is":
        return mode
    fenced = {
        m
        for m in apps.get_models()
        if any(isinstance(rule, Fence) for rule in m._meta.constraints)
    }
    real = QuerySet._filter_or_exclude

    def without(self: Any, negate: bool, args: Any, kwargs: dict[str, Any]) -> Any:
        if self.model in fenced and not negate:
            owners = {"agency_id", "sender_id", "recipient_id"}
            kwargs = {k: v for k, v in kwargs.items() if k not in owners}
        return real(self, negate, args, kwargs)

    monkeypatch.setattr(QuerySet, "_filter_or_exclude", without)
    return mode


def one_of_each_agency() -> set[str]:
    """The fence knows agencies alone: one worker of each is enough to try it."""
    return set({member.agency: member.code for member in MEMBERS}.values())


@pytest.mark.parametrize("code", [member.code for member in MEMBERS])
def test_no_page_shows_anybody_what_is_not_theirs(
    county: County, code: str, filters: str
) -> None:
    if filters != "as it is" and code not in one_of_each_agency():
        return
    client = client_of(county, code)
    kept = {p: words for p, (words, allowed) in CANARIES.items() if code not in allowed}
    packet = county.packets["lena"]
    for name, pattern in routes():
        if name in ("account_logout", "cast_enter", "cast"):
            continue
        owns_packet = code in ("carl", "sonia") and name.startswith("inbox")
        of_person = "person" in pattern.pattern.converters
        for person in kept if of_person else list(kept)[:1]:
            where = address(name, pattern, county.people[person], packet)
            words = (
                kept[person] if of_person else [w for ws in kept.values() for w in ws]
            )
            for response in (client.get(where), client.post(where)):
                page = response.content.decode()
                found = [word for word in words if word in page]
                assert owns_packet or not found, (name, person)


def test_whoever_may_sees_it(county: County) -> None:
    for person, (canaries, allowed) in CANARIES.items():
        for code in allowed:
            where = reverse("person", args=[county.people[person]])
            page = client_of(county, code).get(where).content.decode()
            assert all(word in page for word in canaries if word != "parking lot"), code


def test_an_administrator_reaches_no_case_page(county: County) -> None:
    client = client_of(county, "alma")
    for name, pattern in routes():
        if name in ROUTES and Duty.ADMINISTER not in ROUTES[name]:
            where = address(name, pattern, county.people["lena"], uuid4())
            assert client.get(where).status_code == 404, name


def test_a_worker_cannot_use_a_supervisors_page(county: County) -> None:
    where = reverse("person_assign", args=[county.people["lena"]])

    assert client_of(county, "carl").get(where).status_code == 404
    assert client_of(county, "sonia").get(where).status_code == 200


def test_every_page_has_a_strict_policy_and_is_not_kept(county: County) -> None:
    client = client_of(county, "carl")
    for where in (reverse("work"), reverse("cast"), "/nothing-here/"):
        headers = client.get(where).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"


def test_a_form_without_its_token_is_refused_with_what_to_do(county: County) -> None:
    client = client_of(county, "carl")
    client.handler.enforce_csrf_checks = True

    response = client.post(reverse("people"), {"text": "Brandt"})

    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()
