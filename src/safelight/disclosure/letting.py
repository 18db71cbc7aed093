"""What the leak guard found, decided on again: may it go to this recipient, with a reason?

A worker's reason is not a ground: it lets through only what the gate itself would release
to the same recipient, at this moment, on the same ground.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from safelight.core.gate.decide import decide
from safelight.core.gate.question import Item, Question
from safelight.core.leakguard.guard import Leak
from safelight.core.vocabulary import Answer
from safelight.disclosure import standing
from safelight.disclosure.items import held
from safelight.records.opened import Opened
from safelight.records.people.models import ContactPoint, Identifier, Person

Asked = tuple[Question, Item]
# Between an item and the place in its file where something was found.
WITHIN = "#"
OWNERS: dict[str, tuple[Any, str]] = {
    "contact": (ContactPoint, "person_id"),
    "identifier": (Identifier, "person_id"),
    "birth_date": (Person, "id"),
}


def allows(
    opened: Opened, carriers: Mapping[str, Asked], otherwise: Asked | None = None
) -> Callable[[Leak], bool]:
    """Whether a finding may go. `carriers` are the items in whose text something can be
    found, each with the question it was released on; `otherwise` stands for any other part.

    The text that carries it must be releasable as what it was found to be; and where it is
    recorded of somebody, so must the record, with that person's own protections.
    """

    def of(leak: Leak) -> bool:
        asked = carriers.get(leak.part.partition(WITHIN)[0], otherwise)
        if asked is None:
            return False
        question, carrier = asked
        items = [replace(carrier, category=leak.category)]
        if leak.key:
            recorded = _recorded(opened, leak.key)
            if recorded is None:
                return False
            items.append(recorded)
        return all(_is_released(question, item) for item in items)

    return of


def _is_released(question: Question, item: Item) -> bool:
    decision = decide(question, [item], with_routes=False)
    return decision.answer(item.key) is Answer.RELEASE


def _recorded(opened: Opened, key: str) -> Item | None:
    """The item that a found value belongs to, whoever's it is. Inside `acting_as`."""
    kind, _, row = key.partition(":")
    model, column = OWNERS[kind]
    rows = model.objects.filter(agency_id=opened.by.agency, id=row)
    owner: UUID | None = rows.values_list(column, flat=True).first()
    if owner is None:
        return None
    vault = standing.vault(opened.by.agency)
    facts = standing.about(vault.agency, [owner], None, opened.at)[owner]
    every = held(vault, owner, facts)
    return next((h.item for h in every if h.item.key == key), None)
