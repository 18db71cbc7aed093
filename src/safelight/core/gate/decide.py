"""`decide`: the only way to an answer. Total: whatever goes wrong, it withholds."""

from collections.abc import Iterable, Sequence

from safelight.core.gate.decision import (
    ENGINE_FAILED,
    NO_GROUND,
    Decision,
    Reason,
    Route,
    Ruling,
)
from safelight.core.gate.engine import Finding, find
from safelight.core.gate.policies import PolicySet, shipped
from safelight.core.gate.question import Item, Question
from safelight.core.gate.routes import routes_for
from safelight.core.vocabulary import Answer

# Reasons that are no policy's.
OWN = {own.code: own for own in (NO_GROUND, ENGINE_FAILED)}


def decide(
    question: Question,
    items: Iterable[Item],
    *,
    policies: PolicySet | None = None,
    with_routes: bool = True,
) -> Decision:
    """Answer one question about some items of one vault.

    Every item gets a ruling; the strongest action that the policies allow wins, and
    none allowed is WITHHOLD. Outside the owning vault the words and routes of a
    withheld item are those of its `reference`, worked out whatever the answer is, so
    that they say nothing about this one. Lists ask `with_routes=False`. Raises
    ValueError for items of several vaults, or for two items with one key.
    """
    policies = policies or shipped()
    items = list(items)
    _require_one_vault(items)
    findings = find(question, items, policies)
    told = [_told(question, item) for item in items]
    said = findings if told == items else find(question, told, policies, ["release"])
    no_routes: list[tuple[Route, ...]] = [() for _ in told]
    routes = routes_for(question, told, policies) if with_routes else no_routes
    rulings = [
        _ruling(item, finding, words, ways, policies)
        for item, finding, words, ways in zip(
            items, findings, said, routes, strict=True
        )
    ]
    return Decision({ruling.key: ruling for ruling in rulings}, policies.digest)


def _require_one_vault(items: Sequence[Item]) -> None:
    if len({item.vault for item in items}) > 1:
        raise ValueError("items of several vaults: ask about one vault at a time")
    if len({item.key for item in items}) < len(items):
        raise ValueError("two items have the same key: each needs its own")


def _told(question: Question, item: Item) -> Item:
    """The item whose words the requester gets: their own vault's, or the reference."""
    return item if question.asker.agency == item.vault else item.reference()


def _ruling(
    item: Item,
    finding: Finding,
    said: Finding,
    routes: tuple[Route, ...],
    policies: PolicySet,
) -> Ruling:
    why = reasons(finding, policies)
    if finding.answer is Answer.WITHHOLD:
        words = reasons(said, policies)[0].says
        return Ruling(item.key, item.category, finding.answer, why, words, (), routes)
    obliges = tuple(filter(None, (policies.obligation(r.code) for r in why)))
    return Ruling(item.key, item.category, finding.answer, why, why[0].says, obliges)


def reasons(finding: Finding, policies: PolicySet) -> tuple[Reason, ...]:
    """The determining rules, the floor's first."""
    if finding.failed:
        return (ENGINE_FAILED,)
    if not finding.policy_ids:
        return (NO_GROUND,)
    ranked = sorted(finding.policy_ids, key=policies.rank)
    return tuple(reason(policy_id, policies) for policy_id in ranked)


def reason(code: str, policies: PolicySet) -> Reason:
    """The rule that a code names. Raises KeyError for one that these have not."""
    if code in OWN:
        return OWN[code]
    policy = policies.policies[code]
    return Reason(policy.id, policy.law, policy.because, policy.says)
