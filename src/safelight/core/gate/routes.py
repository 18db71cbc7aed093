"""Lawful routes: what would make a withheld item releasable.

A route is found by deciding again with a ground added, never written by hand. Here
are only the grounds to try and the words for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from safelight.core.gate.decision import Route
from safelight.core.gate.engine import find
from safelight.core.gate.policies import PolicySet
from safelight.core.gate.question import NEVER, Ground, Item, Question
from safelight.core.vocabulary import (
    AgencyKind,
    Answer,
    Assignment,
    Category,
    Flag,
    GroundKind,
    HarmFinding,
    Mandate,
    Signer,
    Source,
    Standing,
)

ASSIGNED = Route("assignment", "Ask the supervisor to assign you to the case.")
GROUNDS = {
    GroundKind.RELEASE: Route(
        "release", "A signed release from the person it is about, naming your agency."
    ),
    GroundKind.AGREEMENT: Route(
        "agreement", "An agreement between the two agencies that covers this."
    ),
    GroundKind.MANDATE: Route(
        "mandate", "A report that the law specifically requires."
    ),
    GroundKind.COURT_ORDER: Route("order", "An order of the court that will read it."),
}
OWN_CHOICE = Route(
    "own-choice",
    "The child's own choice, where the law lets the child make it; no parent's release.",
)
LATER_ORDER = Route(
    "later-order",
    "An order that names you, made after the court has decided about harm.",
)


def routes_for(
    question: Question, items: Sequence[Item], policies: PolicySet
) -> list[tuple[Route, ...]]:
    """For each item of one vault the routes that would open it, in the order above.

    The moment does not matter: the grounds tried are in force. Nor does an item's key:
    they name it.
    """
    asked = replace(question, at=NEVER, ground=Ground())
    unnamed = [replace(item, key="") for item in items]
    found: list[list[Route]] = [[] for _ in items]
    for route, changed, tried in _candidates(asked, unnamed) if items else ():
        findings = find(changed, tried, policies, ["release"])
        for item, routes, finding in zip(tried, found, findings, strict=True):
            if finding.answer is Answer.RELEASE:
                routes.append(_of(item, route))
    return [tuple(routes) for routes in found]


def _of(item: Item, route: Route) -> Route:
    """What a child confided no parent's release opens."""
    is_confided = (
        item.category is Category.CHILDS_CONFIDENCE
        or item.confided_by_child is not Flag.CLEAR
    )
    return OWN_CHOICE if is_confided and route.code == "release" else route


def _candidates(
    question: Question, items: Sequence[Item]
) -> Iterator[tuple[Route, Question, Sequence[Item]]]:
    vault = items[0].vault
    if vault == question.asker.agency:
        assigned = [replace(item, assignment=Assignment.ASSIGNED) for item in items]
        yield ASSIGNED, question, assigned
    is_court = question.asker.agency_kind is AgencyKind.COURT
    for kind, route in GROUNDS.items():
        if kind is GroundKind.COURT_ORDER:
            route = route if is_court else LATER_ORDER
        elif question.asker.standing is not Standing.STAFF:
            continue
        yield route, replace(question, ground=_widest(kind, question, vault)), items


def _widest(kind: GroundKind, question: Question, vault: str) -> Ground:
    """The widest ground of its kind: what not even this opens, none does."""
    is_order = kind is GroundKind.COURT_ORDER
    return Ground(
        kind=kind,
        sender=vault,
        recipient=question.asker.agency or question.asker.party,
        categories=frozenset(Category),
        items=frozenset({""}),
        purposes=frozenset({question.purpose}),
        channels=frozenset({question.channel}),
        lifts=frozenset({Source.PART_2}),
        signer=Signer.MINOR_AND_PARENT,
        mandate=Mandate.REQUIRED if kind is GroundKind.MANDATE else Mandate.NONE,
        harm_finding=HarmFinding.NOT_HARMFUL if is_order else HarmFinding.NONE,
        starts=question.at,
        ends=question.at + timedelta(seconds=1),
        revoked=Flag.CLEAR,
    )
