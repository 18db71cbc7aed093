"""The whole thread in a real browser, with delivery by the job worker."""

import time

from tests.functional.conftest import Visitor


def wait_for_packet(visitor: Visitor) -> None:
    """The worker delivers within seconds; look again until it has."""
    for _ in range(100):
        visitor.open("/inbox/")
        if visitor.page.locator("li", has_text="New").count():
            return
        time.sleep(0.1)
    raise AssertionError("the packet was not delivered")


def test_share_read_account_withdraw_dark(visitor: Visitor, second: Visitor) -> None:
    # Given: an advocate records what a survivor of the program signed
    visitor.enter("Rosa Vega").follow("Tess Okafor")
    record = visitor.page.url
    visitor.follow("Record a signed release")
    page = visitor.page
    page.get_by_label("Who may have it").select_option(
        label="Alder County Child Support"
    )
    page.get_by_label("What for").select_option(label="Establish child support")
    page.get_by_text("Name: Tess Okafor").click()
    page.get_by_label("Which other ways").fill("A letter from the program.")
    page.get_by_label("Which risks").fill("They may have to keep it.")
    visitor.press("Record the release")
    assert visitor.sees("Release recorded.")

    # When: the packet is prepared, shown and sent
    visitor.follow("Signed release to Alder County Child Support")
    page.get_by_label("To the attention of").select_option(label="Sonia Marsh")
    visitor.press("See what they will get")
    assert visitor.sees("What they will get")
    visitor.press("Prepare this packet")
    visitor.press("They have seen it and agree")
    visitor.press("Send")
    assert visitor.sees("Sent. You can recall it at any time.")

    # Then: the other agency sees exactly that
    second.enter("Sonia Marsh")
    wait_for_packet(second)
    second.page.locator("li", has_text="New").get_by_role("link").first.click()
    packet = second.page.url
    assert second.sees("Tess Okafor")
    assert second.sees("Do not pass this on")
    assert second.page.locator(".item").count() == 1

    # And: she can be shown who saw it
    visitor.open(record.removeprefix(visitor.site))
    visitor.follow("Who has seen this")
    assert visitor.sees("Sonia Marsh, Alder County Child Support")
    assert visitor.sees("Read a packet")

    # And: withdrawn, it is dark at the next click
    visitor.open(record.removeprefix(visitor.site))
    visitor.follow("Withdraw the release to Alder County Child Support")
    visitor.press("Withdraw now")
    assert visitor.sees("One packet is dark from this moment.")
    second.page.goto(packet)
    assert second.sees("This packet is not available.")
    assert second.lacks("Tess Okafor")


def test_an_address_in_a_note_is_shown_and_stopped(visitor: Visitor) -> None:
    visitor.enter("Carl Ivers").follow("Lena Brandt")
    visitor.page.get_by_role("link", name="Share", exact=True).click()
    visitor.follow("Agreement between agencies to Alder County Child Protection")
    visitor.page.get_by_text("Moved last month").click()

    visitor.press("See what they will get")

    assert visitor.page.locator("mark").inner_text() == "12 elm st #4"
    assert visitor.sees("cannot go")
    prepare = visitor.page.get_by_role("button", name="Prepare this packet")
    assert prepare.count() == 0
