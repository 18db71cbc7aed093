"""The answer to an outsider who asks about a number: the same for somebody protected, for
somebody of whom nothing may be said, and for nobody (CS-13, CS-17).

Content and length depend on who asks and for what. When it leaves depends on nothing:
`core.deadline` lets every answer out at one moment.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.gate.decide import decide
from safelight.core.gate.question import Asker, Question
from safelight.core.leakguard.guard import Guarded
from safelight.core.vocabulary import Answer, Channel, Purpose, Standing
from safelight.disclosure import standing
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.guarding import (
    protected_values,
    shared_protections,
)
from safelight.disclosure.items import Held, held
from safelight.disclosure.registry.exporting import principal
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.people import index

NOTHING: Final = "There is nothing that can be given for this request."
LENGTH: Final = 4096
ASKED_FOR: Final = {"name", "birth_date", "identifier", "contact", "case"}


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, as what and for what, and the participant number they ask about."""

    standing: Standing
    purpose: Purpose
    number: str


def answer(agency: UUID, request: Request, at: datetime) -> bytes:
    """JSON of LENGTH bytes: the items that may be given, or the words for none."""
    with acting_as(principal(agency)):
        people = index.find(index.NUMBER, index.normal(request.number))
        found = [
            pair
            for person in sorted(people)
            for pair in _about(agency, person, request, at)
        ]
        if not found:
            write(Act.SEARCHED, at=at)
        form = {"items": found} if found else {"answer": NOTHING}
        return _padded(form)


def _padded(form: object) -> bytes:
    """Every answer is as long as every other; one that does not fit says nothing."""
    text = json.dumps(form)
    if len(text) > LENGTH:
        text = json.dumps({"answer": NOTHING})
    return text.ljust(LENGTH).encode()


def _about(
    agency: UUID, person: UUID, request: Request, at: datetime
) -> list[tuple[str, str]]:
    """What of one person may be given, with everybody in the case as the measure."""
    vault = standing.vault(agency)
    own_facts = standing.about(agency, [person], None, at)[person]
    about = replace(own_facts, protections=shared_protections(agency, person, at))
    question = Question(
        asker=Asker(standing=request.standing, party="requester"),
        channel=Channel.TRANSMIT, purpose=request.purpose, at=at,
    )  # fmt: skip
    items = [h for h in held(vault, person, about) if _is_asked_for(h)]
    decision = decide(question, [h.item for h in items], with_routes=False)
    given = [h for h in items if decision.answer(h.item.key) is Answer.RELEASE]
    own = cipher(person)
    pairs = [(h.label, h.text(own)) for h in given]
    values = protected_values(agency, person)
    leaving = Leaving(
        act=Act.ANSWER_GIVEN, about=own, parts=pairs,
        guarded=Guarded(tuple(values), tuple(text for _, text in pairs)),
        details={"recipient": request.standing.value, "items": [h.label for h in given]},
    )  # fmt: skip
    done = egress(leaving, decision, at=at, seal=bytes)
    return [] if isinstance(done, Stopped) else pairs


def _is_asked_for(one: Held) -> bool:
    """Who they are, their cases and how to reach them: never what was written or said,
    and never when they are where."""
    return one.item.key.split(":")[0] in ASKED_FOR
