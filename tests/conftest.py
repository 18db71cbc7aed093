"""One embedded database a session, with the demo county in it; the application's role.

Nothing is rolled back: the fence and the ledger work on committed transactions, so each
test makes what it changes, and reads what the cast's fixed standing gives it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from safelight.cli.environment import start_django
from safelight.hosting.home import load_secrets
from safelight.hosting.postgres import Cluster

# Another day than in UTC, at every hour, and no midnight within half an hour of a run's
# beginning: a day taken from the wrong clock fails.
EARLY = datetime.now(UTC).hour < 11
ZONE = "Etc/GMT+12" if EARLY else "Etc/GMT-14"
# Django reads its settings when the first test module is imported; the server they
# point at is started by the first test that needs it.
CLUSTER = Cluster(Path(tempfile.mkdtemp(prefix="safelight-test-", dir="/tmp")))
SECRETS = load_secrets(CLUSTER.home)
os.environ |= {
    "DATABASE_URL": CLUSTER.url("app"),
    "OWNER_DATABASE_URL": CLUSTER.url("owner"),
    "SAFELIGHT_SECRET_KEY": SECRETS["secret_key"],
    "SAFELIGHT_MASTER_KEY": SECRETS["master_key"],
    "SAFELIGHT_DEMO": "1",
    "SAFELIGHT_HOME": str(CLUSTER.home),
    "SAFELIGHT_KEY_AGENT": str(CLUSTER.home / "agent.sock"),
    "SAFELIGHT_STATIC_ROOT": str(CLUSTER.home / "static"),
    "SAFELIGHT_HOSTS": "127.0.0.1,localhost,testserver",
    "SAFELIGHT_TIME_ZONE": ZONE,
    "SAFELIGHT_LOG_LEVEL": "WARNING",
    # The browser's driver keeps an event loop in this thread.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
start_django()

from safelight.accounts.fence.acting import Principal  # noqa: E402
from safelight.demo.county import County, make_county  # noqa: E402
from safelight.demo.stories import tell  # noqa: E402
from safelight.disclosure.delivery import deliver  # noqa: E402


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    CLUSTER.start()
    yield CLUSTER
    CLUSTER.stop()


def pytest_unconfigure() -> None:
    CLUSTER.remove()
    shutil.rmtree(CLUSTER.home, ignore_errors=True)


@pytest.fixture(scope="session")
def county(cluster: Cluster) -> Iterator[County]:
    from django.db import connections
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from safelight.accounts.models import Installation
    from safelight.cli.database import migrate
    from safelight.cli.demo import collect_static

    setup_test_environment()
    migrate()
    collect_static()
    now = timezone.now()
    Installation.objects.using("owner").create(is_demo=True, made_at=now)
    made = make_county(now)
    tell(made)
    lantern, support = made.agencies["lantern"], made.agencies["support"]
    deliver(made.packets["lena"], lantern, support, at=timezone.now())
    yield made
    connections.close_all()


@pytest.fixture
def carl(county: County) -> Principal:
    return county.acting("carl")


@pytest.fixture
def rosa(county: County) -> Principal:
    return county.acting("rosa")


@pytest.fixture
def lena(county: County) -> UUID:
    return county.people["lena"]


@pytest.fixture
def settings_changed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Django settings changed for one test."""
    return monkeypatch
