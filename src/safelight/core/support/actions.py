"""What a child support agency can do next: its danger, its safer forms, who may stop it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from safelight.core.vocabulary import Term

_text: Final = files(__package__).joinpath("actions.toml").read_text("utf-8")
_read: Final[dict[str, Any]] = tomllib.loads(_text)
# Which words were shown to her when she chose.
VERSION: Final = sha256(_text.encode("utf-8")).hexdigest()[:12]


class Light(Term):
    """How far enforcement goes; hers to choose."""

    GREEN = "GREEN", "Green: everything, risks known"
    YELLOW = "YELLOW", "Yellow: with a plan of their own"
    RED = "RED", "Red: nothing new for now"


class Go(Term):
    """What the planner says of one action."""

    GO = "GO", "Go"
    CHANGE = "CHANGE", "Go, changed like this"
    STOP = "STOP", "Stop"


class Reached(Term):
    OTHER_PARENT = "OTHER_PARENT", "The other parent"
    HER = "HER", "The protected person"
    EMPLOYER = "EMPLOYER", "The other parent's employer"
    COURT = "COURT", "A court"
    OTHER_STATE = "OTHER_STATE", "Another state"
    REGISTRY = "REGISTRY", "The federal registry"
    PUBLIC = "PUBLIC", "A public record"
    ASSISTANCE = "ASSISTANCE", "The agency that pays assistance"


class Stopper(Term):
    """Who may lawfully stop an action."""

    HER = "HER", "The protected person"
    AGENCY = "AGENCY", "The agency"
    COURT = "COURT", "The court"
    GOOD_CAUSE = "GOOD_CAUSE", "A finding of good cause"
    NOBODY = "NOBODY", "Nobody, while the case is open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that can be done. `goes_on`: what already runs is not ended by red."""

    code: str
    label: str
    contacts: tuple[Reached, ...]
    reveals: str
    danger: str
    safer: tuple[str, ...]
    lights: Mapping[Light, Go]
    warn_days: int
    stopped_by: tuple[Stopper, ...]
    law: str
    source: str
    remedy: bool = False
    judicial: bool = False
    interstate: bool = False
    goes_on: bool = False

    @property
    def provokes(self) -> bool:
        """It reaches the other party's side, or takes something from them."""
        return self.remedy or bool(set(self.contacts) - {Reached.HER, Reached.REGISTRY})

    @property
    def warns(self) -> bool:
        return "WARN" in self.safer

    @property
    def is_hers_to_stop(self) -> bool:
        return Stopper.HER in self.stopped_by


@dataclass(frozen=True, slots=True)
class Worry:
    code: str
    label: str
    actions: frozenset[str]


def _action(row: dict[str, Any]) -> Action:
    given = dict(row)
    lights = {light: Go(given.pop(light.value.lower())) for light in Light}
    return Action(
        **{
            **given,
            "lights": lights,
            "contacts": tuple(Reached(code) for code in given["contacts"]),
            "stopped_by": tuple(Stopper(code) for code in given["stopped_by"]),
            "safer": tuple(given["safer"]),
        }
    )


SAFER: Final = {code: row["label"] for code, row in _read["safer"].items()}
ACTIONS: Final = {row["code"]: _action(row) for row in _read["action"]}
WORRIES: Final = {
    code: Worry(code, row["label"], frozenset(row["actions"]))
    for code, row in _read["worry"].items()
}
