"""Writing a note while sessions end: nothing is lost, and nobody leaves the page."""

from playwright.sync_api import Page, expect

from tests.functional.conftest import Visitor


def sign_out_unseen(page: Page) -> None:
    """As if the session had run out; no answer on its way brings the cookie back."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies(name="sessionid")


def test_a_text_is_kept_the_session_ends_and_the_writer_goes_on(
    visitor: Visitor,
) -> None:
    # Given: an advocate is writing, and stops for a moment
    visitor.enter("Rosa Vega").follow("Tess Okafor")
    visitor.follow("Write a note")
    page = visitor.page
    page.get_by_text("Sealed", exact=True).click()
    box = page.get_by_label("Note", exact=True)
    box.fill("She asked about")
    expect(page.locator("#kept")).to_contain_text("Kept at", timeout=8000)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    visitor.check_accessible()

    # When: the session ends, and she types on
    sign_out_unseen(page)
    box.press_sequentially(" the video link")
    again = page.locator("#again")
    expect(again).to_contain_text("You were signed out", timeout=8000)
    assert box.input_value() == "She asked about the video link"
    visitor.check_accessible()

    # And: signs in again on the same page
    expect(page.locator("#kept")).to_contain_text("Not kept just now")
    again.get_by_role("link", name="Sign in again here").click()
    expect(again.get_by_role("button", name="Rosa Vega")).to_be_visible()
    assert again.locator("header").count() == 0
    page.wait_for_timeout(3000)
    again.get_by_role("button", name="Rosa Vega").click()
    expect(again).to_contain_text("Rosa Vega, Lantern Program")
    expect(page.locator("#kept")).to_contain_text("Kept at", timeout=8000)
    box.press_sequentially(" for Friday.")

    # And: the session ends once more, between the last word and the click
    sign_out_unseen(page)
    page.get_by_role("button", name="Save note").click()
    expect(again).to_contain_text("You were signed out", timeout=8000)
    again.get_by_role("link", name="Sign in again here").click()
    again.get_by_role("button", name="Rosa Vega").click()
    expect(again).to_contain_text("Rosa Vega, Lantern Program")

    # Then: the whole text is saved with an ordinary click, and no draft is left
    visitor.press("Save note")
    expect(page.locator("main")).to_contain_text("Note saved.")
    assert visitor.sees("She asked about the video link for Friday.")
    visitor.open("/work/")
    assert visitor.lacks("Tess Okafor: a text that is not saved yet")


def test_nobody_saves_what_somebody_else_began(visitor: Visitor) -> None:
    visitor.enter("Petra Quill").follow("Ben Amari")
    visitor.follow("Write a note")
    page, again = visitor.page, visitor.page.locator("#again")
    page.get_by_text("Sealed", exact=True).click()
    page.get_by_label("Note", exact=True).fill("Petra heard this")
    sign_out_unseen(page)
    page.get_by_role("button", name="Save note").click()
    again.get_by_role("link", name="Sign in again here").click()
    again.get_by_role("button", name="Omar Bale").click()

    expect(again).to_contain_text("Somebody else is signed in", timeout=8000)
    page.get_by_role("button", name="Save note").click()
    assert page.get_by_label("Note", exact=True).input_value() == "Petra heard this"
    again.get_by_role("button", name="Sign them out").click()
    again.get_by_role("button", name="Petra Quill").click()
    expect(again).to_contain_text("Petra Quill")
    visitor.press("Save note")
    expect(page.locator("main")).to_contain_text("Note saved.")


def test_a_change_that_is_not_saved_waits_on_my_work(visitor: Visitor) -> None:
    visitor.enter("Carl Ivers").follow("Lena Brandt")
    visitor.page.get_by_role("link", name="Change this note").first.click()
    visitor.page.get_by_label("Note", exact=True).press_sequentially(" More.")
    expect(visitor.page.locator("#kept")).to_contain_text("Kept at", timeout=8000)

    visitor.open("/work/")
    visitor.follow("Lena Brandt: a text that is not saved yet")
    assert visitor.sees("This is what you were writing")
    visitor.press("Throw it away")


def test_a_browser_that_closes_finds_the_text_again(
    visitor: Visitor, second: Visitor
) -> None:
    visitor.enter("Petra Quill").follow("Ben Amari")
    visitor.follow("Write a note")
    visitor.page.get_by_label("Note", exact=True).fill("Plays the drums on Tuesd")
    expect(visitor.page.locator("#kept")).to_contain_text("Kept at", timeout=8000)

    second.enter("Petra Quill")
    assert second.sees("You were writing")
    second.follow("Ben Amari: a text that is not saved yet")
    assert second.page.get_by_label("Note", exact=True).input_value() == (
        "Plays the drums on Tuesd"
    )
    second.press("Throw it away")
    second.open("/work/")
    assert second.lacks("Ben Amari: a text that is not saved yet")
