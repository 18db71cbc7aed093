"""State rules on the family violence indicator, each a table with its source.

Codes, the evidence that is enough, what a parent's flag does for the children, how a flag
is removed, and how long a request for an address is held (CS-3 to CS-7, CS-25).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from safelight.core.protections import Basis
from safelight.core.vocabulary import Term

STATES: Final = ("OK", "KS", "AZ", "LA", "MN", "WA")
OTHER: Final = "other"


class Children(Term):
    """What happens to the children's flags (CS-5)."""

    COPY = "COPY", "A custodian's flag is copied to the children"
    CUSTODIAN_FIRST = "CUSTODIAN_FIRST", "A child's flag needs the custodian's first"
    NONE = "NONE", "Each is flagged for themselves"


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    label: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    signed_request: bool
    notice: bool
    after_days: int
    within_days: int
    not_while_child: bool
    no_notice_interstate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRule:
    """Days that a request is held after notice, and that a decision can be appealed."""

    hold_days: int = 30
    appeal_days: int = 51


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodCauseRule:
    """Whether taking part in an address program is enough to grant a claim (CS-36)."""

    address_program_is_enough: bool = False
    source: str = "45 CFR 260.55"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    name: str
    source: str
    evidence: frozenset[Basis]
    children: Children
    child_drops_at_closure: bool
    initiators: tuple[str, ...]
    codes: Mapping[str, Code]
    removal: Removal
    address: AddressRule
    good_cause: GoodCauseRule


@cache
def jurisdiction(code: str) -> Jurisdiction:
    """The rules of a state; those of any other where it has no table here."""
    name = code if code in STATES else OTHER
    text = files(__package__).joinpath("states", f"{name}.toml").read_text("utf-8")
    return _read(tomllib.loads(text))


def _read(given: dict[str, Any]) -> Jurisdiction:
    codes = {
        code: Code(code, row["label"], Basis(row["basis"]))
        for code, row in given["codes"].items()
    }
    return Jurisdiction(
        name=given["name"],
        source=given["source"],
        evidence=frozenset(Basis(one) for one in given["evidence"]),
        children=Children(given["children"]),
        child_drops_at_closure=given["child_drops_at_closure"],
        initiators=tuple(given["initiators"]),
        codes=codes,
        removal=Removal(**given["removal"]),
        address=AddressRule(**given.get("address", {})),
        good_cause=GoodCauseRule(**given.get("good_cause", {})),
    )
