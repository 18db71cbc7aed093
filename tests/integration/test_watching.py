"""The supervisor's daily list, through the page."""

from django.urls import reverse
from django.utils import timezone

from safelight.demo.county import County
from tests.integration.browser import client_of


def test_a_worker_who_comes_back_to_a_record_that_is_not_his(county: County) -> None:
    nils = client_of(county, "nils")
    for _ in range(3):
        nils.get(reverse("person", args=[county.people["lena"]]))

    page = client_of(county, "sonia").get(reverse("unusual")).content.decode()

    assert "Nils Berg" in page and "Came back to one record" in page
    assert "Lena" not in page
    other = client_of(county, "dina").get(reverse("unusual")).content.decode()
    assert "Nils" not in other
    assert client_of(county, "carl").get(reverse("unusual")).status_code == 404
    day = client_of(county, "sonia").get(reverse("unusual"), {"day": "2001-01-01"})
    assert "Nothing unusual" in day.content.decode()
    assert timezone.localdate().isoformat() in page
