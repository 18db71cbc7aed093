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
    shipped,
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
    prove = policies.add_parser(
        "prove",
        help="prove the theorems over every question that can be asked",
        description="What no policy, release or agreement may ever bring about. A theorem "
        "that fails prints a question that `safelight decide` accepts. Needs the extra "
        "'prove' (z3).",
    )
    prove.add_argument("folder", nargs="?", help="default: the policies shipped")
    prove.add_argument("--json", action="store_true")
    prove.set_defaults(run=run_prove)
    diff = policies.add_parser(
        "diff",
        help="questions that two folders of policies answer differently",
        description="Finds them for each answer and direction, whatever the questions "
        "are; and among question files, with --questions. Needs the extra 'prove' (z3).",
    )
    diff.add_argument("old", help="a folder of policies, or - for those shipped")
    diff.add_argument("new", help="a folder of policies, or - for those shipped")
    diff.add_argument("--questions", metavar="FOLDER", help="stored question files")
    diff.add_argument("--json", action="store_true")
    diff.set_defaults(run=run_diff)
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


def run_prove(chosen: argparse.Namespace) -> Exit:
    proving = _proving()
    found = _parsed(chosen.folder)
    verdicts = list(proving.prove(found))
    result = {
        "policies": found.digest,
        "theorems": [
            {
                "id": v.theorem,
                "law": v.law,
                "holds": v.holds,
                "against": v.against and wire.request(v.against),
            }
            for v in verdicts
        ],
    }
    words = [_told(verdict) for verdict in verdicts]
    say(chosen.json, result, "\n".join(words))
    return Exit.DONE if all(v.holds for v in verdicts) else Exit.FOUND


def _told(verdict: Any) -> str:
    head = (
        f"{'holds' if verdict.holds else 'FAILS'}  {verdict.theorem}: {verdict.words}"
    )
    if verdict.holds:
        return head
    question = json.dumps(wire.request(verdict.against), indent=2)
    return f"{head}\nA question that is answered against it:\n{question}"


def run_diff(chosen: argparse.Namespace) -> Exit:
    old, new = (_parsed(None if f == "-" else f) for f in (chosen.old, chosen.new))
    asked = [*_proving().differences(old, new), *_stored(chosen.questions)]
    found = [
        {"request": wire.request(request), "old": before, "new": after}
        for request in asked
        for before, after in [_answers(request, old, new)]
        if before != after
    ]
    lines = [
        f"{one['old']} -> {one['new']}\n{json.dumps(one['request'])}" for one in found
    ]
    words = "\n".join(lines) or "No question is answered differently."
    say(chosen.json, {"differences": found}, words)
    return Exit.FOUND if found else Exit.DONE


def _answers(request: wire.Request, *sets: PolicySet) -> list[list[str]]:
    """What each set answers to the items of a request."""
    decisions = [
        decide(request.question, request.items, policies=policies, with_routes=False)
        for policies in sets
    ]
    return [[r.answer.value for r in d.rulings.values()] for d in decisions]


def _stored(folder: str | None) -> list[wire.Request]:
    if folder is None:
        return []
    try:
        files = sorted(Path(folder).glob("*.json"))
        return [wire.read(_read(str(file))) for file in files]
    except ValueError as error:
        raise BadInput(str(error)) from None


def _parsed(folder: str | None) -> PolicySet:
    try:
        return parse(_texts(folder))
    except PolicyError as error:
        raise BadInput(str(error)) from None


def _proving() -> Any:
    try:
        from safelight.core.gate.theorems import proving
    except ImportError:
        raise BadInput(
            "Proofs need z3: install safelight with its extra, safelight[prove]."
        ) from None
    return proving


def run_explain(chosen: argparse.Namespace) -> Exit:
    found = shipped()
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
