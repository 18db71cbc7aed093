"""`demo`: one command from nothing to a running county."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from safelight.cli import seed as seed_command
from safelight.cli import visit
from safelight.cli.database import migrate
from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit
from safelight.cli.server import GUNICORN
from safelight.hosting.home import home
from safelight.hosting.postgres import Cluster

FIRST_PORT, LAST_PORT = 8000, 8019
READY_WITHIN_SECONDS = 30


def add(commands: Any) -> None:
    demo = commands.add_parser(
        "demo",
        help="set up, load the demo county and serve it",
        description="Everybody in the county is invented. Ctrl-C stops everything; the "
        "county stays for the next time.",
    )
    demo.add_argument("--port", type=int, help="default: 8000, or the next free one")
    demo.add_argument(
        "--check",
        action="store_true",
        help="start it, open the main pages as everybody, stop, say what failed",
    )
    demo.add_argument(
        "--reset", action="store_true", help="delete the county, and make a new one"
    )
    demo.set_defaults(run=run)
    seed_command.add(demo)


def run(chosen: argparse.Namespace) -> Exit:
    if chosen.reset and not os.environ.get("DATABASE_URL"):
        Cluster(home()).remove()
    cluster = prepare(demo=True)
    try:
        migrate()
        seed()
        collect_static()
        port = free_port(chosen.port)
        with running(port):
            if chosen.check:
                return visit.everybody(f"http://127.0.0.1:{port}")
            announce(port)
            wait_for_stop()
            return Exit.DONE
    finally:
        if cluster is not None:
            cluster.stop()


def seed() -> None:
    """Make the county once, and mark the database as a demo. Raises BadInput."""
    from django.utils import timezone

    from safelight.accounts.models import Agency, Installation
    from safelight.demo.county import make_county
    from safelight.demo.stories import tell

    if Installation.objects.filter(is_demo=True).exists():
        return
    if Agency.objects.exists():
        raise BadInput(
            "This database holds real agencies: the demo county is not put there. "
            "Unset DATABASE_URL, or name an empty database."
        )
    print("Making the demo county ...")
    now = timezone.now()
    Installation.objects.using("owner").create(is_demo=True, made_at=now)
    tell(make_county(now))


def collect_static() -> None:
    """Static files with far-future names, once for each version of them."""
    from django.conf import settings
    from django.core.management import call_command

    marker = os.path.join(str(settings.STATIC_ROOT), "collected")
    source = os.path.join(settings.PACKAGE, "web", "static")
    newest = max(os.path.getmtime(path) for path in _files(source))
    if os.path.exists(marker) and os.path.getmtime(marker) > newest:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    with open(marker, "w") as file:
        file.write("")


def _files(folder: str) -> Iterator[str]:
    for base, _, names in os.walk(folder):
        yield from (os.path.join(base, name) for name in names)


def free_port(wanted: int | None) -> int:
    """The wanted port, or the first free one; says so where it is another."""
    first: int = wanted or FIRST_PORT
    ports: list[int] = [first, *range(FIRST_PORT, LAST_PORT + 1)]
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != first:
            print(f"Port {first} is taken by another program; using {port}.")
        return port
    raise BadInput(f"No free port from {FIRST_PORT} to {LAST_PORT}: give --port.")


@contextmanager
def running(port: int) -> Iterator[None]:
    """The web server and the job worker, for as long as the block lasts."""
    python = os.path.dirname(sys.executable)
    gunicorn = os.path.join(python, "gunicorn")
    commands = [
        [gunicorn, f"--bind=127.0.0.1:{port}", *GUNICORN],
        [sys.executable, "-m", "safelight.cli.main", "work"],
        [sys.executable, "-m", "safelight.cli.main", "agent"],
    ]
    children = [
        subprocess.Popen(command, start_new_session=True) for command in commands
    ]
    try:
        wait_until_served(port, children[0])
        yield
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=20)


def wait_until_served(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < end and server.poll() is None:
        if visit.answers(f"http://127.0.0.1:{port}/healthz"):
            return
        time.sleep(0.1)
    raise BadInput("The web server did not start; its messages are above.")


def announce(port: int) -> None:
    from safelight.demo.cast import AGENCIES, MEMBERS

    print(f"\nSafelight runs at http://127.0.0.1:{port}\n")
    for agency in AGENCIES:
        print(agency.name)
        for member in (m for m in MEMBERS if m.agency == agency.code):
            print(f"  {member.name}: {member.standing}")
    print("\nOpen the address and choose who you are. Ctrl-C stops it.")


def wait_for_stop() -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        signal.pause()
    except KeyboardInterrupt:
        print("\nStopping.")
