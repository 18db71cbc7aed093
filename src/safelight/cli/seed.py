"""`demo seed`: a county of as many people as wanted, to measure with."""

import argparse
import time

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say


def add(demo: argparse.ArgumentParser) -> None:
    inner = demo.add_subparsers(dest="demo_command", metavar="seed")
    seed = inner.add_parser(
        "seed",
        help="make the county, with as many more people as wanted",
        description="The demo county, and a crowd of invented people in its child "
        "support vault. Only on the embedded server.",
    )
    seed.add_argument("--people", type=int, required=True, metavar="N")
    seed.add_argument("--json", action="store_true")
    seed.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> Exit:
    if chosen.people < 1:
        raise BadInput("Give a number of people above zero.")
    cluster = prepare(demo=True)
    if cluster is None:
        raise BadInput(
            "DATABASE_URL is set: a crowd is made on the embedded server only."
        )
    from safelight.cli.database import migrate
    from safelight.cli.demo import seed
    from safelight.demo.crowd import fill
    from safelight.demo.staffing import vault_with_workers

    migrate()
    seed()
    vault = vault_with_workers(chosen.people)
    start = time.monotonic()
    done = fill(cluster.url("admin"), vault, chosen.people)
    seconds = time.monotonic() - start
    words = f"{done} people in {seconds:.0f} s, with {len(vault.staff)} workers."
    say(chosen.json, {"people": done, "seconds": round(seconds, 1)}, words)
    return Exit.DONE
