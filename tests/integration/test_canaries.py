"""Nothing readable where it must not be: rows, logs, the server's log, addresses,
titles, error pages and exception text."""

import io
import json
import logging
import re
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.config.logs import ALLOWED, LOGGING
from safelight.demo.county import County
from safelight.disclosure.access import open_person
from safelight.hosting.postgres import Cluster
from safelight.records.opened import Opened
from tests.integration.browser import address, client_of, routes

WORDS = (
    "Brandt", "Okafor", "Amari", "Marcus Hale", "12 Elm", "elm st", "Ferry Street",
    "010-2233", "0102233", "parking lot", "packed bag", "AC-2041", "1991-04-02",
)  # fmt: skip
VIOLENCE = re.compile(r"violen|abuse|victim|shelter|advocat|survivor", re.IGNORECASE)


@pytest.fixture
def log() -> io.StringIO:
    """Everything logged in the test, as the console would get it."""
    import logging.config

    stream = io.StringIO()
    logging.config.dictConfig(LOGGING)
    root = logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(root.handlers[0].formatter)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream  # type: ignore[misc]
    root.removeHandler(handler)
    root.setLevel(logging.WARNING)


def test_no_row_of_any_table_holds_a_readable_value(county: County) -> None:
    """Searched as the owner of the server's files would: every column of every row."""
    client_of(county, "carl").post(reverse("people"), {"text": "Lena Brandt"})
    with connections["owner"].cursor() as cursor:
        tables = connections["owner"].introspection.table_names(cursor)
    found = []
    for table in tables:
        for row in _rows(table, county):
            found += [(table, word) for word in WORDS if word.lower() in row.lower()]

    assert found == []


def _rows(table: str, county: County) -> list[str]:
    """Every row as text, fenced tables through each agency in turn."""
    from django.db import connection

    rows: list[str] = []
    for who in ("carl", "petra", "rosa", "finn"):
        try:
            with acting_as(county.acting(who)), connection.cursor() as cursor:
                cursor.execute(f"SELECT t::text FROM {table} t")
                rows += [text for (text,) in cursor.fetchall()]
        except DatabaseError:
            with connections["owner"].cursor() as cursor:
                cursor.execute(f"SELECT t::text FROM {table} t")
                rows += [text for (text,) in cursor.fetchall()]
    hexed = [
        bytes.fromhex(h) for row in rows for h in re.findall(r"\\x([0-9a-f]+)", row)
    ]
    plain = [re.sub(r"\\x[0-9a-f]+", "", row) for row in rows]
    return plain + [raw.decode("latin-1") for raw in hexed]


def test_the_canaries_are_there_to_be_found(county: County) -> None:
    """The search above would find them: the pages do show them to whoever may see."""
    page = client_of(county, "carl").get(
        reverse("person", args=[county.people["lena"]])
    )

    assert all(w in page.content.decode() for w in ("Brandt", "12 Elm", "010-2233"))


def test_no_log_line_holds_a_value(county: County, log: io.StringIO) -> None:
    client = client_of(county, "carl", raise_request_exception=False)
    for name, pattern in routes():
        if name == "account_logout":
            continue
        where = address(name, pattern, county.people["lena"], county.packets["lena"])
        client.get(where)
        client.post(where, {"text": "Lena Brandt", "name": "Lena Brandt"})
    client.get("/Lena-Brandt/12-Elm-Street/")
    logging.getLogger("anything").error("told %s", "Lena Brandt, 12 Elm Street")
    try:
        raise ValueError("Lena Brandt lives at 12 Elm Street")
    except ValueError:
        logging.getLogger("django.request").exception("failed for %s", "Lena Brandt")

    text = log.getvalue()
    assert "ValueError at test_canaries.py" in text
    assert [word for word in WORDS if word in text] == []


def test_our_own_log_drops_what_is_not_on_the_list(log: io.StringIO) -> None:
    import structlog

    structlog.get_logger("safelight").warning("packet sent", packet="id-1", name="Lena")

    assert "id-1" in log.getvalue()
    assert "Lena" not in log.getvalue()
    assert "name" not in ALLOWED


def test_the_servers_log_holds_no_value_of_a_failing_statement(
    county: County, cluster: Cluster
) -> None:
    with (
        pytest.raises(DatabaseError),
        acting_as(county.acting("carl")),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute("SELECT %s::text::int", ["Lena Brandt, 12 Elm Street"])
    with (
        pytest.raises(DatabaseError),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO accounts_agency (id, name) VALUES (%s, %s)",
            [county.agencies["court"], "Lena Brandt, 12 Elm Street"],
        )

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(cluster.url("app").replace("safelight?", "nowhere?"))
    text = cluster.log.read_text()
    assert "FATAL" in text
    assert [word for word in WORDS if word in text] == []


def test_jobs_carry_opaque_ids_and_nothing_else(county: County) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'deliver'"
        )
        jobs = [
            json.loads(a) if isinstance(a, str) else a for (a,) in cursor.fetchall()
        ]

    assert jobs
    for job in jobs:
        assert set(job) == {"packet", "sender", "recipient"}
        assert all(str(UUID(value)) == value for value in job.values())


def test_addresses_and_titles_name_nobody_and_nothing(county: County) -> None:
    client = client_of(county, "carl")
    for name, pattern in routes():
        where = address(name, pattern, county.people["lena"], county.packets["lena"])
        assert not VIOLENCE.search(where), name
        page = client.get(where).content.decode()
        for title in re.findall(r"<title>(.*?)</title>", page):
            assert not VIOLENCE.search(title), name
            assert not any(word in title for word in WORDS), name
        if name == "account_logout":
            client = client_of(county, "carl")
            continue
        for link in re.findall(r'(?:href|action)="([^"]*)"', page):
            assert not any(word in link for word in WORDS), name


def test_error_pages_show_nothing_of_the_error(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safelight.disclosure import person

    def fail(_: object) -> None:
        raise RuntimeError("Lena Brandt, 12 Elm Street")

    list(routes())  # Every view is loaded first, so that none keeps what is put here.
    monkeypatch.setattr(person, "read", fail)
    client = client_of(county, "carl", raise_request_exception=False)

    response = client.get(reverse("person", args=[county.people["lena"]]))

    assert response.status_code == 500
    page = response.content.decode()
    assert "was not saved" in page
    assert [word for word in WORDS if word in page] == []


def test_a_database_that_is_down_gets_a_clear_page(county: County) -> None:
    """Not even the session can be read then; the page asks nothing of the database."""
    client = client_of(county, "carl", raise_request_exception=False)
    default = connections["default"]
    default.close()
    host, default.settings_dict["HOST"] = default.settings_dict["HOST"], "/nowhere"
    try:
        pages = [
            client.post(reverse("people"), {"text": "Lena Brandt"}),
            client.get(reverse("work")),
            client.get("/healthz"),
        ]
    finally:
        default.close()
        default.settings_dict["HOST"] = host

    assert [page.status_code for page in pages] == [503, 503, 503]
    assert "Keep your text" in pages[0].content.decode()
    assert "Brandt" not in pages[0].content.decode()
    assert client.get(reverse("work")).status_code == 200


def test_a_search_leaves_no_name_in_the_address(county: County) -> None:
    response = client_of(county, "carl").get(reverse("people") + "?text=Lena+Brandt")

    assert "Brandt" not in response.content.decode()


def test_exceptions_of_actions_name_no_one(county: County) -> None:
    from uuid import uuid4

    from safelight.records.packets.actions import NoSuchPacket, recall

    opened = open_person(county.acting("carl"), county.people["lena"], timezone.now())
    assert isinstance(opened, Opened)
    with pytest.raises(NoSuchPacket) as raised:
        recall(opened, uuid4())

    assert not any(word in str(raised.value) for word in WORDS)


def test_no_page_asks_anything_of_another_site(county: County) -> None:
    client = client_of(county, "carl")
    for name, pattern in routes():
        where = address(name, pattern, county.people["lena"], county.packets["lena"])
        page = client.get(where).content.decode()
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), name
        if name == "account_logout":
            client = client_of(county, "carl")


def test_healthz_says_only_whether_the_database_answers() -> None:
    response = Client().get("/healthz")

    assert response.json() == {"database": "reached"}
