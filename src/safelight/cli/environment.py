"""Settings in place before Django starts: given ones, or the embedded server's."""

import os

from safelight.hosting.home import home, load_secrets
from safelight.hosting.postgres import Cluster

DJANGO = "DJANGO_SETTINGS_MODULE"


def prepare(*, demo: bool = False) -> Cluster | None:
    """Start Django. Without DATABASE_URL the embedded server is started, and returned.

    Raises DatabaseNotStarted.
    """
    cluster = None
    if not os.environ.get("DATABASE_URL"):
        cluster = Cluster(home())
        cluster.start()
        _point_at(cluster)
    if demo:
        os.environ["SAFELIGHT_DEMO"] = "1"
        os.environ.setdefault("SAFELIGHT_LOG_LEVEL", "WARNING")
    start_django()
    return cluster


def start_django() -> None:
    import django

    os.environ.setdefault(DJANGO, "safelight.config.settings")
    django.setup()


def _point_at(cluster: Cluster) -> None:
    """The embedded server's settings; what is already set stays."""
    found = load_secrets(cluster.home)
    defaults = {
        "DATABASE_URL": cluster.url("app"),
        "OWNER_DATABASE_URL": cluster.url("owner"),
        "SAFELIGHT_SECRET_KEY": found["secret_key"],
        "SAFELIGHT_MASTER_KEY": found["master_key"],
        "SAFELIGHT_KEY_AGENT": str(cluster.home / "agent.sock"),
        "SAFELIGHT_STATIC_ROOT": str(cluster.home / "static"),
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
