"""`docs`: write the generated reference, or say that it is stale."""

import argparse
from pathlib import Path
from typing import Any

from safelight.cli import reference
from safelight.cli.outcome import BadInput, Exit, say

FOLDER = Path("docs/generated")


def add(commands: Any) -> None:
    docs = commands.add_parser(
        "docs", help="write docs/generated from the code (in a checkout)"
    )
    docs.add_argument(
        "--check", action="store_true", help="write nothing; fail if a page is stale"
    )
    docs.add_argument("--json", action="store_true")
    docs.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> Exit:
    if not FOLDER.parent.is_dir():
        raise BadInput("Run this in a checkout: there is no folder docs here.")
    pages = reference.pages()
    stale = [name for name, text in pages.items() if _old(name) != text]
    if chosen.check:
        words = f"Stale: {', '.join(stale)}. Run `make docs`." if stale else "Fresh."
        say(chosen.json, {"stale": stale}, words)
        return Exit.FOUND if stale else Exit.DONE
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(pages[name])
    say(chosen.json, {"written": stale}, f"Written: {', '.join(stale) or 'nothing'}.")
    return Exit.DONE


def _old(name: str) -> str:
    path = FOLDER / name
    return path.read_text() if path.exists() else ""
