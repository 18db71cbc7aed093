"""Every page: axe clean, readable at 320 px and in print, usable by keyboard."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from safelight.accounts.actions import make_staff
from safelight.accounts.fence.acting import acting_as
from safelight.demo.county import County
from safelight.records.cases.models import Participation
from tests.functional.conftest import Visitor

PERSON_PAGES = (
    "person", "person_note", "person_contact", "person_protection", "person_case",
    "person_hearing", "person_seen", "release_new", "share", "person_relate",
    "person_registry", "person_override", "ask", "flag", "flag_set", "flag_steps", "good_cause",
    "address_request", "staff_safety",
)  # fmt: skip
WIDTHS = (1280, 320)


def addresses(county: County) -> list[str]:
    person = county.people["lena"]
    pages = [
        reverse(name)
        for name in (
            "work",
            "people",
            "person_receive",
            "withdraw_by_name",
            "inbox",
        )
    ]
    return [
        *pages,
        reverse("agreements"),
        *(reverse(name, args=[person]) for name in PERSON_PAGES),
        reverse("inbox_packet", args=[county.packets["lena"]]),
        *case_pages(county),
        "/nothing-here/",
    ]


def case_pages(county: County) -> list[str]:
    """The plan of Lena's case, and what is recorded from it."""
    with acting_as(county.acting("carl")):
        row = Participation.objects.filter(
            agency_id=county.agencies["support"], person_id=county.people["lena"]
        ).first()
    assert row
    case = [county.people["lena"], row.id]
    return [
        *(reverse(name, args=case) for name in ("plan", "plan_choose", "plan_facts")),
        reverse("plan", args=case) + "?light=RED&default=HOLD",
        reverse("plan_warned", args=[*case, "hearing"]),
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_accessible_and_never_scroll_sideways(
    visitor: Visitor, county: County, width: int
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.enter("Carl Ivers")
    for address in addresses(county):
        visitor.open(address)
        visitor.check_accessible()
        assert overflow(visitor) <= 0, address


def overflow(visitor: Visitor) -> int:
    """How many pixels the page is wider than its window."""
    wide: int = visitor.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_signatory_and_of_signing_in(visitor: Visitor, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    for address in ("/cast/", "/sign-in/"):
        visitor.open(address)
        visitor.check_accessible()
        assert overflow(visitor) <= 0, address
    for name, pages in (
        ("Sonia Marsh", ("/work/", "/agreements/", "/agreements/new/", "/registry/")),
        ("Judge Ada Stone", ("/override/",)),
    ):
        visitor.enter(name)
        for address in pages:
            visitor.open(address)
            visitor.check_accessible()
            assert overflow(visitor) <= 0, address


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_supervisor(visitor: Visitor, county: County, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.enter("Sonia Marsh")
    person = county.people["lena"]
    for address in (
        reverse("person_assign", args=[person]),
        reverse("person_block", args=[person]),
        reverse("inbox_packet", args=[county.packets["lena"]]),
    ):
        visitor.open(address)
        visitor.check_accessible()
        assert overflow(visitor) <= 0, address


@pytest.mark.parametrize("width", WIDTHS)
def test_setting_up_the_second_step(
    visitor: Visitor, county: County, width: int
) -> None:
    """With a password and no cast page: the pages of the sign-in itself."""
    cache.clear()
    email, password = f"step{width}@support.example", "a quiet amber lamp 77"
    make_staff(
        agency=county.agencies["support"],
        email=email,
        name="Step Taker",
        roles=["ivd_worker"],
        password=password,
    )
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open("/sign-in/")
    visitor.page.get_by_label("Email").fill(email)
    visitor.page.get_by_label("Password").fill(password)
    visitor.press("Sign in")
    assert visitor.sees("Sign in again")
    visitor.check_accessible()
    visitor.page.get_by_label("Password").fill(password)
    visitor.press("Go on")
    assert visitor.sees("Set up your second step")
    visitor.check_accessible()
    assert overflow(visitor) <= 0


def test_the_way_of_a_packet_is_accessible(visitor: Visitor, county: County) -> None:
    visitor.enter("Rosa Vega")
    packet = reverse("packet", args=[county.people["lena_l"], county.packets["lena"]])
    for address in (packet, reverse("share", args=[county.people["lena_l"]])):
        visitor.open(address)
        visitor.check_accessible()
    visitor.follow("Signed release")
    visitor.check_accessible()
    visitor.press("See what they will get")
    visitor.check_accessible()


def test_a_form_that_fails_is_accessible_too(visitor: Visitor, county: County) -> None:
    visitor.enter("Rosa Vega")
    visitor.open(reverse("release_new", args=[county.people["tess"]]))
    visitor.press("Record the release")
    assert visitor.sees("This field is required.")
    visitor.check_accessible()


def test_the_keyboard_alone_reaches_a_record(visitor: Visitor) -> None:
    visitor.enter("Carl Ivers")
    visitor.open("/people/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator(":focus").inner_text() == "Skip to the page"
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type("AC-2041")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("text=Found")
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        if "Lena Brandt" in visitor.page.locator(":focus").inner_text():
            break
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("h1:has-text('Lena Brandt')")


def test_print_leaves_out_the_frame_and_the_buttons(
    visitor: Visitor, county: County
) -> None:
    visitor.enter("Carl Ivers")
    visitor.open(reverse("inbox_packet", args=[county.packets["lena"]]))
    visitor.press("Print")
    assert visitor.sees("To be destroyed or returned after")
    visitor.page.emulate_media(media="print")

    assert not visitor.page.locator("header").is_visible()
    assert not visitor.page.locator("button").first.is_visible()
    assert visitor.page.get_by_text("Do not pass this on").is_visible()


def test_a_page_weighs_little_and_runs_no_script(visitor: Visitor) -> None:
    """One that does not grow with whom other tests take in."""
    visitor.enter("Carl Ivers")
    visitor.open("/people/")
    total: int = visitor.page.evaluate(
        "performance.getEntriesByType('resource').concat("
        "performance.getEntriesByType('navigation'))"
        ".reduce((sum, e) => sum + (e.encodedBodySize || 0), 0)"
    )

    assert visitor.page.locator("script").count() == 0
    assert 0 < total <= 250_000
