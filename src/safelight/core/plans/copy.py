"""A plan as a page for the person it is for, in plain English or Spanish."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from safelight.core.plans.plan import State, Whose
from safelight.core.release_paper import Language, day_in


@cache
def words(language: Language) -> Mapping[str, Any]:
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)[language.value]
    return found


def filled(
    whose: Whose, items: Sequence[tuple[str, State]], review_on: date | None,
    language: Language,
) -> dict[str, Any]:  # fmt: skip
    """What the page is rendered from (`core.papers.rendering.render`). It names nobody."""
    say = words(language)
    told = list(say["accountable" if whose is Whose.ACCOUNTABLE else "offer"])
    if review_on:
        told.append(say["review"].format(day=day_in(review_on, language)))
    return {
        "title": say["title"], "sender": "", "sender_address": "", "date": "", "to": [],
        "lang": language.value, "paragraphs": told, "head": say["head"],
        "rows": [[what, say["states"][state]] for what, state in items], "signature": [],
    }  # fmt: skip
