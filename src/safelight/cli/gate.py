"""`decide` and `policies`: the gate without a database."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from safelight.cli.outcome import BadInput, Exit, say
from safelight.core.gate import wire
from safelight.core.gate.decide import decide
from safelight.core.gate.policies import (
    LAYERS,
    PolicyError,
    PolicySet,
    parse,
    shipped_texts,
)


def add(commands: Any) -> None:
    one = commands.add_parser(
        "decide",
        help="answer one question from a JSON file",
        description="Reads a question and the facts of some items, and prints the "
        "gate's decision. Needs no database. Try: safelight decide --schema",
    )
    one.add_argument("--question", metavar="FILE", help="a JSON file, or - for input")
    one.add_argument(
        "--schema", action="store_true", help="print the JSON schemas of both"
    )
    one.add_argument("--json", action="store_true", help="(the only form; accepted)")
    one.set_defaults(run=run_decide)
    policies = commands.add_parser(
        "policies", help="check or explain the policies the gate decides by"
    ).add_subparsers(dest="policies", required=True)
    check = policies.add_parser(
        "check",
        help="schema, law, words, and no construct that fails open",
        description="Checks the policies of this version, or those in a folder with "
        f"the subfolders {', '.join(LAYERS)}.",
    )
    check.add_argument("folder", nargs="?", help="default: the policies shipped")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check)
    explain = policies.add_parser("explain", help="one policy: its law, words and text")
    explain.add_argument("id", help="such as cs-1-family-violence-indicator")
    explain.add_argument("--json", action="store_true")
    explain.set_defaults(run=run_explain)


def run_decide(chosen: argparse.Namespace) -> Exit:
    if chosen.schema:
        print(json.dumps(wire.schema(), indent=2))
        return Exit.DONE
    if not chosen.question:
        raise BadInput("Give a question: safelight decide --question FILE")
    try:
        request = wire.read(_read(chosen.question))
        decision = decide(request.question, request.items)
    except ValueError as error:
        raise BadInput(str(error)) from None
    print(json.dumps(wire.write(decision), indent=2))
    return Exit.DONE


def _read(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput("The file cannot be read as text: check its name.") from None


def run_check(chosen: argparse.Namespace) -> Exit:
    try:
        found = parse(_texts(chosen.folder))
    except PolicyError as error:
        say(chosen.json, {"faults": list(error.faults)}, str(error))
        return Exit.FOUND
    result = {"policies": len(found.policies), "digest": found.digest}
    say(chosen.json, result, f"{len(found.policies)} policies hold. {found.digest}")
    return Exit.DONE


def _texts(folder: str | None) -> list[tuple[str, str]]:
    if folder is None:
        return shipped_texts()
    files = [
        (layer, file)
        for layer in LAYERS
        for file in sorted(Path(folder, layer).glob("*.cedar"))
    ]
    if not files:
        raise BadInput(f"No policies: {folder} has no {' or '.join(LAYERS)} folder.")
    return [(layer, file.read_text("utf-8")) for layer, file in files]


def run_explain(chosen: argparse.Namespace) -> Exit:
    found: PolicySet = parse(shipped_texts())
    policy = found.policies.get(chosen.id)
    if policy is None:
        near = ", ".join(sorted(found.policies))
        raise BadInput(f"There is no policy {chosen.id!r}. There are: {near}")
    result = {name: getattr(policy, name) for name in policy.__slots__}
    words = [
        f"{policy.id} ({policy.effect}, layer {policy.layer})",
        f"Law:      {policy.law}",
        f"Because:  {policy.because}",
        f"Says:     {policy.says}",
        *([f"Obliges:  {policy.obliges}"] if policy.obliges else []),
        "",
        policy.text,
    ]
    say(chosen.json, result, "\n".join(words))
    return Exit.DONE
