"""Deciding: the policies compiled for the question, and each item looked up in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from safelight.core.gate import cedar
from safelight.core.gate.compiled import facts
from safelight.core.gate.compiled.form import BIT
from safelight.core.gate.compiled.plan import Plan, Said, planned
from safelight.core.gate.policies import PolicySet
from safelight.core.gate.question import NEVER, Item, Question
from safelight.core.vocabulary import Answer

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


def find(
    question: Question,
    items: Sequence[Item],
    policies: PolicySet,
    actions: Sequence[str] = cedar.ACTIONS,
) -> list[Finding]:
    """A finding for each item, in order.

    `actions` are the ones tried, strongest first. Whatever is no question or no item,
    and whatever a policy cannot decide, is withheld.
    """
    try:
        plan = _plan(policies, replace(question, at=NEVER))
    except (ValueError, TypeError):
        return [FAILED for _ in items]
    return [_finding(plan, question, item, actions) for item in items]


@lru_cache(maxsize=128)
def _plan(policies: PolicySet, question: Question) -> Plan:
    return planned(policies.rules, question)


def _finding(
    plan: Plan, question: Question, item: Item, actions: Sequence[str]
) -> Finding:
    try:
        outcome = plan.outcome(facts.of_item(item), question.at)
        return _strongest(plan.said(outcome), BIT[item.category], actions)
    except (ValueError, TypeError, KeyError):
        return FAILED


def _strongest(said: Mapping[str, Said], bit: int, actions: Sequence[str]) -> Finding:
    """The first action that a policy permits and none forbids, by Cedar's rule."""
    if any(said[action].failed & bit for action in actions):
        return FAILED
    for action in actions:
        permits, forbids = (
            _ids(said[action].permits, bit),
            _ids(said[action].forbids, bit),
        )
        if permits and not forbids:
            return Finding(ANSWERS[action], permits)
    return Finding(Answer.WITHHOLD, _ids(said[actions[0]].forbids, bit))


def _ids(named: Sequence[tuple[str, int]], bit: int) -> tuple[str, ...]:
    return tuple(sorted(name for name, mask in named if mask & bit))
