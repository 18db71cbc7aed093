"""`database`: the embedded server, started and stopped by hand; and migrations."""

import argparse
import os
from typing import Any

from safelight.cli.environment import prepare
from safelight.cli.outcome import Exit, say
from safelight.hosting.home import home
from safelight.hosting.postgres import Cluster


def add(commands: Any) -> None:
    database = commands.add_parser(
        "database",
        help="the embedded PostgreSQL of a first run, and migrations",
        description="Where DATABASE_URL is set, that server is used and start and stop "
        "do nothing.",
    ).add_subparsers(dest="database", required=True)
    for name, words in (
        ("start", "start the embedded server"),
        ("stop", "stop it"),
        ("status", "say whether it runs"),
        ("migrate", "bring the schema up to this version"),
    ):
        one = database.add_parser(name, help=words)
        one.add_argument("--json", action="store_true")
        one.set_defaults(run=run, act=name)


def run(chosen: argparse.Namespace) -> Exit:
    if chosen.act == "migrate":
        prepare()
        migrate()
        say(chosen.json, {"migrated": True}, "The schema is up to date.")
        return Exit.DONE
    if os.environ.get("DATABASE_URL"):
        say(chosen.json, {"embedded": False}, "DATABASE_URL is set: nothing to do.")
        return Exit.DONE
    cluster = Cluster(home())
    match chosen.act:
        case "start":
            cluster.start()
        case "stop":
            cluster.stop()
    running = cluster.is_running()
    words = "The embedded server runs." if running else "It does not run."
    say(chosen.json, {"embedded": True, "running": running}, words)
    return Exit.DONE


def migrate() -> None:
    """Apply migrations as the owner, who sets the application's rights after them; then
    what needs keys, as the application."""
    from django.core.management import call_command

    from safelight.records.upgrading import upgrade

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    upgrade()
