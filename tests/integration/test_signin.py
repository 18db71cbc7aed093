"""Signing in: password, second step, recovery codes; and the cast page's limits."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from safelight.accounts.actions import RoleInvalid, make_staff
from safelight.accounts.models import Staff
from safelight.demo.county import County

PASSWORD = "a quiet amber lamp 77"


@pytest.fixture
def newcomer(county: County, request: pytest.FixtureRequest) -> Staff:
    cache.clear()
    made = make_staff(
        agency=county.agencies["support"],
        email=f"{abs(hash(request.node.name))}@support.example",
        name="New Comer",
        roles=["ivd_worker"],
        password=PASSWORD,
    )
    return Staff.objects.get(id=made)


def sign_in(staff: Staff, password: str = PASSWORD) -> tuple[Client, str]:
    """A client after the password, and where it was sent."""
    client = Client()
    form = {"login": staff.email, "password": password}
    response = client.post(reverse("account_login"), form)
    return client, response.headers.get("Location", "")


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def set_up(client: Client) -> str:
    """Set up the second step; returns the secret."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found, "the page shows the secret"
    secret = found.group(1)
    response = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert response.status_code == 302
    return secret


def test_a_password_alone_opens_no_record(newcomer: Staff) -> None:
    client, where = sign_in(newcomer)

    response = client.get(reverse("people"))

    assert where == reverse("work")
    assert response.headers["Location"] == reverse("mfa_activate_totp")


def test_the_second_step_is_set_up_and_then_asked_for(newcomer: Staff) -> None:
    client, _ = sign_in(newcomer)
    secret = set_up(client)
    assert client.get(reverse("people")).status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()

    again, where = sign_in(newcomer)
    assert where == reverse("mfa_authenticate")
    assert again.get(reverse("people")).status_code == 302
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200

    cache.clear()
    recovery = re.findall(r"<li><code>([0-9a-f]+)</code>", codes)[0]
    done = again.post(reverse("mfa_authenticate"), {"code": recovery})
    assert done.headers["Location"] == reverse("work")
    assert again.get(reverse("people")).status_code == 200
    assert secret not in str(Authenticator.objects.filter(user=newcomer).values())


def test_a_wrong_password_says_nothing_of_the_account(newcomer: Staff) -> None:
    _, where = sign_in(newcomer, "not the password")
    assert where == ""
    pages = [
        Client()
        .post(reverse("account_login"), {"login": email, "password": "wrong words"})
        .content.decode()
        for email in (newcomer.email, "nobody@support.example")
    ]
    masked = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert masked[0] == masked[1]


def test_sign_in_is_rate_limited(newcomer: Staff) -> None:
    client = Client()
    form = {"login": newcomer.email, "password": "wrong words"}
    pages = [client.post(reverse("account_login"), form) for _ in range(8)]

    assert "Too many" in pages[-1].content.decode()
    cache.clear()


def test_search_is_rate_limited(county: County) -> None:
    from tests.integration.browser import client_of

    cache.clear()
    client = client_of(county, "nils")
    pages = [client.post(reverse("people"), {"text": "x"}) for _ in range(31)]

    assert "Too many searches" in pages[-1].content.decode()
    cache.clear()


def test_rate_limit_keys_are_not_readable(newcomer: Staff) -> None:
    from django.db import connection

    sign_in(newcomer, "wrong words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM rate_limit")
        keys = [key for (key,) in cursor.fetchall()]

    assert keys
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)


def test_there_is_no_sign_up_and_no_other_page_of_the_library() -> None:
    for where in (
        "/signup/",
        "/accounts/signup/",
        "/accounts/login/",
        "/password/reset/",
    ):
        assert Client().get(where).status_code in (302, 404)
        assert "Sign up" not in Client().get(where, follow=True).content.decode()


def test_the_cast_page_exists_only_in_demo_mode(
    county: County, settings_changed: pytest.MonkeyPatch
) -> None:
    enter = reverse("cast_enter", args=[county.staff["carl"]])
    assert Client().get(reverse("cast")).status_code == 200

    settings_changed.setattr(settings, "DEMO", False)

    assert Client().get(reverse("cast")).status_code == 404
    assert Client().post(enter).status_code == 404


def test_demo_mode_needs_a_database_marked_as_demo(county: County) -> None:
    from safelight.accounts.models import Installation

    rows = Installation.objects.using("owner")
    rows.update(is_demo=False)
    try:
        client = Client()
        assert client.get(reverse("cast")).status_code == 404
        enter = reverse("cast_enter", args=[county.staff["carl"]])
        assert client.post(enter).status_code == 404
    finally:
        rows.update(is_demo=True)


def test_a_session_from_the_cast_page_is_nothing_outside_demo_mode(
    county: County, settings_changed: pytest.MonkeyPatch
) -> None:
    from tests.integration.browser import client_of

    client = client_of(county, "carl")
    settings_changed.setattr(settings, "DEMO", False)

    where = client.get(reverse("people")).headers["Location"]

    assert where == reverse("mfa_activate_totp")


def test_a_role_of_another_kind_of_agency_is_refused(county: County) -> None:
    with pytest.raises(RoleInvalid, match="not a role of a child support agency"):
        make_staff(
            agency=county.agencies["support"],
            email="x@support.example",
            name="X",
            roles=["advocate"],
        )
