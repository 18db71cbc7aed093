"""Two agencies at one desk: one browser, one after the other (co-located advocates)."""

from django.urls import reverse

from safelight.demo.county import County
from tests.functional.conftest import Visitor


def test_one_desk_shares_nothing(visitor: Visitor, county: County) -> None:
    """After the advocate signs out no page, no draft and no way back is left."""
    record = reverse("person", args=[county.people["lena_l"]])
    visitor.enter("Rosa Vega")
    visitor.open(record)
    assert visitor.sees("parking lot")
    visitor.open(reverse("person_note", args=[county.people["lena_l"]]))
    visitor.page.get_by_label("Note", exact=True).fill("Half a canarydraft")
    visitor.page.wait_for_timeout(2600)
    visitor.press("Sign out")

    visitor.enter("Petra Quill")
    for _ in range(4):
        visitor.page.go_back()
        assert visitor.lacks("parking lot") and visitor.lacks("canarydraft")
    visitor.open(record)
    assert visitor.lacks("parking lot") and visitor.lacks("Lena")
    visitor.open("/work/")
    assert visitor.lacks("not saved yet") and visitor.lacks("Lena")
    kept = visitor.page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
