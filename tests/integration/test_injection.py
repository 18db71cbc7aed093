"""SQL through every form and filter: nothing breaks, nothing more is shown."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from safelight.accounts.fence.acting import acting_as
from safelight.demo.county import County
from tests.integration.browser import address, client_of, routes

ATTEMPTS = (
    "' OR '1'='1",
    "x'; UPDATE people_person SET language = 'xx'; --",
    "1); SELECT set_config('safelight.agency', '{agency}', false); --",
    "%' OR name LIKE '%",
    "\\'; TRUNCATE people_searchtoken CASCADE; --",
    "a\x00b",
    "$$; DROP TABLE ledger_entry; $$",
)
FIELD = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')
FOREIGN = ("Ruth Amari", "44 Orchard", "Tess Okafor", "parking lot", "CP-310")


def counted(county: County) -> list[int]:
    found = []
    for who in ("carl", "petra", "rosa"):
        with acting_as(county.acting(who)), connection.cursor() as cursor:
            for table in ("people_person", "people_searchtoken", "people_protection"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                found.append(cursor.fetchone()[0])
            cursor.execute("SELECT count(*) FROM people_person WHERE language = 'xx'")
            assert cursor.fetchone()[0] == 0
    return found


def fields_of(client: Client, where: str) -> set[str]:
    page = client.get(where)
    return set(FIELD.findall(page.content.decode())) - {"csrfmiddlewaretoken"}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_form_field_is_a_way_into_the_database(county: County, attempt: str) -> None:
    client, before = client_of(county, "sonia"), counted(county)
    text = attempt.format(agency=county.agencies["protection"])
    lena, packet = county.people["lena"], county.packets["lena"]
    tried = 0
    for name, pattern in routes():
        if name in ("account_logout", "cast_enter", "cast", "account_login"):
            continue
        where = address(name, pattern, lena, packet)
        names = fields_of(client, where) | {"text", "word", "who", "items", "reason"}
        for sent in (client.post(where, dict.fromkeys(names, text)),
                     client.get(where, dict.fromkeys(names, text))):  # fmt: skip
            page = sent.content.decode()
            assert sent.status_code < 500, (name, text)
            assert not [word for word in FOREIGN if word in page], name
            tried += 1
    assert tried > 100
    assert counted(county) == before


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_part_of_an_address_is_a_way_in(county: County, attempt: str) -> None:
    from urllib.parse import quote

    client, lena = client_of(county, "sonia"), county.people["lena"]
    text = quote(attempt.format(agency=county.agencies["protection"]), safe="")
    for path in (
        f"/people/{lena}/draft/{text}/", f"/people/{lena}/exposure/{text}/",
        f"/people/{lena}/share/{text}/{uuid4()}/", f"/people/{text}/",
        f"/people/{lena}/as/?who={text}", f"/inbox/{text}/",
    ):  # fmt: skip
        for response in (client.get(path), client.post(path, {"text": "x"})):
            assert response.status_code < 500, path


def test_a_search_finds_what_the_text_says_and_nothing_that_sql_would(
    county: County,
) -> None:
    from django.utils import timezone

    from safelight.disclosure.search import search

    for attempt in ATTEMPTS:
        assert search(county.acting("carl"), attempt, timezone.now()) == []
