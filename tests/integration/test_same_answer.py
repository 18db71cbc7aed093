"""Any question from outside is answered alike, whether or not the program knows somebody:
the same bytes, the same work in the database, and no difference in time (CF-3)."""

import re
from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.core.advocacy import Came, Service
from safelight.demo.county import County
from safelight.records.advocacy.actions import record_service
from tests.integration.browser import client_of, routes
from tests.integration.making import fresh, survivor
from tests.integration.test_limits import now_opened

ROUNDS = 40
OF_A_PERSON = sorted(
    name for name, pattern in routes() if set(pattern.pattern.converters) == {"person"}
)


@pytest.fixture
def known(county: County) -> tuple[County, UUID, UUID]:
    """Somebody who was served, and somebody whose request was denied."""
    here = fresh(county)
    people = []
    for came in (Came.USED, Came.DENIED):
        code = survivor(here)
        record_service(now_opened(here, "rosa", code), Service.SHELTER, came)
        people.append(here.people[code])
    return here, people[0], people[1]


def without_token(content: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", content)


def answer(
    client: Client, name: str, person: UUID, method: str
) -> tuple[int, bytes, int]:
    """Status, body and how many statements the database was given."""
    where = reverse(name, args=[person])
    with CaptureQueriesContext(connection) as asked:
        response = getattr(client, method)(where)
    return response.status_code, without_token(response.content), len(asked)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["petra", "finn"])
def test_served_denied_and_never_heard_of_are_the_same_outside(
    known: tuple[County, UUID, UUID], who: str, method: str
) -> None:
    here, served, denied = known
    client = client_of(here, who)
    for name in OF_A_PERSON:
        nobody = answer(client, name, uuid4(), method)
        for person in (served, denied):
            assert answer(client, name, person, method) == nobody, name


def spread(times: list[float]) -> float:
    low, _, high = quantiles(times, n=4)
    return high - low


def test_and_take_no_longer(known: tuple[County, UUID, UUID]) -> None:
    """By turns, so that a busy machine is as busy for each: the medians lie closer than
    half of the times of either lie apart."""
    here, served, denied = known
    client = client_of(here, "carl")
    asked: dict[str, Callable[[], UUID]] = {
        "served": lambda: served, "denied": lambda: denied, "nobody": uuid4,
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, person in asked.items():
            where = reverse("person", args=[person()])
            start = perf_counter()
            client.get(where)
            times[name].append(perf_counter() - start)
    for name in ("served", "denied"):
        apart = abs(median(times[name]) - median(times["nobody"]))
        assert apart <= max(spread(times[name]), spread(times["nobody"])), times


def test_a_search_from_outside_says_the_same(known: tuple[County, UUID, UUID]) -> None:
    here, served, _ = known
    from safelight.disclosure.person import read

    name = read(now_opened(here, "rosa", next(
        code for code, person in here.people.items() if person == served
    ))).name  # fmt: skip
    client = client_of(here, "petra")
    pages = [
        client.post(reverse("people"), {"text": text}, follow=True).content
        for text in (name, "Nobody Of This Name")
    ]
    assert without_token(pages[0]) == without_token(pages[1])
