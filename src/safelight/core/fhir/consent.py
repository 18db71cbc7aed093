"""A FHIR R4 Consent with DS4P labels, read so that whatever is not plain gives nothing.

Only a permit that names its labels, its actors and its period counts. A coded deny is a
deny, wherever it stands and whatever the policy rule says: some engines turn exceptions
round. A reference that leads nowhere, a missing scope or a missing period gives nothing.
(HL7 FHIR R4 Consent; HL7 Data Segmentation for Privacy.)
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

PRIVACY: Final = "patient-privacy"
NO_FURTHER: Final = frozenset({"NODSCLCD", "NORDSCLCD"})
LABELS: Final[Mapping[str, str]] = {
    "SDV": "violence", "VIO": "violence", "LOCIS": "where somebody is",
    "DEMO": "name and birth date", "PSY": "mental health", "PSYTHPN": "therapy notes",
    "ETH": "alcohol and drugs", "SEX": "sexual health", "HIV": "HIV",
}  # fmt: skip
LONGEST_DEPTH: Final = 8


class ConsentRefused(ValueError):
    """It lets nobody do anything; the message says which part and what next."""


@dataclass(frozen=True, slots=True)
class Consented:
    """`labels` may be given to `actors`, in this period; `denied` never. `obliges` are
    labels that forbid passing on."""

    labels: frozenset[str]
    denied: frozenset[str]
    actors: tuple[str, ...]
    starts: date
    ends: date
    obliges: frozenset[str]

    @property
    def lines(self) -> list[str]:
        """In words."""
        who, until = ", ".join(self.actors), f"{self.ends:%-d %b %Y}"
        kinds = ", ".join(sorted({LABELS[one] for one in self.labels}))
        found = [f"May be given to {who} until {until}: {kinds}."]
        if self.denied:
            no = ", ".join(sorted({LABELS.get(one, one) for one in self.denied}))
            found.append(f"Never: {no}.")
        if self.obliges:
            found.append("Not to be passed on.")
        return found


def read_consent(raw: bytes, *, on: date) -> Consented:
    """What a consent permits on a day. Raises ConsentRefused."""
    given = _parsed(raw)
    _require(given)
    contained = _contained(given)
    provision = given["provision"]
    starts, ends = _period(provision)
    if not starts <= on < ends:
        raise ConsentRefused("Its period has not begun, or is over.")
    permits = [
        one
        for one in _provisions(provision, 0)
        if one.get("type") == "permit" and _is_now(one, on)
    ]
    denies = [one for one in _provisions(provision, 0) if one.get("type") != "permit"]
    denied = {label for one in denies for label in _labels(one)}
    if any(not _labels(one) for one in denies):
        raise ConsentRefused("It denies without saying what: so it denies everything.")
    labels, actors = set[str](), dict[str, None]()
    for one in permits:
        named, who = _labels(one), list(_actors(one, contained))
        if named and who:
            labels |= named & set(LABELS)
            actors |= dict.fromkeys(who)
    labels -= denied
    if not labels:
        raise ConsentRefused(
            "No permit in it names its labels, and somebody who is described in it. "
            "A blanket permission gives nothing."
        )
    every = {label for one in permits for label in _labels(one)}
    return Consented(frozenset(labels), frozenset(denied), tuple(actors), starts, ends,
                     frozenset(every & NO_FURTHER))  # fmt: skip


def _parsed(raw: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        raise ConsentRefused("This is not JSON. Nothing was read from it.") from None
    if not isinstance(given, dict) or given.get("resourceType") != "Consent":
        raise ConsentRefused("This is not a FHIR Consent. Nothing was read from it.")
    return given


def _require(given: Mapping[str, Any]) -> None:
    if given.get("status") != "active":
        raise ConsentRefused("Its status is not active.")
    if PRIVACY not in _codes(given.get("scope")):
        raise ConsentRefused("It has no scope, or one that is not privacy.")
    if not isinstance(given.get("patient"), dict) or not given["patient"].get(
        "reference"
    ):
        raise ConsentRefused("It does not say whose it is.")
    if not isinstance(given.get("provision"), dict):
        raise ConsentRefused("It has no provision.")


def _contained(given: Mapping[str, Any]) -> dict[str, str]:
    """What stands in it, by reference, with a name."""
    found = {}
    for one in _list(given.get("contained")):
        name = one.get("name")
        if isinstance(one.get("id"), str) and isinstance(name, str) and name.strip():
            found[f"#{one['id']}"] = name.strip()
    return found


def _period(provision: Mapping[str, Any]) -> tuple[date, date]:
    period = provision.get("period")
    period = period if isinstance(period, dict) else {}
    try:
        return (date.fromisoformat(str(period["start"])[:10]),
                date.fromisoformat(str(period["end"])[:10]))  # fmt: skip
    except (KeyError, ValueError):
        raise ConsentRefused("Its period has no beginning or no end.") from None


def _is_now(provision: Mapping[str, Any], on: date) -> bool:
    """A period of its own narrows it."""
    if "period" not in provision:
        return True
    starts, ends = _period(provision)
    return starts <= on < ends


def _provisions(of: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """A provision and those within it."""
    if depth > LONGEST_DEPTH:
        raise ConsentRefused("Its provisions lie too deep within one another.")
    yield of
    for one in _list(of.get("provision")):
        yield from _provisions(one, depth + 1)


def _labels(provision: Mapping[str, Any]) -> set[str]:
    found = {str(one.get("code")) for one in _list(provision.get("securityLabel"))}
    return found - {"None", ""}


def _actors(
    provision: Mapping[str, Any], contained: Mapping[str, str]
) -> Iterator[str]:
    """The names of the actors; none at all where one of them leads nowhere."""
    found = []
    for one in _list(provision.get("actor")):
        reference = one.get("reference")
        key = reference.get("reference") if isinstance(reference, dict) else None
        if not isinstance(key, str) or key not in contained:
            return
        found.append(contained[key])
    yield from found


def _codes(concept: Any) -> set[str]:
    coding = concept.get("coding") if isinstance(concept, dict) else None
    return {str(one.get("code")) for one in _list(coding)}


def _list(given: Any) -> list[Mapping[str, Any]]:
    rows = given if isinstance(given, list) else []
    return [one for one in rows if isinstance(one, dict)]
