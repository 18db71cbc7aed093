"""A question without a name, between a program and child protection: choices, a script for
the phone, advice.

Closed choices alone, so that nobody can be told from it (CF-23). A program asks whether
something must be reported; child protection asks a domestic violence specialist how to go on.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from safelight.core.vocabulary import AgencyKind, Term


class Advice(Term):
    REPORT = "REPORT", "It sounds like something to report"
    SUPPORT = "SUPPORT", "Offer support first, and call again if it goes on"
    PARTNER = "PARTNER", "Plan with the parent who is hurt, who knows what is safe"
    ALONE = "ALONE", "Speak with each alone, and plan how before you do"
    PATTERN = "PATTERN", "Look at the pattern of behavior, of whom and towards whom"
    MEET = "MEET", "Let us look at it together, by number, in the team"
    UNSURE = "UNSURE", "They could not say without more"


@dataclass(frozen=True, slots=True)
class Part:
    """A group of choices, one of which is said. `said` by code."""

    code: str
    label: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What one kind of agency asks: the first and last sentence, the choices between, and
    what can be advised."""

    begin: str
    end: str
    parts: tuple[Part, ...]
    advice: tuple[Advice, ...]

    def script(self, chosen: Collection[str]) -> list[str]:
        """What to say on the phone, in this order; only what was chosen."""
        lines = [
            words
            for part in self.parts
            for code, words in part.said.items()
            if f"{part.code}.{code}" in chosen
        ]
        return [self.begin, *lines, self.end]


@cache
def scenario(asker: AgencyKind) -> Scenario:
    """A program's question, or child protection's."""
    is_program = asker is AgencyKind.VICTIM_SERVICES
    name = "scenario.toml" if is_program else "specialist.toml"
    text = files(__package__).joinpath(name).read_text("utf-8")
    given: dict[str, Any] = tomllib.loads(text)
    ask = given.pop("ask")
    return Scenario(
        ask["begin"], ask["end"],
        tuple(Part(code, row["label"], row["said"]) for code, row in given.items()),
        tuple(map(Advice, ask["advice"])),
    )  # fmt: skip
