"""`ledger`: export a checkpoint for somebody else to keep, and verify everything."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say


def add(commands: Any) -> None:
    ledger = commands.add_parser(
        "ledger", help="verify the ledger, or export its checkpoint"
    ).add_subparsers(dest="ledger", required=True)
    verify = ledger.add_parser(
        "verify",
        help="check every entry, leaf and checkpoint of an agency",
        description="Names the first bad entry; where its leaf was rewritten too, the "
        "interval between two checkpoints. A checkpoint kept elsewhere shows whether "
        "the whole ledger was rewritten.",
    )
    verify.add_argument("agency", help="the agency's id or name")
    verify.add_argument("--checkpoint", metavar="FILE", help="one exported before")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run_verify)
    seen = ledger.add_parser(
        "partners", help="how the ledgers of the agencies we receive from stand"
    )
    seen.add_argument("agency", help="the agency's id or name")
    seen.add_argument("--json", action="store_true")
    seen.set_defaults(run=run_partners)
    export = ledger.add_parser("export", help="print the newest signed checkpoint")
    export.add_argument("agency", help="the agency's id or name")
    export.add_argument("--json", action="store_true", help="(the only form; accepted)")
    export.set_defaults(run=run_export)


def find_agency(text: str) -> UUID:
    """An agency by id or name. Raises BadInput."""
    from safelight.accounts.models import Agency

    named = Agency.objects.filter(name__iexact=text).values_list("id", flat=True)
    try:
        return named.first() or UUID(text)
    except ValueError:
        known = ", ".join(Agency.objects.values_list("name", flat=True))
        raise BadInput(f"No agency has this name or id. There are: {known}") from None


def run_verify(chosen: argparse.Namespace) -> Exit:
    prepare()
    from safelight.ledger.verifying import CheckpointInvalid, verify

    try:
        kept = Path(chosen.checkpoint).read_text() if chosen.checkpoint else None
        verdict = verify(find_agency(chosen.agency), kept)
    except (CheckpointInvalid, OSError) as error:
        raise BadInput(str(error)) from None
    sealed = f"{verdict.entries} sealed entries, {verdict.checkpoints} checkpoints"
    words = verdict.fault or f"Nothing was changed or removed: {sealed}."
    if verdict.waiting:
        words += f" {verdict.waiting} entries wait to be sealed."
    say(chosen.json, asdict(verdict), words)
    return Exit.FOUND if verdict.fault else Exit.DONE


def run_partners(chosen: argparse.Namespace) -> Exit:
    prepare()
    from safelight.accounts.models import Agency
    from safelight.ledger.witnessing import partners

    found = partners(find_agency(chosen.agency))
    names = dict(Agency.objects.values_list("id", "name"))
    lines = [
        f"{names[p.partner]}: {p.fault or f'holds; checkpoints kept: {p.checkpoints}'}"
        for p in found
    ]
    result = [
        {"partner": str(p.partner), "size": p.size, "fault": p.fault} for p in found
    ]
    say(chosen.json, {"partners": result}, "\n".join(lines) or "None kept yet.")
    return Exit.FOUND if any(p.fault for p in found) else Exit.DONE


def run_export(chosen: argparse.Namespace) -> Exit:
    prepare()
    from safelight.ledger.verifying import CheckpointInvalid, export

    try:
        print(json.dumps(export(find_agency(chosen.agency)), indent=2))
    except CheckpointInvalid as error:
        raise BadInput(str(error)) from None
    return Exit.DONE
