"""Lawful routes: what would make a withheld item releasable.

A route is found by deciding again with a ground added, never written by hand. Here
are only the grounds to try and the words for each.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from safelight.core.gate.decision import Route
from safelight.core.gate.engine import find
from safelight.core.gate.policies import PolicySet
from safelight.core.gate.question import NEVER, Ground, Item, Question
from safelight.core.vocabulary import (
    AgencyKind,
    Answer,
    Assignment,
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
LATER_ORDER = Route(
    "later-order",
    "An order that names you, made after the court has decided about harm.",
)


def routes_for(
    question: Question, item: Item, policies: PolicySet
) -> tuple[Route, ...]:
    """The routes that would open this item, in the order above.

    The moment does not matter (the grounds tried are in force), so that answers are
    kept from one question to the next.
    """
    asked = replace(question, at=NEVER, ground=Ground())
    return _routes_for(asked, item, policies)


@lru_cache(maxsize=8192)
def _routes_for(
    question: Question, item: Item, policies: PolicySet
) -> tuple[Route, ...]:
    return tuple(
        route
        for route, changed, tried in _candidates(question, item)
        if find(changed, [tried], policies, ["release"])[0].answer is Answer.RELEASE
    )


def _candidates(
    question: Question, item: Item
) -> Iterator[tuple[Route, Question, Item]]:
    if item.vault == question.asker.agency:
        yield ASSIGNED, question, replace(item, assignment=Assignment.ASSIGNED)
    is_court = question.asker.agency_kind is AgencyKind.COURT
    for kind, route in GROUNDS.items():
        if kind is GroundKind.COURT_ORDER:
            route = route if is_court else LATER_ORDER
        elif question.asker.standing is not Standing.STAFF:
            continue
        yield route, replace(question, ground=_widest(kind, question, item)), item


def _widest(kind: GroundKind, question: Question, item: Item) -> Ground:
    """The widest ground of its kind: if not even this opens the item, none does."""
    is_order = kind is GroundKind.COURT_ORDER
    return Ground(
        kind=kind,
        sender=item.vault,
        recipient=question.asker.agency or question.asker.party,
        categories=frozenset({item.category}),
        items=frozenset({item.key}),
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
