"""`backup` and `restore`: encrypted, the keys apart; a restore purges again."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say
from safelight.config.options import option
from safelight.hosting import backup, sealed_files
from safelight.hosting.backup import BackupFailed, CannotRestore
from safelight.hosting.home import home
from safelight.hosting.postgres import Cluster
from safelight.hosting.sealed_files import BackupKeyInvalid

TO = "SAFELIGHT_BACKUP_RECIPIENT"


def add(commands: Any) -> None:
    make = commands.add_parser(
        "backup",
        help="write an encrypted backup, or the list of purges",
        description="One moment of every vault, encrypted with age. The keys are a file "
        "apart: keep it elsewhere, and not for long. Without the master key, which is in "
        "no backup, nothing opens.",
    )
    make.add_argument("folder", nargs="?", help="where to write")
    make.add_argument("--to", metavar="AGE1...", help=f"default: {TO}")
    make.add_argument("--new-key", action="store_true", help="print a new pair of keys")
    make.add_argument(
        "--purges", action="store_true", help="the list of purges alone; do it hourly"
    )
    make.add_argument("--json", action="store_true")
    make.set_defaults(run=run_backup)
    back = commands.add_parser(
        "restore",
        help="fill an empty database from a backup",
        description="The vaults as they were, with the newest keys in the folder; then "
        "every purge listed since is done again, and every ledger verified. Set "
        "SAFELIGHT_MASTER_KEY to the one of the installation that was backed up.",
    )
    back.add_argument("folder")
    back.add_argument("--identity", required=True, metavar="FILE", help="the age key")
    back.add_argument("--name", help="which moment; default: the newest")
    back.add_argument("--json", action="store_true")
    back.set_defaults(run=run_restore)


def run_backup(chosen: argparse.Namespace) -> Exit:
    if chosen.new_key:
        identity, recipient = sealed_files.new_pair()
        words = f"Keep apart from this machine:\n{identity}\nSet {TO} to:\n{recipient}"
        say(chosen.json, {"identity": identity, "recipient": recipient}, words)
        return Exit.DONE
    to = chosen.to or option(TO)
    if not chosen.folder or not to:
        raise BadInput(f"Give a folder, and --to or {TO} (safelight backup --new-key).")
    url, now = _backup_url(), datetime.now(UTC)
    with _told():
        if chosen.purges:
            name = backup.list_purges(url, Path(chosen.folder), to, at=now)
        else:
            days = int(option("SAFELIGHT_BACKUP_KEY_DAYS"))
            name = backup.back_up(
                url, Path(chosen.folder), to, at=now, keep_keys_days=days
            )
    more = "" if chosen.purges else " Move its keys file apart."
    say(chosen.json, {"name": name}, f"Written: {name}.{more}")
    return Exit.DONE


def _backup_url() -> str:
    if url := option("BACKUP_DATABASE_URL"):
        return url
    if os.environ.get("DATABASE_URL"):
        raise BadInput("Set BACKUP_DATABASE_URL: a role that may bypass row security.")
    prepare()
    return Cluster(home()).url("backup")


def run_restore(chosen: argparse.Namespace) -> Exit:
    folder, url = Path(chosen.folder), _empty_database()
    with _told():
        identity = Path(chosen.identity).read_text()
        name = backup.restore(url, folder, identity, chosen.name)
        listed = backup.purges(folder, identity, name)
    prepare()
    from safelight.accounts.models import Agency
    from safelight.cli.database import migrate
    from safelight.ledger.verifying import verify
    from safelight.records.retention.replaying import go_dark, replay

    migrate()
    _require_master_key(url)
    again, now = replay(listed), datetime.now(UTC)
    agencies = list(Agency.objects.values_list("id", "name"))
    dark = sum(go_dark(agency, at=now) for agency, _ in agencies)
    faults = {name: fault for i, name in agencies if (fault := verify(i).fault)}
    words = f"Restored: {name}. Purged again: {again}. Packets made dark: {dark}. " + (
        "; ".join(f"{agency}: {fault}" for agency, fault in faults.items())
        or "Every ledger verifies."
    )
    say(
        chosen.json,
        {"name": name, "purged": again, "dark": dark, "faults": faults},
        words,
    )
    return Exit.FOUND if faults else Exit.DONE


def _require_master_key(url: str) -> None:
    """A restore that this master key does not open is taken back whole."""
    from safelight.accounts.keys.agency import MasterKeyWrong
    from safelight.accounts.models import Agency

    try:
        for agency in Agency.objects.values_list("id", flat=True):
            _open_keys(agency)
    except MasterKeyWrong:
        backup.empty(url)
        raise BadInput(
            "SAFELIGHT_MASTER_KEY is not the one of the installation that was backed up. "
            "Nothing was kept here: set it, and restore again."
        ) from None


def _open_keys(agency: UUID) -> None:
    from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
    from safelight.accounts.keys.agency import KeyGone, agency_keys
    from safelight.accounts.keys.held.asking import VaultLocked

    with (
        suppress(KeyGone, VaultLocked),
        acting_as(Principal(PrincipalKind.RETENTION, agency)),
    ):
        agency_keys()


def _empty_database() -> str:
    """The owner's address of the database to fill, which must hold nothing."""
    if os.environ.get("DATABASE_URL"):
        return option("OWNER_DATABASE_URL")
    cluster = Cluster(home())
    cluster.start()
    return cluster.url("owner")


@contextmanager
def _told() -> Iterator[None]:
    """What went wrong with a backup, in words and without a trace of the program."""
    try:
        yield
    except (CannotRestore, BackupFailed, BackupKeyInvalid, OSError) as error:
        raise BadInput(str(error)) from None
