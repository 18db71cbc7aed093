"""A question to child protection without a name: choices, a script for the phone, advice.

Closed choices alone, so that nobody can be told from it (CF-23).
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from safelight.core.vocabulary import Term


class Advice(Term):
    REPORT = "REPORT", "It sounds like something to report"
    SUPPORT = "SUPPORT", "Offer support first, and call again if it goes on"
    UNSURE = "UNSURE", "They could not say without more"


@dataclass(frozen=True, slots=True)
class Part:
    """A group of choices, one of which is said. `said` by code."""

    code: str
    label: str
    said: Mapping[str, str]


@cache
def parts() -> tuple[Part, ...]:
    text = files(__package__).joinpath("scenario.toml").read_text("utf-8")
    given: dict[str, Any] = tomllib.loads(text)
    return tuple(Part(code, row["label"], row["said"]) for code, row in given.items())


def script(chosen: Collection[str]) -> list[str]:
    """What to say on the phone, in this order; only what was chosen."""
    begin = (
        "I work with a victim services program. I have a question without a name, and I "
        "will not answer who or where it is."
    )
    lines = [
        words
        for part in parts()
        for code, words in part.said.items()
        if f"{part.code}.{code}" in chosen
    ]
    end = (
        "Would you take this as a report? What would make it one? What support is there "
        "for the family?"
    )
    return [begin, *lines, end]
