"""`serve`, `work` and `check`: an installation in production."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import structlog

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say

GUNICORN = (
    "safelight.config.wsgi:application",
    "--config=python:safelight.config.gunicorn",
)
RETRY_SECONDS = 5

log = structlog.get_logger("safelight.work")


def add(commands: Any) -> None:
    serve = commands.add_parser(
        "serve",
        help="serve the staff's screens",
        description="Runs the web server. Refuses to start in production on the "
        "embedded database, in demo mode, or without keys: `safelight check`.",
    )
    serve.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT")
    serve.set_defaults(run=run_serve)
    work = commands.add_parser("work", help="run jobs: delivery and ledger sealing")
    work.set_defaults(run=run_work)
    agent = commands.add_parser(
        "agent",
        help="remember the keys of held vaults while they are unlocked",
        description="A small process beside the web server and the jobs. When it stops, "
        "every held vault is locked.",
    )
    agent.set_defaults(run=run_agent)
    check = commands.add_parser("check", help="is this installation fit to be used?")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check)


def run_serve(chosen: argparse.Namespace) -> Exit:
    from safelight.config.checks import faults

    found = faults()
    if found:
        print("\n".join(found), file=sys.stderr)
        return Exit.FOUND
    prepare()
    program = os.path.join(os.path.dirname(sys.executable), "gunicorn")
    os.execv(program, [program, f"--bind={chosen.bind}", *GUNICORN])


def run_work(_: argparse.Namespace) -> Exit:
    """Run jobs until stopped; a database that is down is waited for."""
    prepare()
    import psycopg
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import ConnectorException

    while True:
        worker = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        try:
            with app.replace_connector(worker):
                app.run_worker(concurrency=2)
            return Exit.DONE
        except (ConnectorException, psycopg.OperationalError):
            log.error("database not reached")
            time.sleep(RETRY_SECONDS)


def agent_socket() -> Path:
    """Where the agent listens: as set, or in the embedded server's folder."""
    from safelight.config.options import option
    from safelight.hosting.home import home

    given = option("SAFELIGHT_KEY_AGENT")
    if not given and option("DATABASE_URL"):
        raise BadInput("Set SAFELIGHT_KEY_AGENT to a path that only this user enters.")
    return Path(given or home() / "agent.sock")


def run_agent(_: argparse.Namespace) -> Exit:
    """Serve keys until stopped. No database is asked."""
    from safelight.accounts.keys.held import agent
    from safelight.config.options import option

    idle = 60.0 * int(option("SAFELIGHT_LOCK_AFTER_MINUTES"))
    most = 3600.0 * int(option("SAFELIGHT_LOCK_AFTER_HOURS"))
    agent.run(agent_socket(), idle=idle, most=most)
    return Exit.DONE


def run_check(chosen: argparse.Namespace) -> Exit:
    from safelight.config.checks import faults

    found = faults()
    words = "\n".join(found) or "Fit to be used."
    say(chosen.json, {"faults": found}, words)
    return Exit.FOUND if found else Exit.DONE
