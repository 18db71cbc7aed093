"""The pages of docs/generated, each from the table that the code itself uses."""

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path

from safelight.accounts.roles import ROLES
from safelight.cli import cards
from safelight.config.options import OPTIONS
from safelight.core.gate.policies import LAYERS, shipped
from safelight.core.packet_life import TRANSITIONS
from safelight.core.registry.layout import Field, layout
from safelight.core.registry.messages import MESSAGES, message

CASES = Path("tests/spec/cases")
NOTE = (
    "<!-- Written by `make docs`. Change the table it comes from, not this page. -->\n"
)


def pages() -> dict[str, str]:
    """File name to text."""
    made = {
        "policies.md": _policies(),
        "decisions.md": _decisions(),
        "settings.md": _settings(),
        "packet-life.md": _packet_life(),
        "roles.md": _roles(),
        "layouts.md": _layouts(),
        "actions.md": cards.actions(),
        "states.md": cards.states(),
        "papers.md": cards.papers(),
        "desk-card.md": cards.desk_card(),
        "bench-card.md": cards.bench_card(),
        "commands.md": _commands(),
    }
    return {name: f"{NOTE}\n{text}".rstrip() + "\n" for name, text in made.items()}


def _table(head: list[str], rows: Iterator[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    cells = ([c.replace("|", "\\|") for c in row] for row in rows)
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in cells)])


def _policies() -> str:
    parts = ["# Policies", "What the gate decides by. A forbid beats every permit."]
    for layer in LAYERS:
        parts.append(f"## {layer.capitalize()}")
        for policy in shipped().policies.values():
            if policy.layer == layer:
                parts.append(
                    f"### `{policy.id}` ({policy.effect})\n\n{policy.because}\n\n"
                    f"Law: {policy.law}.\n\nTo the requester: {policy.says}\n\n"
                    + (f"Obliges: {policy.obliges}\n\n" if policy.obliges else "")
                    + f"```cedar\n{policy.text.strip()}\n```"
                )
    return "\n\n".join(parts)


def _decisions() -> str:
    parts = ["# Decisions", "The executable specification: each row is a test."]
    for file in sorted(CASES.glob("[!_]*.toml")):
        form = tomllib.loads(file.read_text())
        rows = (
            [case["says"], _words(case["expect"]), ", ".join(case.get("because", []))]
            for case in form["case"]
        )
        table = _table(["Situation", "Answer", "Determined by"], rows)
        parts.append(f"## {form['title']}\n\n{table}")
    return "\n\n".join(parts)


def _words(expect: dict[str, str]) -> str:
    return ", ".join(f"{c.lower()}: **{a.lower()}**" for c, a in expect.items())


def _settings() -> str:
    rows = (
        [f"`{o.name}`", f"`{o.default}`" if o.default else "", o.meaning]
        for o in OPTIONS.values()
    )
    return "# Settings\n\nEnvironment variables.\n\n" + _table(
        ["Name", "Default", "Meaning"], rows
    )


def _packet_life() -> str:
    rows = (
        [state.label, act.label, after.label]
        for (state, act), after in TRANSITIONS.items()
    )
    return "# The life of a packet\n\n" + _table(["State", "Act", "Leads to"], rows)


def _roles() -> str:
    rows = (
        [
            f"`{role.code}`",
            role.label,
            ", ".join(sorted(kind.label for kind in role.kinds)),
            ", ".join(sorted(duty.label.lower() for duty in role.duties)),
        ]
        for role in ROLES.values()
    )
    return "# Roles\n\n" + _table(["Code", "Role", "In", "Duties"], rows)


def _layouts() -> str:
    parts = [
        "# Layouts of registry records",
        (
            "Positions are summed from published lengths and **not certified** against "
            "the federal charts. Bytes are counted from 1. A field is released or "
            "withheld by its category; where a law names the field itself, by its key."
        ),
    ]
    for name in ("FA", "FC", "FP", "FQ", "FZ", "FD", "FS", "FT"):
        of = layout(name)
        fields = (f for f in of.fields if not f.is_filler)
        table = _table(
            ["Field", "First byte", "Length", "Category", "Key", "Values"],
            (_field(field) for field in fields),
        )
        certified = "certified" if of.is_certified else "not certified"
        head = (
            f"## {of.record}: {of.name}\n\n{of.length} bytes, {certified}. {of.source}."
        )
        parts.append(f"{head} Whose information: {of.origin.label.lower()}.\n\n{table}")
    for code in MESSAGES:
        one = message(code)
        rows = ([f"`{f.name}`", f.category.label, f.key] for f in one.fields)
        table = _table(["Field", "Category", "Key"], rows)
        head = (
            f"## {one.code}: {one.name}\n\nFields alone, no positions, not certified."
        )
        parts.append(f"{head} {one.source}.\n\n{table}")
    return "\n\n".join(parts)


def _field(field: Field) -> list[str]:
    values = ", ".join(
        f"`{code}` {words}" for code, words in (field.codes or {}).items()
    )
    rule = "date" if field.is_date else "digits" if field.is_number else field.fixed
    category = field.category.label if field.category else ""
    return [
        f"`{field.name}`", str(field.at + 1), str(field.length), category, field.key,
        values or rule,
    ]  # fmt: skip


def _commands() -> str:
    from safelight.cli.main import parser

    parts = ["# Commands"]
    for name, one in _subparsers(parser()):
        usage = " ".join(one.format_usage().removeprefix("usage: ").split())
        parts.append(f"## `safelight {name}`\n\n{one.description or ''}\n\n`{usage}`")
    return "\n\n".join(parts)


def _subparsers(
    parser: argparse.ArgumentParser, prefix: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, one in action.choices.items():
                inner = list(_subparsers(one, f"{prefix}{name} "))
                if not inner or one.get_default("run"):
                    yield f"{prefix}{name}", one
                yield from inner
