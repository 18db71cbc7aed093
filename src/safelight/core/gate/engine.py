"""Asking Cedar: every item and action of one question in one batch."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import cedarpy

from safelight.core.gate import cedar
from safelight.core.gate.policies import PolicySet
from safelight.core.gate.question import NEVER, Item, Question
from safelight.core.vocabulary import Answer, GroundKind

ANSWERS = {
    "release": Answer.RELEASE,
    "substitute": Answer.SUBSTITUTE,
    "answer": Answer.ANSWER,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One item's answer with the ids of the policies that determined it."""

    answer: Answer
    policy_ids: tuple[str, ...] = ()
    failed: bool = False


FAILED = Finding(Answer.WITHHOLD, failed=True)


@cache
def _schema() -> cedarpy.Schema:
    return cedarpy.Schema.from_json_str(json.dumps(cedar.schema_json()))


def find(
    question: Question,
    items: Sequence[Item],
    policies: PolicySet,
    actions: Sequence[str] = cedar.ACTIONS,
) -> list[Finding]:
    """A finding for each item, in order. Whatever Cedar cannot decide is withheld.

    `actions` are the ones tried, strongest first. Items that are alike in everything the
    policies can tell apart are asked about once, and the answer is kept: it is a
    function of question, item and policies, and of nothing else.
    """
    asked, tried = _as_asked(question), tuple(actions)
    keys = [(asked, _as_told(question, item), policies.digest, tried) for item in items]
    known = {key: _KNOWN.get(key) for key in keys}
    missing = [key for key, finding in known.items() if finding is None]
    found = _find(asked, [key[1] for key in missing], policies, tried)
    answers = known | dict(zip(missing, found, strict=True))
    _keep({key: f for key, f in zip(missing, found, strict=True) if not f.failed})
    return [answers[key] or FAILED for key in keys]


_Key = tuple[Question, Item, str, tuple[str, ...]]
_KNOWN: dict[_Key, Finding] = {}
MOST_KNOWN = 5_000


def _keep(found: dict[_Key, Finding]) -> None:
    if len(_KNOWN) + len(found) > MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update(found)


def _as_asked(question: Question) -> Question:
    """The moment as far as the policies can tell it: within the ground's period or not."""
    ground, at = question.ground, NEVER
    if ground.kind is not GroundKind.NONE:
        now, starts, ends = map(cedar.encode, (question.at, ground.starts, ground.ends))
        at = ground.starts if starts <= now < ends else ground.ends
    return replace(question, at=at)


def _as_told(question: Question, item: Item) -> Item:
    """An item as far as the policies can tell it: its key as one that the ground names,
    its subject as the party who asks, or neither. That they tell no more is checked when
    they are loaded (`constructs`)."""
    key, subject, party = item.key, item.subject, question.asker.party
    if key not in question.ground.items:
        key = "other"
        while key in question.ground.items:
            key += "+"
    if subject != party or not party:
        subject = "" if party else "other"
    return replace(item, key=key, subject=subject)


def _find(
    question: Question,
    items: Sequence[Item],
    policies: PolicySet,
    actions: tuple[str, ...],
) -> list[Finding]:
    if not items:
        return []
    try:
        results = _ask(question, items, policies, actions)
    except (ValueError, TypeError):
        return [FAILED for _ in items]
    step = len(actions)
    groups = (results[i * step : (i + 1) * step] for i in range(len(items)))
    return [_finding(actions, group) for group in groups]


def _ask(
    question: Question,
    items: Sequence[Item],
    policies: PolicySet,
    actions: Sequence[str],
) -> list[cedarpy.AuthzResult]:
    entities = [cedar.entity(question.asker, "asker")]
    entities += [cedar.entity(item, str(i)) for i, item in enumerate(items)]
    handle = cedarpy.Entities.from_json_str(json.dumps(entities), _schema())
    context = cedar.context(question)
    requests = [
        {
            "principal": {"type": "Asker", "id": "asker"},
            "action": {"type": "Action", "id": action},
            "resource": {"type": "Item", "id": str(i)},
            "context": context,
        }
        for i in range(len(items))
        for action in actions
    ]
    return cedarpy.is_authorized_batch(requests, policies.cedar, handle, _schema())


def _finding(actions: Sequence[str], results: Sequence[cedarpy.AuthzResult]) -> Finding:
    decided = (cedarpy.Decision.Allow, cedarpy.Decision.Deny)
    if len(results) != len(actions) or any(
        result.decision not in decided or result.diagnostics.errors
        for result in results
    ):
        return FAILED
    for action, result in zip(actions, results, strict=True):
        if result.decision is cedarpy.Decision.Allow:
            return Finding(ANSWERS[action], _ids(result))
    return Finding(Answer.WITHHOLD, _ids(results[0]))


def _ids(result: cedarpy.AuthzResult) -> tuple[str, ...]:
    return tuple(sorted(result.diagnostics.reasons))
