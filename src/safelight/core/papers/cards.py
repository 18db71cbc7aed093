"""A card for the worker's desk and one for the judge's bench, out of the action table."""

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Final

from safelight.core.papers.rendering import CARD, pdf
from safelight.core.support.actions import ACTIONS, SAFER, Go, Light

# What a court can do of the safer forms.
JUDICIAL: Final = (
    "IMPOUND", "REMOTE", "APART", "LEAVES_FIRST", "SWORN_STATEMENT", "SECTION_311",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A page of points, and a table under them; `head` and each row have one length."""

    title: str
    points: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_pdf(self) -> bytes:
        """Tagged (PDF/UA), on one page or more."""
        return pdf(asdict(self), CARD)


def desk() -> Card:
    """What waits for a yes each time on yellow, with how it is done then."""
    held = [one for one in ACTIONS.values() if one.lights[Light.YELLOW] is Go.STOP]
    return _card(
        "desk",
        ("On yellow only with their yes", "Danger", "Safer form"),
        tuple((one.label, one.danger, _safer(one.safer)) for one in held),
    )  # fmt: skip


def bench() -> Card:
    """Each step in court, its danger, and what the court can do."""
    court = [one for one in ACTIONS.values() if one.judicial]
    return _card(
        "bench",
        ("Step", "Danger", "What the court can do"),
        tuple(
            (one.label, one.danger, _safer(c for c in one.safer if c in JUDICIAL))
            for one in court
        ),
    )  # fmt: skip


def _card(name: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Card:
    text = files(__package__).joinpath("cards.toml").read_text("utf-8")
    words = tomllib.loads(text)[name]
    return Card(words["title"], tuple(words["points"]), head, rows)


def _safer(codes: Iterable[str]) -> str:
    return "; ".join(SAFER[code] for code in codes) or SAFER["WARN"]


CARDS: Final = {"desk": desk, "bench": bench}
