"""CS-21, CS-22: one delivery to the court, no copy anywhere, and the lock after harm."""

import base64
import os
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.actions import make_staff
from safelight.accounts.fence.acting import acting_as
from safelight.core.vocabulary import Flag, HarmFinding
from safelight.demo.county import County
from safelight.demo.steps import opened, protect, take_in
from safelight.demo.stories import INDICATOR
from safelight.disclosure.person import read
from safelight.disclosure.registry import overriding
from safelight.disclosure.shown import Refused
from safelight.hosting.postgres import Cluster
from safelight.ledger.acts import Act
from safelight.ledger.entries import about
from safelight.ledger.models import Entry
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.test_registry import _numbers, date

VALUES = b"SOURCE F01 77 DELIVERED LANE BIRCHFIELD 06099 EMPLOYER QUARTZ AND SONS"
CANARY = "77 DELIVERED LANE"


@pytest.fixture
def asked(county: County) -> tuple[County, str, overriding.Asked]:
    here = fresh(county)
    code = f"overridden{next(_numbers)}"
    take_in(here, code, "sonia", "carl", f"Vita {code.title()}", date(1990, 1, 1), 30)
    protect(here, "carl", code, INDICATOR, Flag.SET)
    court = here.agencies["court"]
    return here, code, overriding.ask(opened(here, "carl", code), court, "FA-26-114")


def sealed(here: County, asked: overriding.Asked) -> bytes:
    found = overriding.seal(
        here.acting("sonia"), asked.override, VALUES, timezone.now()
    )
    assert isinstance(found, bytes)
    return found


def deliver(here: County, envelope: bytes, token: str, who: str = "ada") -> object:
    return overriding.deliver(here.acting(who), envelope, token, timezone.now())


def test_the_court_gets_it_once_and_the_flag_stays(
    asked: tuple[County, str, overriding.Asked],
) -> None:
    here, code, one = asked
    envelope = sealed(here, one)
    assert CANARY.encode() not in envelope

    first, second = (deliver(here, envelope, one.token) for _ in range(2))

    assert first == (one.override, VALUES.decode())
    assert second == overriding.NOT_DELIVERED
    again = overriding.seal(here.acting("sonia"), one.override, VALUES, timezone.now())
    assert again == overriding.NOT_SEALED
    assert read(opened(fresh(here), "carl", code)).protections[INDICATOR] is Flag.SET
    with acting_as(here.acting("carl")):
        from safelight.accounts.keys.ring import cipher

        acts = {entry.act for entry in about(cipher(here.people[code]))}
    assert {Act.OVERRIDE_ASKED, Act.OVERRIDE_SEALED} <= acts


def test_nobody_else_and_no_other_token_opens_it(
    asked: tuple[County, str, overriding.Asked],
) -> None:
    here, _, one = asked
    envelope = sealed(here, one)

    tried = [
        deliver(here, envelope, "guess"),
        deliver(here, envelope, one.token, who="carl"),
        deliver(here, envelope, one.token, who="petra"),
        deliver(here, b"not an envelope", one.token),
        deliver(here, envelope.replace(b"a", b"b", 1), one.token),
    ]

    assert tried == [overriding.NOT_DELIVERED] * 5
    assert deliver(here, envelope, one.token) == (one.override, VALUES.decode())
    with acting_as(here.acting("ada")):
        assert Entry.objects.filter(act=Act.OVERRIDE_REFUSED).count() >= 3


def test_a_harmful_finding_locks_it_against_everybody(
    asked: tuple[County, str, overriding.Asked],
) -> None:
    here, _, one = asked
    envelope = sealed(here, one)
    judge, now = here.acting("ada"), timezone.now()

    assert overriding.decided(judge, one.override, HarmFinding.HARMFUL, now)

    assert deliver(here, envelope, one.token) == overriding.NOT_DELIVERED
    assert not overriding.decided(judge, one.override, HarmFinding.NOT_HARMFUL, now)
    (row,) = (
        w for w in overriding.waiting(here.acting("carl")) if w.override == one.override
    )
    assert row.finding is HarmFinding.HARMFUL and row.delivered_at is None


def test_an_order_runs_out(asked: tuple[County, str, overriding.Asked]) -> None:
    here, _, one = asked
    late = timezone.now() + timedelta(days=overriding.DAYS + 1)

    found = overriding.seal(here.acting("sonia"), one.override, VALUES, late)

    assert isinstance(found, Refused)


def test_an_override_delivers_to_a_court_alone(county: County) -> None:
    here = fresh(county)

    with pytest.raises(overriding.NotACourt):
        overriding.ask(opened(here, "carl", "lena"), here.agencies["lantern"], "FA-1")


def upload(client: Client, where: str, content: bytes, **fields: str) -> object:
    file = SimpleUploadedFile("answer.txt", content)
    return client.post(where, {"file": file, **fields}, follow=True)


def files_with(folder: Path, forms: list[bytes], since: float) -> list[str]:
    found = []
    every = (Path(at, name) for at, _, names in os.walk(folder) for name in names)
    for path in every:
        with suppress(FileNotFoundError, PermissionError):  # Another process's.
            if (
                path.is_file()
                and not path.is_symlink()
                and path.stat().st_mtime >= since
            ):
                content = path.read_bytes()
                found += [str(path) for form in forms if form in content]
    return found


def forms_of(text: str) -> list[bytes]:
    """As it is, and as a database or a log could spell it."""
    raw = text.encode()
    inner = base64.b64encode(raw)[4:-4]
    return [raw, raw.hex().encode(), inner]


def test_no_byte_of_it_stays_in_database_log_file_or_temporary_folder(
    county: County, cluster: Cluster, capfd: pytest.CaptureFixture[str]
) -> None:
    """Through the pages themselves, wrong ways included; then every file is searched."""
    here = fresh(county)
    since = timezone.now().timestamp() - 1
    code = f"pages{next(_numbers)}"
    take_in(here, code, "sonia", "carl", f"Planted {CONTROL}", date(1990, 1, 1), 30)
    carl, sonia, judge = (client_of(here, who) for who in ("carl", "sonia", "ada"))
    where = reverse("person_override", args=[here.people[code]])
    court = str(here.agencies["court"])
    page = carl.post(where, {"court": court, "order_number": ORDER}).content.decode()
    token = page.split("<code>")[1].split("</code>")[0]
    (one,) = (w for w in overriding.waiting(here.acting("carl")) if not w.sealed_at
              and f"{w.asked_at}" >= f"{here.now}")  # fmt: skip
    seal = reverse("override_seal", args=[one.override])

    envelope = upload(sonia, seal, VALUES).content  # type: ignore[attr-defined]
    upload(sonia, seal, VALUES)
    upload(judge, reverse("override_open"), VALUES, token=token)
    upload(judge, reverse("override_open"), envelope, token="wrong")
    shown = upload(judge, reverse("override_open"), envelope, token=token)
    judge.post(reverse("override_finding", args=[one.override]), {"finding": "HARMFUL"})
    make_staff(
        agency=here.agencies["support"], email=f"{CONTROL}@office.example", name="Control",
        roles=["auditor"],
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_delivery")

    assert CANARY in shown.content.decode()  # type: ignore[attr-defined]
    assert shown.headers["Cache-Control"] == "no-store"  # type: ignore[attr-defined]
    said = capfd.readouterr()
    folders = [cluster.home, Path(tempfile.gettempdir())]
    for word in (CANARY, "QUARTZ AND SONS", "BIRCHFIELD"):
        assert word not in said.out + said.err
        for folder in folders:
            assert files_with(folder, forms_of(word), since) == [], word
    # The search would have found it: this was written in the same minute, and is there.
    assert any(
        "pg_wal" in path for path in files_with(cluster.home, forms_of(CONTROL), since)
    )


CONTROL, ORDER = "controlcanary9", "FA-26-115"
