"""`keys`: rotate what wraps, or destroy an agency's keys for ever."""

import argparse
import os
from typing import Any

from safelight.cli.environment import prepare
from safelight.cli.ledger import find_agency
from safelight.cli.outcome import BadInput, Exit, say

NEXT = "SAFELIGHT_NEXT_MASTER_KEY"


def add(commands: Any) -> None:
    keys = commands.add_parser("keys", help="rotate or destroy keys").add_subparsers(
        dest="keys", required=True
    )
    rotate = keys.add_parser(
        "rotate",
        help="wrap everything with a new key",
        description="An agency's key, while the application runs; or with --master the "
        f"installation's, with the application stopped: set {NEXT} to the new one, run "
        "this, then make it SAFELIGHT_MASTER_KEY. It may be stopped and run again.",
    )
    rotate.add_argument("agency", nargs="?", help="name or id")
    rotate.add_argument("--master", action="store_true")
    rotate.add_argument("--json", action="store_true")
    rotate.set_defaults(run=run_rotate)
    destroy = keys.add_parser(
        "destroy",
        help="make an agency's vault unreadable for ever",
        description="Destroys every key of an agency. Nobody can read its records "
        "again, from any copy. Its ledger can still be verified.",
    )
    destroy.add_argument("agency", help="name or id")
    destroy.add_argument(
        "--confirm", required=True, metavar="NAME", help="the agency's whole name"
    )
    destroy.add_argument("--json", action="store_true")
    destroy.set_defaults(run=run_destroy)


def run_rotate(chosen: argparse.Namespace) -> Exit:
    if chosen.master == bool(chosen.agency):
        raise BadInput("Name an agency, or give --master.")
    prepare()
    from django.utils import timezone

    from safelight.accounts.keys.rotation import rotate, rotate_master

    if chosen.master:
        done = rotate_master(_following())
        words = f"{done} keys wrapped. Make {NEXT} the SAFELIGHT_MASTER_KEY now."
    else:
        done = rotate(find_agency(chosen.agency), at=timezone.now())
        words = f"{done} keys wrapped with the new one; the old one is destroyed."
    say(chosen.json, {"keys": done}, words)
    return Exit.DONE


def _following() -> bytes:
    from safelight.config.checks import is_key

    following = os.environ.get(NEXT, "")
    if not is_key(following):
        raise BadInput(f"Set {NEXT} to 32 bytes in hexadecimal. Nothing was changed.")
    return bytes.fromhex(following)


def run_destroy(chosen: argparse.Namespace) -> Exit:
    prepare()
    from django.utils import timezone

    from safelight.accounts.models import Agency
    from safelight.records.retention.actions import OnHold
    from safelight.records.retention.closing import NotSealed, destroy_keys

    agency = find_agency(chosen.agency)
    if Agency.objects.get(id=agency).name != chosen.confirm:
        raise BadInput("--confirm is not this agency's name. Nothing was destroyed.")
    try:
        done = destroy_keys(agency, at=timezone.now())
    except (OnHold, NotSealed) as error:
        raise BadInput(str(error)) from None
    say(chosen.json, {"keys": done}, f"{done} keys destroyed. Its backups are next.")
    return Exit.DONE
