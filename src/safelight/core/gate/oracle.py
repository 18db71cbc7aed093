"""Cedar's own engine on the same questions.

What it says is what the policies mean: the tests and the bench compare every other
engine with it.
"""

import json
from collections.abc import Sequence
from functools import cache

import cedarpy

from safelight.core.gate import cedar
from safelight.core.gate.engine import ANSWERS, FAILED, Finding
from safelight.core.gate.policies import PolicySet
from safelight.core.gate.question import Item, Question
from safelight.core.vocabulary import Answer


@cache
def _schema() -> cedarpy.Schema:
    return cedarpy.Schema.from_json_str(json.dumps(cedar.schema_json()))


def find(
    question: Question,
    items: Sequence[Item],
    policies: PolicySet,
    actions: Sequence[str] = cedar.ACTIONS,
) -> list[Finding]:
    """As `engine.find`. Every item and action of the question is one batch."""
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
