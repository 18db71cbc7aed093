"""Writing a note while sessions end: nothing is lost, and nobody leaves the page."""

from playwright.sync_api import expect

from tests.functional.conftest import Visitor


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
    page.context.clear_cookies(name="sessionid")
    box.press_sequentially(" the video link")
    again = page.locator("#again")
    expect(again).to_contain_text("You were signed out", timeout=8000)
    assert box.input_value() == "She asked about the video link"
    visitor.check_accessible()

    # And: signs in again on the same page
    again.get_by_role("link", name="Sign in again here").click()
    again.get_by_role("button", name="Rosa Vega").click()
    expect(again).to_contain_text("Rosa Vega, Lantern Program")
    box.press_sequentially(" for Friday.")
    expect(page.locator("#kept")).to_contain_text("Kept at", timeout=8000)

    # Then: the whole text is saved with an ordinary click, and no draft is left
    visitor.press("Save note")
    assert visitor.sees("Note saved.")
    assert visitor.sees("She asked about the video link for Friday.")
    visitor.open("/work/")
    assert not visitor.sees("Tess Okafor: a text that is not saved yet")


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
    assert not second.sees("Ben Amari: a text that is not saved yet")
