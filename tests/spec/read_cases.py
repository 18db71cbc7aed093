"""Spec cases as data: each becomes the JSON that `safelight decide` reads."""

import copy
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safelight.core.gate.wire import Request, read
from safelight.core.vocabulary import Channel, Purpose

FOLDER = Path(__file__).parent / "cases"
CAST = tomllib.loads((FOLDER / "_cast.toml").read_text())
AT = "2026-01-15T12:00:00Z"


@dataclass(frozen=True)
class Case:
    file: str
    says: str
    request: Request
    expect: dict[str, str]
    because: list[str]
    routes: list[str] | None
    words: str | None


def all_cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("[!_]*.toml")):
        for form in tomllib.loads(file.read_text())["case"]:
            yield Case(
                file.stem,
                form["says"],
                read(json.dumps(to_json(form))),
                form["expect"],
                form["because"],
                form.get("routes"),
                form.get("words"),
            )


def to_json(form: dict[str, Any]) -> dict[str, Any]:
    asker = CAST["asker"][form["asker"]]
    item = {**CAST["item"], **CAST["vault"][form.get("vault", "support")]}
    changed = form.get("item", {})
    item = {**item, **changed}
    item["protections"] = {
        **CAST["item"]["protections"],
        **changed.get("protections", {}),
    }
    categories = list(form["expect"])
    keys = [
        item["key"] if n == 0 else f"{item['key']}.{n}" for n in range(len(categories))
    ]
    items = [
        {**item, "key": key, "category": category}
        for key, category in zip(keys, categories, strict=True)
    ]
    whole = {
        "question": {
            "asker": asker,
            "channel": form.get("channel", "VIEW"),
            "purpose": form.get("purpose", "CASEWORK"),
            "at": AT,
            "ground": _ground(form, asker, item, categories, keys),
        },
        "items": items,
    }
    return copy.deepcopy(whole)


def _ground(
    form: dict[str, Any],
    asker: dict[str, Any],
    item: dict[str, Any],
    categories: list[str],
    keys: list[str],
) -> dict[str, Any]:
    if "ground" not in form:
        return {}
    return {
        "sender": item["vault"],
        "recipient": asker.get("agency") or asker.get("party", ""),
        "categories": categories,
        "items": keys,
        "purposes": [form.get("purpose", Purpose.CASEWORK.value)],
        "channels": [channel.value for channel in Channel],
        "starts": "2026-01-01T00:00:00Z",
        "ends": "2026-02-01T00:00:00Z",
        "revoked": "CLEAR",
        **CAST["ground"][form["ground"]],
        **form.get("ground_with", {}),
    }
