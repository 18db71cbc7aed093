"""`safelight instruments`: which questions may be asked here, and why others may not."""

import argparse
from importlib.resources import files
from pathlib import Path
from typing import Any

from safelight.cli.outcome import Exit, say
from safelight.config.options import option


def add(commands: Any) -> None:
    one = commands.add_parser(
        "instruments",
        help="questions about safety: licence, source, and whether they may be used",
        description="Our own, and those in the folder of SAFELIGHT_INSTRUMENTS. A published "
        "instrument needs its words and the permission to use them in its file.",
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> Exit:
    from safelight.core.support.instrument import InstrumentRefused, load

    found, refused = [], False
    for name, text in _texts():
        try:
            one = load(text)
            found.append({"file": name, "name": one.name, "version": one.version,
                          "licence": one.licence, "source": one.source,
                          "permission": one.permission, "usable": "yes"})  # fmt: skip
        except InstrumentRefused as error:
            refused = True
            found.append({"file": name, "usable": f"no: {error}"})
    words = "\n".join(", ".join(f"{k} {v}" for k, v in one.items()) for one in found)
    say(chosen.json, {"instruments": found}, words)
    return Exit.FOUND if refused else Exit.DONE


def _texts() -> list[tuple[str, str]]:
    shipped = files("safelight.core.support").joinpath("instruments")
    found = [(one.name, one.read_text("utf-8")) for one in shipped.iterdir()
             if one.name.endswith(".toml")]  # fmt: skip
    folder = option("SAFELIGHT_INSTRUMENTS")
    own = sorted(Path(folder).glob("*.toml")) if folder else []
    return [*sorted(found), *((str(path), path.read_text("utf-8")) for path in own)]
