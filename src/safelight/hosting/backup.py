"""Backup and restore with PostgreSQL's own tools, encrypted on the way.

One snapshot makes two files: the vaults, and apart from them the keys, which are kept
for a short time only. What was purged stays purged when no file with its key is left;
a third, small file lists the purges, for a restore to do them again.
"""

import io
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from safelight.hosting import sealed_files
from safelight.hosting.postgres import client_program

KEY_TABLES: Final = ("accounts_datakey", "accounts_agencysecret")
# Rebuilt by use, and of no use elsewhere.
LEFT_OUT: Final = ("django_session", "rate_limit")
VAULTS, KEYS, PURGES = "vaults", "keys", "purges"
STAMP: Final = "%Y%m%dT%H%M%SZ"
PURGE_COLUMNS: Final = (
    "agency_id", "what", "subject", "table", "column", "at", "by",
)  # fmt: skip
EMPTY: Final = (
    "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
)


class BackupFailed(RuntimeError):
    """A tool of PostgreSQL failed; of its own words only the first line is kept."""


class CannotRestore(ValueError):
    """The folder or the database is not fit for a restore; says which and what next."""


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups in one folder, named by the moment they show."""

    folder: Path

    def path(self, name: str, part: str) -> Path:
        return self.folder / f"{name}.{part}{sealed_files.SUFFIX}"

    def names(self, part: str) -> list[str]:
        """The moments of which there is such a file, the newest last."""
        end = f".{part}{sealed_files.SUFFIX}"
        return sorted(p.name.removesuffix(end) for p in self.folder.glob(f"*{end}"))


def back_up(
    url: str, folder: Path, to: str, *, at: datetime, keep_keys_days: int
) -> str:
    """Write one backup and remove keys files past their days; returns its name.

    Raises BackupFailed, BackupKeyInvalid.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    backups, name = Backups(folder), at.strftime(STAMP)
    with psycopg.connect(url) as session:
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = session.execute("SELECT pg_export_snapshot()").fetchone()
        common = ["--format=custom", f"--snapshot={row[0] if row else ''}"]
        keys = [f"--table={table}" for table in KEY_TABLES]
        without = [f"--exclude-table-data={t}" for t in (*KEY_TABLES, *LEFT_OUT)]
        _dump(url, [*common, "--data-only", *keys], backups.path(name, KEYS), to)
        _write_purges(session, backups.path(name, PURGES), to)
        _dump(url, [*common, *without], backups.path(name, VAULTS), to)
    _remove_old_keys(backups, at - timedelta(days=keep_keys_days))
    return name


def list_purges(url: str, folder: Path, to: str, *, at: datetime) -> str:
    """Write the list of purges alone: small, so that it can be done every hour."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = at.strftime(STAMP)
    with psycopg.connect(url) as session:
        _write_purges(session, Backups(folder).path(name, PURGES), to)
    return name


def _dump(url: str, arguments: Sequence[str], path: Path, to: str) -> None:
    with _running("pg_dump", url, arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        sealed_files.write(path, process.stdout, to)


def _write_purges(session: psycopg.Connection, path: Path, to: str) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, PURGE_COLUMNS))
    query = sql.SQL("SELECT {} FROM retention_purge ORDER BY at").format(columns)
    rows = session.execute(query).fetchall()
    lines = [dict(zip(PURGE_COLUMNS, map(_text, row), strict=True)) for row in rows]
    sealed_files.write(path, io.BytesIO(json.dumps(lines).encode()), to)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value or "")


def _remove_old_keys(backups: Backups, before: datetime) -> None:
    """Never the newest: without any keys file nothing can be restored at all."""
    for name in backups.names(KEYS)[:-1]:
        if name < before.strftime(STAMP):
            backups.path(name, KEYS).unlink()


def require_empty(url: str) -> None:
    """Raises CannotRestore for a database that holds anything."""
    with psycopg.connect(url) as session:
        row = session.execute(EMPTY).fetchone()
    if row and row[0]:
        raise CannotRestore(
            "This database is not empty, and nothing was written to it. Restore into a "
            "new one: another SAFELIGHT_HOME, or another DATABASE_URL."
        )


def restore(url: str, folder: Path, identity: str, name: str | None = None) -> str:
    """Fill an empty database as its owner: the vaults of one moment, the newest keys.

    With newer keys, whoever was purged since has none. Returns the moment restored.
    Raises CannotRestore, BackupKeyInvalid, BackupFailed.
    """
    backups = Backups(folder)
    vaults, keys = backups.names(VAULTS), backups.names(KEYS)
    wanted = name or (vaults[-1] if vaults else "")
    if wanted not in vaults:
        known = ", ".join(vaults) or "none"
        raise CannotRestore(
            f"There is no such backup in this folder. There are: {known}"
        )
    if not keys or keys[-1] < wanted:
        raise CannotRestore("The keys file of this backup is missing: bring it here.")
    require_empty(url)
    for section in ("pre-data", "data"):
        _fill(url, backups.path(wanted, VAULTS), identity, section)
    _fill(url, backups.path(keys[-1], KEYS), identity, "data")
    _fill(url, backups.path(wanted, VAULTS), identity, "post-data")
    _renumber(url)
    return wanted


def empty(url: str) -> None:
    """Take a restore back: the database holds nothing again."""
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("DROP SCHEMA public CASCADE")
        session.execute("CREATE SCHEMA public")


def _fill(url: str, path: Path, identity: str, section: str) -> None:
    arguments = ["--no-owner", "--no-privileges", "--exit-on-error"]
    database = conninfo_to_dict(url)["dbname"]
    arguments += [f"--section={section}", f"--dbname={database}"]
    with _running("pg_restore", url, arguments, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        # It stops reading when its section is filled.
        with suppress(BrokenPipeError), process.stdin:
            sealed_files.read(path, process.stdin, identity)


# The sealer takes entries of transactions that ended before every one still running; in
# a new database the numbers begin again, so what was not sealed counts as written now.
RENUMBER: Final = """
    ALTER TABLE ledger_entry DISABLE TRIGGER append_only;
    ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_leaf NO FORCE ROW LEVEL SECURITY;
    UPDATE ledger_entry e SET transaction = pg_current_xact_id()::text::bigint WHERE NOT EXISTS
        (SELECT 1 FROM ledger_leaf l WHERE l.agency_id = e.agency_id AND l.id = e.id);
    ALTER TABLE ledger_leaf FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_entry ENABLE TRIGGER append_only
"""


def _renumber(url: str) -> None:
    with psycopg.connect(url) as session:
        session.execute(RENUMBER)


def purges(folder: Path, identity: str, since: str) -> list[dict[str, str]]:
    """Every purge listed in the folder's files from that moment on, the oldest first."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    backups = Backups(folder)
    for name in backups.names(PURGES):
        if name >= since:
            kept = io.BytesIO()
            sealed_files.read(backups.path(name, PURGES), kept, identity)
            rows = json.loads(kept.getvalue())
            found |= {tuple(row.values()): row for row in rows}
    return sorted(found.values(), key=lambda row: row["at"])


@contextmanager
def _running(
    program: str, url: str, arguments: Sequence[str], **pipes: Any
) -> Iterator["subprocess.Popen[bytes]"]:
    """A tool of PostgreSQL; the password goes by its environment, where no list of
    processes shows it."""
    command = [str(client_program(program)), *arguments]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command, env=_environment(url), stderr=said, **pipes
        ) as process,
    ):
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            said.seek(0)
            words = said.readline().decode(errors="replace").strip()
            raise BackupFailed(f"{program} failed: {words[:300]}")


def _environment(url: str) -> dict[str, str]:
    parts = conninfo_to_dict(url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER",
             "password": "PGPASSWORD", "dbname": "PGDATABASE", "sslmode": "PGSSLMODE",
             "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
             "sslkey": "PGSSLKEY"}  # fmt: skip
    given = {names[key]: str(value) for key, value in parts.items() if key in names}
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **given}
