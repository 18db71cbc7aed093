"""`packet`: a packet as a file, for an installation that shares no network with this one."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say

T = TypeVar("T")


def add(commands: Any) -> None:
    packet = commands.add_parser(
        "packet", help="carry a packet as a file"
    ).add_subparsers(dest="packet_command", required=True)
    out = packet.add_parser(
        "export",
        help="write a packet that was sent to a file for its recipient",
        description="The file is sealed: it shows two agencies and an end. Packets on a "
        "signed release alone.",
    )
    out.add_argument("agency", help="the sender, by name or id")
    out.add_argument("packet", type=UUID)
    out.add_argument("--out", required=True, type=Path, metavar="FILE")
    out.set_defaults(run=run_export)
    taken = packet.add_parser(
        "import",
        help="take such a file into its recipient's inbox, once",
        description="Writes the receipt that goes back to the sender.",
    )
    taken.add_argument("file", type=Path)
    taken.add_argument("--receipt", required=True, type=Path, metavar="FILE")
    taken.set_defaults(run=run_import)
    receipt = packet.add_parser("receipt", help="keep a recipient's receipt")
    receipt.add_argument("file", type=Path)
    receipt.set_defaults(run=run_receipt)
    for one in (out, taken, receipt):
        one.add_argument("--json", action="store_true")


def run_export(chosen: argparse.Namespace) -> Exit:
    prepare()
    from django.utils import timezone

    from safelight.cli.ledger import find_agency
    from safelight.disclosure import carrying

    agency = find_agency(chosen.agency)
    text = _tried(lambda: carrying.export(agency, chosen.packet, at=timezone.now()))
    _write(chosen.out, text)
    say(chosen.json, {"file": str(chosen.out)}, "Written. Bring it to its recipient.")
    return Exit.DONE


def run_import(chosen: argparse.Namespace) -> Exit:
    prepare()
    from django.utils import timezone

    from safelight.disclosure import carrying

    if chosen.receipt.exists():
        raise BadInput(f"{chosen.receipt} exists already. Nothing was taken in.")
    text = _content(chosen.file)
    receipt = _tried(lambda: carrying.take_in(text, at=timezone.now()))
    _write(chosen.receipt, receipt)
    words = f"Taken in. Send {chosen.receipt} back to the sender."
    say(chosen.json, {"receipt": str(chosen.receipt)}, words)
    return Exit.DONE


def run_receipt(chosen: argparse.Namespace) -> Exit:
    prepare()
    from django.utils import timezone

    from safelight.disclosure import carrying

    text = _content(chosen.file)
    packet = _tried(lambda: carrying.note_receipt(text, at=timezone.now()))
    say(chosen.json, {"packet": str(packet)}, f"Packet {packet} arrived.")
    return Exit.DONE


def _tried(act: Callable[[], T]) -> T:
    from safelight.disclosure.carrying import NotCarried

    try:
        return act()
    except NotCarried as error:
        raise BadInput(str(error)) from None


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path} cannot be read. Nothing was taken in.") from None


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(f"{path} exists already. Nothing was written.") from None
    except OSError:
        raise BadInput(f"{path} cannot be written.") from None
