"""An advocate's page of one person: services, aims, the safety plan, who begins contact."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import cipher
from safelight.core.advocacy import Wish, topics
from safelight.core.gate.decide import decide
from safelight.core.gate.question import Item
from safelight.core.leakguard.guard import Guarded
from safelight.core.vocabulary import (
    Category,
    Channel,
    Partition,
    Source,
)
from safelight.disclosure import standing
from safelight.disclosure.access import own_question, question
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.items import new_item
from safelight.disclosure.shown import Refused
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.advocacy import actions
from safelight.records.advocacy.models import PlanVersion, WishRow
from safelight.records.opened import Opened


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """The newest version, by topic in order; `version` 0 where there is none."""

    version: int
    at: datetime | None
    texts: Mapping[str, str]
    earlier: tuple["SafetyPlan", ...] = ()

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(label, self.texts[code]) for code, label in topics().items()
                if code in self.texts]  # fmt: skip


def plan(opened: Opened) -> SafetyPlan | Refused:
    """The safety plan, where the gate gives this worker safety information."""
    with acting_as(opened.by):
        if not _may_see(opened):
            return Refused()
        write(Act.PERSON_VIEWED, at=opened.at, about=cipher(opened.person),
              items=["plan"])  # fmt: skip
        return _newest(opened)


def wish(opened: Opened) -> Wish | None:
    """Who begins contact, as they said last."""
    with acting_as(opened.by):
        rows = WishRow.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        ).order_by("at", "id")
        row = rows.last()
    return Wish(row.wish) if row else None


def on_paper(opened: Opened) -> SafetyPlan | Stopped | Refused:
    """The plan to be printed for themselves: gated and recorded, nobody else's to have."""
    with acting_as(opened.by):
        found = _newest(opened)
        if not found.version or not _may_see(opened):
            return Refused()
        leaving = Leaving(
            act=Act.PLAN_PRINTED, about=cipher(opened.person), parts=(),
            guarded=Guarded(), details={},
        )  # fmt: skip
        own = own_question(opened.person, opened.at)
        decision = decide(own, [_item(opened)], with_routes=False)
        done = egress(leaving, decision, at=opened.at, seal=bytes)
        return done if isinstance(done, Stopped) else found


def _item(opened: Opened) -> Item:
    vault = standing.vault(opened.by.agency)
    who = standing.reader(opened.by.worker)
    about = standing.about(vault.agency, [opened.person], who, opened.at)[opened.person]
    item = new_item(vault, opened.person, about, Category.SAFETY, Partition.GENERAL,
                    Source.OBSERVATION)  # fmt: skip
    return replace(item, key=f"plan:{opened.person}")


def _may_see(opened: Opened) -> bool:
    asked = question(standing.reader(opened.by.worker), opened.at, Channel.VIEW)
    item = _item(opened)
    return not decide(asked, [item], with_routes=False).rulings[item.key].is_withheld


def _newest(opened: Opened) -> SafetyPlan:
    rows = PlanVersion.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person
    )
    newest, *earlier = [_opened(opened, row) for row in rows.order_by("-version")] or [
        SafetyPlan(0, None, {})
    ]
    return replace(newest, earlier=tuple(earlier))


def _opened(opened: Opened, row: PlanVersion) -> SafetyPlan:
    """A version; one whose words were purged is empty."""
    place = Place(actions.PLAN, "content", row.id)
    try:
        text = cipher(opened.person).open(place, bytes(row.content))
    except (CannotOpen, KeyGone):
        return SafetyPlan(row.version, row.at, {})
    return SafetyPlan(row.version, row.at, json.loads(text))
