"""The policy set: Cedar text in layers, read once, checked before it decides anything."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import cedarpy

from safelight.core.gate.cedar import ACTIONS, schema_json
from safelight.core.gate.compiled.specialise import Rule, rule
from safelight.core.gate.constructs import forbidden_constructs

LAYERS = ("floor", "jurisdiction", "agreement", "release")
REQUIRED_ANNOTATIONS = ("id", "law", "because", "says")


class PolicyError(ValueError):
    """A policy set that must not decide: every fault found, one a line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Policy:
    """One rule: its law, its words for the ledger and its words for the requester."""

    id: str
    layer: str
    effect: str
    law: str
    because: str
    says: str
    obliges: str
    text: str


@dataclass(frozen=True, eq=False)
class PolicySet:
    """Checked policies, in layer order, ready to decide."""

    policies: Mapping[str, Policy]
    body: str

    @cached_property
    def cedar(self) -> cedarpy.PolicySet:
        return cedarpy.PolicySet.from_json_str(self.body)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The same policies as the compiled engines take them."""
        bodies = json.loads(self.body)["staticPolicies"]
        return tuple(rule(name, body, ACTIONS) for name, body in bodies.items())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the policies in Cedar's JSON form; written in every ledger entry."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    def obligation(self, code: str) -> str:
        """What a determining policy obliges; nothing for the gate's own reasons."""
        return self.policies[code].obliges if code in self.policies else ""

    def rank(self, policy_id: str) -> int:
        """Position in the set: the floor first."""
        return list(self.policies).index(policy_id)


def parse(texts: Iterable[tuple[str, str]]) -> PolicySet:
    """Policies from (layer, Cedar text) pairs.

    Raises PolicyError naming each fault: syntax, schema, a missing annotation, a
    duplicate id, or a construct outside the subset that every engine can run.
    """
    policies: dict[str, Policy] = {}
    bodies: dict[str, Any] = {}
    faults: list[str] = []
    for layer, text in texts:
        for body in _bodies(layer, text, faults):
            policy = _policy(layer, body, faults)
            if policy.id in policies:
                faults.append(f"{layer}: two policies have the id {policy.id!r}")
            policies[policy.id], bodies[policy.id] = policy, body
    if not faults:
        faults = _schema_faults(policies)
    if faults:
        raise PolicyError(faults)
    return PolicySet(policies, set_form(bodies))


def set_form(bodies: Mapping[str, Any]) -> str:
    """Policies by id, in Cedar's JSON form of one policy, as its form of a set."""
    return json.dumps({"staticPolicies": bodies, "templates": {}, "templateLinks": []})


def _bodies(layer: str, text: str, faults: list[str]) -> list[dict[str, Any]]:
    try:
        form = json.loads(cedarpy.policies_to_json_str(text))
    except ValueError as error:
        faults.append(f"{layer}: Cedar cannot read this text: {error}")
        return []
    if form["templates"]:
        faults.append(f"{layer}: templates are not used; grants are data")
    return list(form["staticPolicies"].values())


def _policy(layer: str, body: dict[str, Any], faults: list[str]) -> Policy:
    notes = body.get("annotations", {})
    name = notes.get("id") or "(a policy without @id)"
    missing = [note for note in REQUIRED_ANNOTATIONS if not notes.get(note)]
    faults += [f"{layer}: {name}: @{note} is missing" for note in missing]
    faults += [f"{layer}: {name}: {found}" for found in forbidden_constructs(body)]
    words = {note: notes.get(note) or "" for note in (*REQUIRED_ANNOTATIONS, "obliges")}
    return Policy(layer=layer, effect=body["effect"], text=_text(body), **words)


def _text(body: dict[str, Any]) -> str:
    return cedarpy.policies_from_json_str(set_form({"p": body}))


def _schema_faults(policies: Mapping[str, Policy]) -> list[str]:
    schema = cedarpy.Schema.from_json_str(json.dumps(schema_json()))
    faults = []
    for policy in policies.values():
        result = cedarpy.validate_policies(policy.text, schema)
        faults += [f"{policy.layer}: {policy.id}: {fault}" for fault in result.errors]
    return faults


def shipped_texts() -> list[tuple[str, str]]:
    """The policy files of this software release, by layer and then by name."""
    root = files("safelight.core.gate") / "policies"
    return [
        (layer, file.read_text(encoding="utf-8"))
        for layer in LAYERS
        for file in sorted((root / layer).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".cedar")
    ]


@cache
def shipped() -> PolicySet:
    return parse(shipped_texts())
