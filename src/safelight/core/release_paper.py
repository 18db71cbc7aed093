"""A release to be signed, as a page in plain English or Spanish."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from safelight.core.vocabulary import Category, Purpose, Term


class Language(Term):
    EN = "en", "English"
    ES = "es", "Español"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be signed. `items` are categories with the day of each, if it has one."""

    agency: str
    recipient: str
    purpose: Purpose
    items: Sequence[tuple[Category, date | None]]
    ends: date
    alternatives: str
    risks: str
    is_minor: bool


@cache
def words(language: Language) -> Mapping[str, Any]:
    text = files(__package__).joinpath("release_words.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)[language.value]
    return found


def filled(wanted: Wanted, language: Language) -> dict[str, Any]:
    """What the page is rendered from (`core.papers.rendering.render`)."""
    say = words(language)
    facts = {
        "agency": wanted.agency, "recipient": wanted.recipient,
        "purpose": say["purposes"][wanted.purpose], "ends": day_in(wanted.ends, language),
        "alternatives": wanted.alternatives, "risks": wanted.risks,
    }  # fmt: skip
    told = [say[name].format(**facts)
            for name in ("sharing", "purpose", "until", "other", "risks")]  # fmt: skip
    rows = [
        [say["categories"][kind], day_in(on, language) if on else ""]
        for kind, on in wanted.items
    ]
    signature = [*say["signature"], *([say["minor"]] if wanted.is_minor else [])]
    return {
        "title": say["title"], "sender": "", "sender_address": "", "date": "", "to": [],
        "lang": language.value, "paragraphs": [*told, *say["rights"]], "head": say["head"],
        "rows": rows, "signature": signature,
    }  # fmt: skip


def day_in(on: date, language: Language) -> str:
    """With the month's name, for 5/12 is two days."""
    month = words(language)["months"][on.month - 1]
    if language is Language.EN:
        return f"{month} {on.day}, {on.year}"
    return f"{on.day} de {month} de {on.year}"
