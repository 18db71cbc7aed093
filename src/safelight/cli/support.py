"""`safelight support`: beside the certified state system, not instead of it."""

import argparse
import json
from pathlib import Path
from typing import Any

from safelight.cli.outcome import BadInput, Exit, say
from safelight.cli.vault_files import agency_of
from safelight.core.support.feed import (
    LENGTHS,
    WIDTH,
    FeedInvalid,
    read,
    written,
)

LAYOUT = "\n".join(f"  {name:<12} {length}" for name, length in LENGTHS.items())
EPILOG = f"""One layout in two forms: CSV with a head of these names, or lines of {WIDTH}
characters with these lengths, in UTF-8:

{LAYOUT}

An example:

  record,case,person,part,name,birth_date,action,due_on,state,number
  CASE,AC-1,,,,,,,,
  PERSON,AC-1,0042,CUSTODIAL_PARTY,Ann Example,1990-02-03,,,,
  ACTION,AC-1,,,,,LICENSE,2027-03-09,PLANNED,S-77

number is the state system's own number of the action, by which it is known again.
record is CASE, PERSON or ACTION; a case stands before its people, and those before its
actions. Days are like 2027-03-09. Parts, actions and states: docs/generated/actions.md and
`safelight support import` names those it knows where one is wrong.
"""


def add(commands: Any) -> None:
    support = commands.add_parser(
        "support", help="the daily files from and to the state system"
    )
    inner = support.add_subparsers(dest="action", required=True, metavar="ACTION")
    taken = inner.add_parser(
        "import",
        help="cases, people and planned actions",
        description="Can be run again: nothing is taken in twice. What is left out is "
        "named by line and rule. Who was known before is not said.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    taken.add_argument("source", metavar="IN", type=Path)
    taken.add_argument(
        "--dry-run", action="store_true", help="only report; nothing is kept"
    )
    taken.add_argument(
        "--report", type=Path, metavar="FILE", help="the report, as JSON"
    )
    taken.set_defaults(run=run_import)
    given = inner.add_parser(
        "export",
        help="holds, lights and indicators, and never why",
        description="A CSV line for each light, each indicator and each action that is "
        "held, of every open case.",
    )
    given.add_argument("target", metavar="OUT", type=Path)
    given.set_defaults(run=run_export)
    for one in (taken, given):
        one.add_argument("--agency", required=True, metavar="NAME", help="whose vault")
        one.add_argument("--json", action="store_true")


def run_import(chosen: argparse.Namespace) -> Exit:
    agency = agency_of(chosen.agency)
    from django.utils import timezone

    from safelight.disclosure.support.feeding import take_in
    from safelight.hosting.private_files import appearing

    try:
        raw = chosen.source.read_bytes()
        lines = list(read(raw))
    except OSError as error:
        raise BadInput(f"{chosen.source}: {error.strerror}.") from None
    except FeedInvalid as error:
        raise BadInput(f"{chosen.source}: {error}") from None
    found = take_in(agency, lines, timezone.now(), dry=chosen.dry_run)
    report = {
        "received": found.received, "dry_run": found.is_dry,
        "left_out": [{"line": one.line, "rule": one.rule} for one in found.wrong],
    }  # fmt: skip
    if chosen.report:
        with appearing(chosen.report) as file:
            file.write((json.dumps(report, indent=2) + "\n").encode())
    many = ", ".join(f"{count} {kind}" for kind, count in found.received.items())
    words = f"Received: {many or 'nothing'}."
    if found.is_dry:
        words += " Only tried: nothing was kept."
    words += "".join(
        f"\nLine {one.line} was left out: {one.rule}." for one in found.wrong
    )
    say(chosen.json, report, words)
    return Exit.FOUND if found.wrong else Exit.DONE


def run_export(chosen: argparse.Namespace) -> Exit:
    agency = agency_of(chosen.agency)
    from django.utils import timezone

    from safelight.disclosure.support.telling import COLUMNS, export
    from safelight.hosting.private_files import appearing

    if not chosen.target.parent.is_dir():
        raise BadInput(f"{chosen.target.parent}: no such folder.")
    rows = export(agency, timezone.now())
    with appearing(chosen.target) as file:
        file.write(written(rows, COLUMNS))
    say(chosen.json, {"lines": len(rows)}, f"{len(rows)} lines in {chosen.target}.")
    return Exit.DONE
