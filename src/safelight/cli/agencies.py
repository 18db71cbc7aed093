"""`agency`: the agencies of an installation."""

import argparse
from typing import Any

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say
from safelight.core.vocabulary import AgencyKind, Fund


def add(commands: Any) -> None:
    agency = commands.add_parser("agency", help="add an agency").add_subparsers(
        dest="agency_command", required=True
    )
    one = agency.add_parser("add", help="add an agency with its own keys")
    one.add_argument("name")
    kinds = [kind.value for kind in AgencyKind if kind is not AgencyKind.NONE]
    one.add_argument("--kind", required=True, choices=kinds)
    one.add_argument("--jurisdiction", required=True, help="such as CT")
    funds = [fund.value for fund in Fund]
    one.add_argument("--fund", action="append", default=[], choices=funds)
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=run_agency)


def run_agency(chosen: argparse.Namespace) -> Exit:
    prepare()
    from django.db import IntegrityError

    from safelight.accounts.actions import make_agency

    try:
        made = make_agency(
            name=chosen.name,
            kind=AgencyKind(chosen.kind),
            jurisdiction=chosen.jurisdiction,
            funds=[Fund(code) for code in chosen.fund],
        )
    except IntegrityError:
        raise BadInput("There is an agency of this name; choose another.") from None
    say(chosen.json, {"agency": str(made)}, f"Added. Its id is {made}.")
    return Exit.DONE
