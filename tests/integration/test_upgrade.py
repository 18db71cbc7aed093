"""The database of the commit before this one, brought up to this one."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from safelight.demo.cast import AGENCIES
from safelight.hosting.postgres import Cluster

ROOT = Path(__file__).parents[2]
# The commit before this one, and the last one before values had keys of their own.
FROM = ("HEAD~1", "969b2b3")


@pytest.fixture(params=FROM)
def before(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The source of the commit before, or skipped where the history is not here."""
    with tempfile.TemporaryDirectory(prefix="safelight-before-", dir="/tmp") as folder:
        archive = subprocess.run(
            ["git", "archive", request.param, "src"],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if archive.returncode:
            pytest.skip("this checkout has no earlier commit")
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        yield Path(folder) / "src"


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="safelight-upgrade-", dir="/tmp"))
    yield folder
    Cluster(folder).remove()
    shutil.rmtree(folder, ignore_errors=True)


# What Carl's list says: every name opens, or says that it does not.
NAMES = """
from safelight.cli.environment import prepare
prepare()
from django.utils import timezone
from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.accounts.models import Staff
from safelight.disclosure.access import open_person
try:
    from safelight.disclosure.worklist import work
except ImportError:
    from safelight.disclosure.people import work
from safelight.disclosure.person import read
from safelight.disclosure.shown import Shown
carl = Staff.objects.get(name="Carl Ivers")
by, now = Principal(PrincipalKind.STAFF, carl.agency_id, carl.id), timezone.now()
for row in work(by, now).people:
    for field in read(open_person(by, row.person, now)).fields:
        if field.key.startswith("kin:"):
            continue  # how somebody is related is said in other words each time
        print(row.name, row.birth_date, field.label, getattr(field, "text", field))
"""


def run(source: Path, home: Path, *arguments: str) -> str:
    return run_python(source, home, "-m", "safelight.cli.main", *arguments)


def run_python(source: Path, home: Path, *arguments: str) -> str:
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    done = subprocess.run(
        [sys.executable, *arguments],
        env=kept | {"PYTHONPATH": str(source), "SAFELIGHT_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_a_vault_of_the_commit_before_opens_whole(before: Path, home: Path) -> None:
    run(before, home, "demo", "--check")
    run(before, home, "database", "start")
    known = run_python(before, home, "-c", NAMES)
    run(before, home, "database", "stop")

    assert "all is well" in run(ROOT / "src", home, "demo", "--check")
    run(ROOT / "src", home, "database", "start")
    found = run_python(ROOT / "src", home, "-c", NAMES)
    assert sorted(found.splitlines()) == sorted(known.splitlines())
    assert "12 Elm Street Apt 4" in known
    for agency in AGENCIES:
        said = run(ROOT / "src", home, "ledger", "verify", agency.name)
        assert "Nothing was changed or removed" in said
