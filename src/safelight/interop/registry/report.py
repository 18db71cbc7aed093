"""What a run says of itself: counts by reason, and nothing of anybody."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from safelight.core.gate.decide import reason
from safelight.core.gate.policies import shipped
from safelight.core.gate.question import Question
from safelight.core.registry.screening import RELEASED
from safelight.core.suppression import suppressed
from safelight.interop.registry.orders import Outcome


def report(outcome: Outcome, question: Question, *, by_case: bool) -> dict[str, Any]:
    """JSON values. A count of None is too small to be shown."""
    kinds = {kind.layout.record: kind.layout for kind in outcome.screen.kinds}
    seen = sorted({one.kind for one in outcome.counts})
    left_out = sum(many for one, many in outcome.counts.items() if one.left_out)
    return {
        "recipient": question.asker.agency_kind.value
        if question.asker.agency
        else question.asker.standing.value,
        "purpose": question.purpose.value,
        "ground": question.ground.kind.value,
        "at": question.at.isoformat(timespec="seconds"),
        "policies": outcome.policies,
        "digest": outcome.digest or None,
        "protected_by_case": by_case,
        "everybody_protected": outcome.unread > 0,
        "certified": all(kinds[record].is_certified for record in seen),
        "records": outcome.records,
        "of_these": suppressed(
            {
                "passed": outcome.kept,
                "left_out": left_out,
                "rejected": outcome.rejected,
            }
        ),
        "people": suppressed(_people(outcome)),
        "decided": list(_decided(outcome)),
    }


def _people(outcome: Outcome) -> Mapping[str, int]:
    found = Counter({"flagged": 0, "protected_with_them": 0, "nothing_in_force": 0})
    for one, many in outcome.counts.items():
        named = "protected_with_them" if one.linked else "flagged"
        found[named if one.protected else "nothing_in_force"] += many
    return found


def _decided(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """For each category of each kind of record how often it was released, or why not."""
    for kind in outcome.screen.kinds:
        counts: dict[str, Counter[str]] = {}
        for one, many in outcome.counts.items():
            if one.kind != kind.layout.record:
                continue
            for category, why in kind.said[one.protected].counted:
                counts.setdefault(category, Counter())[why] += many
        for category, whys in counts.items():
            for why, count in suppressed(whys).items():
                yield {
                    "record": kind.layout.record,
                    "category": category,
                    "answer": RELEASED if why == RELEASED else "withheld",
                    "reason": why,
                    "law": "" if why == RELEASED else reason(why, shipped()).law,
                    "records": count,
                }
