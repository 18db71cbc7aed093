"""Backup and restore into an empty machine: consistent, encrypted, purged again."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from safelight.accounts.models import Agency
from safelight.demo.county import County
from safelight.demo.steps import opened
from safelight.disclosure.person import read
from safelight.hosting import backup, sealed_files
from safelight.hosting.backup import KEYS, PURGES, VAULTS, Backups, CannotRestore
from safelight.hosting.home import load_secrets
from safelight.hosting.postgres import Cluster
from safelight.ledger.sealing import seal
from safelight.ledger.verifying import verify
from safelight.records.retention import actions, values
from tests.integration.making import fresh, phone, sent_packet, survivor


@pytest.fixture(scope="module")
def pair() -> tuple[str, str]:
    return sealed_files.new_pair()


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="safelight-backup-", dir="/tmp"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """Another machine: an empty home of its own."""
    made = Path(tempfile.mkdtemp(prefix="safelight-restore-", dir="/tmp"))
    yield made
    Cluster(made).remove()
    shutil.rmtree(made, ignore_errors=True)


def backed_up(cluster: Cluster, folder: Path, to: str, days_ago: int = 0) -> str:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    return backup.back_up(cluster.url("backup"), folder, to, at=at, keep_keys_days=14)


def there(home: Path, *arguments: str, master: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, *arguments],
        env=kept | {"SAFELIGHT_HOME": str(home), "SAFELIGHT_MASTER_KEY": master},
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


def restored(home: Path, folder: Path, identity: str, master: str) -> dict[str, object]:
    key = folder / "identity.txt"
    key.write_text(identity)
    command = ["restore", str(folder), "--identity", str(key), "--json"]
    done = there(home, "-m", "safelight.cli.main", *command, master=master)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    result: dict[str, object] = json.loads(done.stdout)
    return result


def faults_here() -> dict[str, str]:
    """What is wrong with ledgers already: other tests rewrite some, to see it found."""
    agencies = Agency.objects.values_list("id", "name")
    return {name: fault for i, name in agencies if (fault := verify(i).fault)}


WHO = """
import sys
from safelight.cli.environment import prepare
prepare()
from django.utils import timezone
from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.accounts.models import Agency, Staff
from safelight.disclosure.access import open_person
from safelight.disclosure.search import search
from safelight.disclosure.person import read
from safelight.ledger.sealing import seal
from safelight.ledger.verifying import verify
staff = Staff.objects.get(name="Dina Holt")
by, now = Principal(PrincipalKind.STAFF, staff.agency_id, staff.id), timezone.now()
for name in sys.argv[1:]:
    for row in search(by, name, now):
        page = read(open_person(by, row.person, now))
        print(name, [getattr(field, "text", "") for field in page.fields])
from contextlib import suppress
from safelight.accounts.keys.held.asking import VaultLocked
for agency in Agency.objects.all():
    with suppress(VaultLocked):
        while seal(agency.id, at=timezone.now()): pass
    verdict = verify(agency.id)
    print(agency.name, verdict.fault, verdict.waiting)
"""


def test_a_restore_into_an_empty_machine_is_whole_purged_again_and_verified(
    county: County, cluster: Cluster, folder: Path, elsewhere: Path,
    pair: tuple[str, str],
) -> None:  # fmt: skip
    here = fresh(county)
    stays, goes, partly = (survivor(here) for _ in range(3))
    sent_packet(here)
    contact = phone(here, "rosa", partly)
    names = {
        code: read(opened(here, "rosa", code)).name for code in (stays, goes, partly)
    }
    number = next(
        f.text
        for f in read(opened(here, "rosa", partly)).fields
        if f.key == f"contact:{contact}"
    )
    seal(here.agencies["lantern"], at=timezone.now())
    backed_up(cluster, folder, pair[1], days_ago=1)
    actions.purge_person(opened(here, "dina", goes))
    values.purge_items(opened(here, "dina", partly), [f"contact:{contact}"])
    backup.list_purges(cluster.url("backup"), folder, pair[1], at=datetime.now(UTC))
    master = load_secrets(cluster.home)["master_key"]

    result = restored(elsewhere, folder, pair[0], master)

    assert (
        result["faults"] == faults_here()
        and int(str(result["dark"])) >= 1
        and int(str(result["purged"])) >= 2
    )
    said = there(elsewhere, "-c", WHO, *names.values(), master=master).stdout
    assert names[stays] in said and names[partly] in said
    assert names[goes] not in said and number not in said
    assert "Lantern Program  0" in said
    again = there(
        elsewhere, "-m", "safelight.cli.main", "restore", str(folder), "--identity",
        str(folder / "identity.txt"), master=master,
    )  # fmt: skip
    assert again.returncode == 2 and "not empty" in again.stderr


def test_newer_keys_open_nobody_purged_before_them(
    county: County, cluster: Cluster, folder: Path, pair: tuple[str, str]
) -> None:
    """The keys file alone decides: the old vaults file still has the ciphertext."""
    here = fresh(county)
    code = survivor(here)
    first = backed_up(cluster, folder, pair[1], days_ago=2)
    actions.purge_person(opened(here, "dina", code))
    second = backed_up(cluster, folder, pair[1])

    person = str(here.people[code]).encode()
    old, new = (
        _tables(Backups(folder).path(name, KEYS), pair[0]) for name in (first, second)
    )
    assert person in old and person not in new


def _tables(path: Path, identity: str) -> bytes:
    """A dump as SQL text, decompressed."""
    import io

    from safelight.hosting.postgres import client_program

    kept = io.BytesIO()
    sealed_files.read(path, kept, identity)
    done = subprocess.run(
        [str(client_program("pg_restore")), "-f", "-"], input=kept.getvalue(),
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_vaults_file_has_no_key_and_no_readable_value(
    county: County, cluster: Cluster, folder: Path, pair: tuple[str, str]
) -> None:
    name = backed_up(cluster, folder, pair[1])
    text = _tables(Backups(folder).path(name, VAULTS), pair[0])
    keys = _tables(Backups(folder).path(name, KEYS), pair[0])

    for word in (b"Lena Brandt", b"12 Elm", b"010-2233", b"library card", b"AC-2041"):
        assert word not in text and word not in keys
    assert b"people_person" in text
    copied = (
        text[text.index(b"COPY public.accounts_datakey") :]
        if (b"COPY public.accounts_datakey" in text)
        else b"\\."
    )
    assert copied.partition(b"\\.")[0].count(b"\n") <= 1
    for part in (VAULTS, KEYS, PURGES):
        raw = Backups(folder).path(name, part).read_bytes()
        assert raw.startswith(b"age-encryption.org/v1")
        assert Backups(folder).path(name, part).stat().st_mode & 0o077 == 0


def test_keys_files_past_their_days_are_removed_and_never_the_newest(
    county: County, cluster: Cluster, folder: Path, pair: tuple[str, str]
) -> None:
    backed_up(cluster, folder, pair[1], days_ago=40)
    assert len(Backups(folder).names(KEYS)) == 1
    backed_up(cluster, folder, pair[1], days_ago=3)
    backed_up(cluster, folder, pair[1])
    assert len(Backups(folder).names(KEYS)) == 2
    assert len(Backups(folder).names(VAULTS)) == 3


def test_bad_keys_and_missing_files_say_what_next(
    county: County, cluster: Cluster, folder: Path, pair: tuple[str, str]
) -> None:
    url = cluster.url("owner")
    with pytest.raises(CannotRestore, match="There are: none"):
        backup.restore(url, folder, pair[0])
    with pytest.raises(sealed_files.BackupKeyInvalid, match="age recipient"):
        backed_up(cluster, folder, "age1nonsense")
    assert not list(folder.glob("*.age"))
    name = backed_up(cluster, folder, pair[1])
    with pytest.raises(CannotRestore, match="not empty"):
        backup.restore(url, folder, pair[0])
    with pytest.raises(sealed_files.BackupKeyInvalid, match="does not open"):
        backup.purges(folder, sealed_files.new_pair()[0], "")
    Backups(folder).path(name, KEYS).unlink()
    with pytest.raises(CannotRestore, match="keys file"):
        backup.restore(url, folder, pair[0])


def test_the_password_is_in_no_list_of_processes(cluster: Cluster) -> None:
    given = backup._environment(cluster.url("backup"))
    assert given["PGPASSWORD"] == load_secrets(cluster.home)["backup"]
    assert given["PGUSER"] == "safelight_backup"


def test_a_restore_that_the_master_key_does_not_open_is_taken_back(
    county: County, cluster: Cluster, folder: Path, elsewhere: Path,
    pair: tuple[str, str],
) -> None:  # fmt: skip
    backed_up(cluster, folder, pair[1])
    (folder / "identity.txt").write_text(pair[0])
    command = ["restore", str(folder), "--identity", str(folder / "identity.txt")]
    wrong = bytes(32).hex()

    refused = there(elsewhere, "-m", "safelight.cli.main", *command, master=wrong)

    assert refused.returncode == 2 and "Nothing was kept here" in refused.stderr
    right = load_secrets(cluster.home)["master_key"]
    assert restored(elsewhere, folder, pair[0], right)["faults"] == faults_here()
