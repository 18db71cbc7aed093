"""`agency`: the agencies of an installation."""

import argparse
import json
from dataclasses import asdict
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say
from safelight.core.vocabulary import AgencyKind, Fund

if TYPE_CHECKING:
    from safelight.accounts.actions import Card


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
    _add_cards(agency)


def _add_cards(agency: Any) -> None:
    card = agency.add_parser(
        "card", help="write how another installation can know an agency of this one"
    )
    card.add_argument("agency", help="name or id")
    card.add_argument("--out", required=True, type=Path, metavar="FILE")
    card.set_defaults(run=run_card)
    know = agency.add_parser(
        "know",
        help="know an agency of another installation by its card",
        description="Have the fingerprint read to you over the phone by somebody whose "
        "voice you know.",
    )
    know.add_argument("file", type=Path)
    know.add_argument("--fingerprint", required=True, help="eight groups of four")
    know.set_defaults(run=run_know)
    for one in (card, know):
        one.add_argument("--json", action="store_true")


def run_card(chosen: argparse.Namespace) -> Exit:
    prepare()
    from safelight.accounts.actions import card_of
    from safelight.cli.ledger import find_agency

    card = card_of(find_agency(chosen.agency))
    text = {**asdict(card), "agency": str(card.agency), "kind": card.kind.value}
    text |= {"signing": card.signing.hex(), "encryption": card.encryption.hex()}
    try:
        with chosen.out.open("x") as file:
            json.dump(text, file, indent=2)
    except OSError:
        raise BadInput(f"{chosen.out} exists, or cannot be written.") from None
    words = f"Written. Read them the fingerprint over the phone: {card.fingerprint}"
    say(chosen.json, {"fingerprint": card.fingerprint}, words)
    return Exit.DONE


def run_know(chosen: argparse.Namespace) -> Exit:
    prepare()
    from safelight.accounts.actions import know_agency

    card = _card(chosen.file)
    given = "".join(chosen.fingerprint.split()).lower()
    if not compare_digest(given, card.fingerprint.replace(" ", "")):
        raise BadInput("This is not the card's fingerprint. Nothing was kept.")
    try:
        know_agency(card)
    except ValueError as error:
        raise BadInput(str(error)) from None
    say(chosen.json, {"agency": str(card.agency)}, f"Known: {card.name}.")
    return Exit.DONE


def _card(path: Path) -> "Card":
    from safelight.accounts.actions import Card

    try:
        given = json.loads(path.read_text("utf-8"))
        return Card(
            UUID(given["agency"]), given["name"], AgencyKind(given["kind"]),
            given["jurisdiction"], tuple(Fund(code) for code in given["funds"]),
            bytes.fromhex(given["signing"]),
            bytes.fromhex(given["encryption"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(f"{path} is not an agency's card. Nothing was kept.") from None


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
