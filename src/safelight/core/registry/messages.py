"""Messages between States and to employers: dictionaries of fields, each decided on.

They have no positions: only their fields are known, and what each one discloses.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from safelight.core.gate.decide import decide
from safelight.core.gate.question import Protections, Question
from safelight.core.registry.screening import registry_item
from safelight.core.vocabulary import Answer, Category, Flag, Source

MESSAGES: Final = ("QUICK", "CSENET", "EIWO")
YES, NO = "Y", "N"


@dataclass(frozen=True, slots=True)
class MessageField:
    """`key` is the item's key for the gate, where a law names this very field."""

    name: str
    category: Category
    key: str


@dataclass(frozen=True, slots=True)
class Message:
    """`prohibited` is the code that stands for every answer about somebody protected;
    `nondisclosure` the field that says whether anything is held back."""

    code: str
    name: str
    source: str
    is_certified: bool
    fields: tuple[MessageField, ...]
    prohibited: str
    nondisclosure: str


@cache
def message(code: str) -> Message:
    """The dictionary shipped for a message. Raises KeyError for one that is not."""
    if code not in MESSAGES:
        raise KeyError(code)
    file = files("safelight.core.registry") / "dictionaries" / f"{code}.toml"
    form = tomllib.loads(file.read_text("utf-8"))
    return Message(
        form["message"],
        form["name"],
        form["source"],
        form["certified"],
        tuple(
            MessageField(one["name"], Category(one["category"]), one.get("key", ""))
            for one in form["field"]
        ),
        form.get("prohibited", ""),
        form.get("nondisclosure", ""),
    )


def filled(
    of: Message,
    values: Mapping[str, str],
    question: Question,
    everyone: Iterable[Protections],
    *,
    vault: str,
) -> dict[str, str]:
    """The message as its recipient may have it: every field, those withheld blank.

    `everyone` has the protections of each participant of the case, whether active or not
    and whether the case is open or closed: the strictest count for all (CS-18, CS-19).
    Where the message has a code for it, that is then all there is. Raises KeyError for a
    value that is no field of the message.
    """
    if unknown := set(values) - {field.name for field in of.fields}:
        raise KeyError(", ".join(sorted(unknown)))
    is_protected = not all(one.nothing_in_force for one in everyone)
    if is_protected and of.prohibited:
        return {"error": of.prohibited}
    flag = Flag.SET if is_protected else Flag.CLEAR
    out = {
        field.name: values.get(field.name, "")
        if _may_go(field, question, flag, vault)
        else ""
        for field in of.fields
    }
    if of.nondisclosure:
        out[of.nondisclosure] = YES if is_protected else NO
    return out


def _may_go(field: MessageField, question: Question, flag: Flag, vault: str) -> bool:
    protections = Protections.alike(flag)
    item = registry_item(
        field.key, field.category, vault, Source.OBSERVATION, protections
    )
    decision = decide(question, [item], with_routes=False)
    return decision.answer(item.key) is Answer.RELEASE
