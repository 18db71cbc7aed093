"""A narrative looked over before it is kept: it only remarks (CF-27, CF-37).

The rules are data (`rules.toml`), each with its source; addresses and numbers are found by
their shape, as the leak guard finds them.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from safelight.core.leakguard.shapes import shapes
from safelight.core.vocabulary import Partition, Term


class Kind(Term):
    SEAL = "SEAL", "Better in the sealed part"
    WORDS = "WORDS", "Words to look at again"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for, why, and a way to write it instead ("" where it is to be moved)."""

    code: str
    kind: Kind
    pattern: re.Pattern[str]
    why: str
    instead: str
    source: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A place in a text, in characters, and the rule that found it."""

    start: int
    end: int
    rule: Rule


SHAPE = Rule(
    "SHAPE", Kind.SEAL, re.compile(r"(?!)"),
    "This looks like an address or a number at which somebody can be found or reached.",
    "", "What a general narrative says is released (Missouri manual 5.2.6)",
)  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """Raises ValueError for a rule without words, or without a source that is named."""
    text = files(__package__).joinpath("rules.toml").read_text("utf-8")
    given: dict[str, Any] = tomllib.loads(text)
    return tuple(_rule(one, given["sources"]) for one in given["rule"])


def _rule(given: dict[str, Any], sources: dict[str, str]) -> Rule:
    if not given["words"] or given["source"] not in sources:
        raise ValueError(f"rule {given['code']}: words and a named source are missing")
    either = "|".join(f"(?:{words})" for words in given["words"])
    return Rule(
        given["code"], Kind(given["kind"]), re.compile(rf"\b(?:{either})\b", re.I),
        given["why"], given.get("instead", ""), sources[given["source"]],
    )  # fmt: skip


def look(text: str, partition: Partition) -> list[Remark]:
    """Remarks in the order of the text; what belongs in the sealed part only where the
    text is to go into the general one."""
    is_general = partition is Partition.GENERAL
    found = [one for one in _found(text) if is_general or one.rule.kind is Kind.WORDS]
    return sorted(found, key=lambda one: (one.start, one.rule.code))


def _found(text: str) -> Iterator[Remark]:
    for rule in rules():
        for place in rule.pattern.finditer(text):
            yield Remark(*place.span(), rule)
    for _, start, end in shapes(text):
        yield Remark(start, end, SHAPE)
