"""A passkey in a real browser: added after the password, then enough by itself."""

from django.core.cache import cache
from playwright.sync_api import Browser, expect

from safelight.accounts.actions import make_staff
from safelight.demo.county import County

PASSWORD = "a quiet amber lamp 77"


def test_a_passkey_is_added_and_signs_in_alone(
    browser: Browser, site: str, county: County
) -> None:
    cache.clear()
    email = "passkey@lantern.example"
    make_staff(agency=county.agencies["lantern"], email=email, name="Pia Key",
               roles=["advocate"], password=PASSWORD)  # fmt: skip
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, home = context.new_page(), site.replace("127.0.0.1", "localhost")
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }})  # fmt: skip

    page.goto(f"{home}/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Sign in again")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button").first.click()
    expect(page.locator("h1")).to_have_text("Set up your second step")
    page.get_by_role("link", name="Use a passkey instead").click()
    expect(page.get_by_label("It signs in alone")).to_be_checked()
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("body")).to_contain_text("recovery codes", ignore_case=True)
    page.goto(f"{home}/work/")
    expect(page.locator("h1")).to_have_text("My work")

    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{home}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("body")).to_contain_text("Pia Key, Lantern Program")
    context.close()
