"""Orders of protection: recorded, protecting at once, handovers planned (CF-49, CF-50)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.contact_kinds import ContactKind
from safelight.core.vocabulary import Source
from safelight.demo.county import County
from safelight.demo.steps import nothing_in_force, take_in
from safelight.disclosure import orders, seen_as
from safelight.disclosure.standing import protections
from safelight.records.orders.models import ProtectionOrder
from safelight.records.people.actions import add_contact
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.test_limits import now_opened

ORDER = {
    "number": "PO-canaryorder", "court": "Alder Family Court", "issued_on": "2026-01-05",
    "conditions": ["01", "04", "05"], "against_petitioner": "CLEAR",
    "cross_petition": "UNKNOWN", "own_findings": "UNKNOWN",
}  # fmt: skip


@pytest.fixture
def here(county: County) -> County:
    made = fresh(county)
    take_in(made, "oda", "sonia", "carl", "Oda Brook", date(1990, 3, 4), 5)
    nothing_in_force(made, "carl", "oda")
    add_contact(now_opened(made, "carl", "oda"), kind=ContactKind.HOME,
                value="5 Canary Bend, Alder 00001", source=Source.OTHER_PARTY)  # fmt: skip
    return made


def post(here: County, name: str, *more: object, **sent: object) -> str:
    where = reverse(name, args=[here.people["oda"], *more])
    return client_of(here, "carl").post(where, sent, follow=True).content.decode()


def standing(here: County) -> str:
    """The protection that an order sets, as it is now."""
    opened = now_opened(here, "carl", "oda")
    with acting_as(opened.by):
        same = {opened.person: frozenset({opened.person})}
        known = protections(opened.by.agency, [opened.person], same, opened.at)
    return known[opened.person].protection_order.name


def test_an_order_in_force_protects_at_once(here: County) -> None:
    page = post(here, "order_new", **ORDER)
    assert "PO-canaryorder" in page and "In force" in page
    assert "Nothing that leads to the protected person" in page
    assert "is not told that it was registered" in page
    opened = now_opened(here, "carl", "oda")
    assert standing(here) == "SET"
    for who in ("PARTY", "COUNSEL", "EMPLOYER", "OTHER_STATE", "REGISTRY"):
        given = str(seen_as.seen_as(opened, who).given)
        assert "Canary Bend" not in given and "canaryorder" not in given


def test_an_order_that_is_over_sets_nothing(here: County) -> None:
    page = post(here, "order_new", **(ORDER | {"expires_on": "2026-02-01"}))
    assert "Over, or not begun" in page
    assert standing(here) == "CLEAR"


@pytest.mark.parametrize(
    "sent, words",
    [
        ({"conditions": ["10"]}, "Select a valid choice"),
        ({"conditions": []}, "This field is required"),
        ({"expires_on": "2025-01-01"}, "It ends before it was issued"),
    ],
)
def test_what_cannot_be_an_order_is_refused_and_stays_on_the_form(
    here: County, sent: dict[str, object], words: str
) -> None:
    page = post(here, "order_new", **(ORDER | sent))
    assert words in page and "PO-canaryorder" in page
    assert orders.read(now_opened(here, "carl", "oda")) == []


def test_a_handover_is_on_my_work_until_it_is_planned(here: County) -> None:
    post(here, "order_new", **(ORDER | {"conditions": ["06"]}))

    def work() -> str:
        page = (
            client_of(here, "carl").get(reverse("work") + "?all=yes").content.decode()
        )
        return (
            page.split("plan it safely")[1].split("</section>")[0]
            if ("plan it safely" in page)
            else ""
        )

    assert str(here.people["oda"]) in work()
    row = orders.read(now_opened(here, "carl", "oda"))[0].row
    assert "Handover planned" in post(here, "order_handover", row)
    assert str(here.people["oda"]) not in work()
    with acting_as(here.acting("carl")):
        kept = ProtectionOrder.objects.get(id=row)
        kept.handover_planned_at = None
        kept.expires_on = timezone.localdate() - timedelta(days=1)
        kept.save(update_fields=["handover_planned_at", "expires_on"])
    assert str(here.people["oda"]) not in work()


def test_one_against_who_asked_first_is_marked_for_counsel(here: County) -> None:
    page = post(here, "order_new", **(ORDER | {"against_petitioner": "SET"}))
    assert "Have counsel look at it" in page
    for who in ("petra", "rosa", "nils"):
        where = reverse("orders", args=[here.people["oda"]])
        assert client_of(here, who).get(where).status_code == 404


def test_an_order_that_the_court_ended_is_over_and_the_protection_stays(
    here: County,
) -> None:
    post(here, "order_new", **(ORDER | {"conditions": ["06"]}))
    row = orders.read(now_opened(here, "carl", "oda"))[0].row
    page = post(here, "order_end", row)
    assert "The protection stays" in page and "Over, or not begun" in page
    assert standing(here) == "SET"
    later = timezone.localdate() + timedelta(days=30)
    post(
        here,
        "order_new",
        **(ORDER | {"issued_on": later.isoformat(), "number": "PO-2"}),
    )
    assert len(orders.read(now_opened(here, "carl", "oda"))) == 2
