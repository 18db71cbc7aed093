"""`safelight`: subcommands, each in its own module, with one way to fail."""

import argparse
import sys
from typing import Final

from safelight.cli import (
    agencies,
    backup,
    database,
    demo,
    docs,
    gate,
    instruments,
    keys,
    leaks,
    ledger,
    packets,
    registry,
    server,
    staff,
    support,
)
from safelight.cli.outcome import BadInput, Exit

EPILOG: Final = """exit codes:
  0  done, and nothing is wrong
  1  done, and something is wrong: a fault, a failed check
  2  the command, or what it was given, cannot be used
  3  the database cannot be reached

Begin with `safelight demo`. Settings are environment variables: docs/generated/settings.md
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line; `safelight docs` writes its reference from this."""
    top = argparse.ArgumentParser(
        prog="safelight",
        description="Agencies work together without exposing the survivor.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (
        demo,
        server,
        gate,
        registry,
        support,
        instruments,
        leaks,
        ledger,
        packets,
        agencies,
        staff,
        keys,
        backup,
        database,
        docs,
    ):
        module.add(commands)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except BadInput as error:
        print(error, file=sys.stderr)
        return Exit.BAD_INPUT
    except Exception as error:
        if _is_about_keys(error):
            print(error, file=sys.stderr)
            return Exit.NOT_AVAILABLE
        if not _is_unavailable(error):
            raise
        print(
            "The database cannot be reached. Nothing was changed. Check DATABASE_URL, "
            "or run `safelight database status`.",
            file=sys.stderr,
        )
        return Exit.NOT_AVAILABLE


def _is_about_keys(error: Exception) -> bool:
    """A wrong master key, or a ciphertext that does not open: the message says so."""
    names = {"MasterKeyWrong", "CannotOpen", "KeyGone", "VaultLocked", "AgentGone"}
    return type(error).__name__ in names


def _is_unavailable(error: Exception) -> bool:
    import psycopg
    from django.db import OperationalError

    from safelight.hosting.postgres import DatabaseNotStarted

    if isinstance(error, DatabaseNotStarted):
        print(error, file=sys.stderr)
    kinds = (OperationalError, psycopg.OperationalError, DatabaseNotStarted)
    return isinstance(error, kinds)


if __name__ == "__main__":
    sys.exit(main())
