"""Instruments: questions as data, with licence, source, scoring and where a cut-off is from.

A published one is refused until the permission to use it is recorded in its file, with the
wording that the permission is for (CF-41 to CF-43).
"""

import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from safelight.core.vocabulary import Term

LANGUAGES: Final = ("en", "es")
OWN: Final = "child_support_safety"
REQUIRED: Final = (
    "code", "version", "name", "licence", "source", "scoring", "cut_off", "permission",
)  # fmt: skip


class Offer(Term):
    """What a yes offers; nothing is set by it."""

    FLAG = "FLAG", "The family violence indicator, on their own statement"
    LIGHT = "LIGHT", "Going through the actions and choosing a light"
    GOOD_CAUSE = "GOOD_CAUSE", "Good cause: not having to cooperate"
    ADDRESS = "ADDRESS", "A substitute address, before anything is mailed"
    CHANNEL = "CHANNEL", "Another way to reach them, confirmed as safe"
    ORDER = "ORDER", "Recording the order, and a motion in each court case"
    HELP = "HELP", "An advocate: the hotline can be called from here, 1-800-799-7233"
    URGENT = "URGENT", "Now: does anybody need the police or a doctor? 911"


class Reply(Term):
    YES = "YES", "Yes"
    NO = "NO", "No"
    SKIP = "SKIP", "Skip"


REPLIES: Final = {
    "en": {Reply.YES: "Yes", Reply.NO: "No", Reply.SKIP: "I would rather not say"},
    "es": {Reply.YES: "Sí", Reply.NO: "No", Reply.SKIP: "Prefiero no decirlo"},
}


class InstrumentRefused(ValueError):
    """An instrument that may not be used, or cannot: what is missing."""


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    text: Mapping[str, str]
    offers: tuple[Offer, ...]
    worries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    code: str
    version: str
    name: str
    licence: str
    source: str
    scoring: str
    cut_off: str
    permission: str
    items: tuple[Item, ...]

    def suggested(
        self, replies: Mapping[str, Reply]
    ) -> tuple[list[Offer], frozenset[str]]:
        """What to offer, and which worries to ask about. Only a yes offers; a no takes
        nothing away."""
        said = [item for item in self.items if replies.get(item.id) is Reply.YES]
        offers = [one for one in Offer if any(one in item.offers for item in said)]
        return offers, frozenset(worry for item in said for worry in item.worries)


def usable(texts: Iterable[str]) -> dict[str, Instrument]:
    """By code: our own, and of an agency's files those that may be used."""
    found = {one.code: one for one in [shipped(OWN)]}
    for text in texts:
        with suppress(InstrumentRefused):
            one = load(text)
            found[one.code] = one
    return found


@cache
def shipped(name: str) -> Instrument:
    """One that comes with the software. Raises InstrumentRefused."""
    folder = files(__package__).joinpath("instruments")
    return load(folder.joinpath(f"{name}.toml").read_text("utf-8"))


def load(text: str) -> Instrument:
    """Raises InstrumentRefused, which says what is missing."""
    given = parsed(text)
    if not given["permission"]:
        raise InstrumentRefused(
            f"{given['name']}: no permission is recorded. Ask the holder of the rights, "
            "and put who permitted what, and when, under `permission` in its file."
        )
    items = tuple(_item(row, given["name"]) for row in given["item"])
    return Instrument(**{name: str(given[name]) for name in REQUIRED}, items=items)


def parsed(text: str) -> dict[str, Any]:
    """What a file says of an instrument. Raises InstrumentRefused."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InstrumentRefused(f"This is no file of an instrument: {error}") from None
    missing = [name for name in (*REQUIRED, "item") if name not in given]
    if missing:
        raise InstrumentRefused(f"The file does not say: {', '.join(missing)}.")
    return given


def _item(row: Mapping[str, Any], name: str) -> Item:
    if missing := [key for key in ("id", *LANGUAGES) if not row.get(key)]:
        raise InstrumentRefused(
            f"{name}: a question without {', '.join(missing)}; it needs its id and its "
            "words in English and Spanish."
        )
    try:
        offers = tuple(Offer(code) for code in row.get("offers", ()))
    except ValueError as error:
        raise InstrumentRefused(f"{name}, {row['id']}: {error}.") from None
    text = {language: row[language] for language in LANGUAGES}
    return Item(row["id"], text, offers, tuple(row.get("worries", ())))
