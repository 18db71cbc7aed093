"""What goes back to the state system each day: holds, lights and indicators; never why."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.gate.decide import decide
from safelight.core.gate.question import Asker, Protections, Question
from safelight.core.leakguard.guard import Guarded
from safelight.core.registry.screening import registry_item
from safelight.core.support.actions import Go
from safelight.core.vocabulary import (
    AgencyKind,
    Category,
    Channel,
    Duty,
    Flag,
    Purpose,
    Source,
    Standing,
)
from safelight.disclosure import standing
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.guarding import protected_values
from safelight.disclosure.support import planning
from safelight.disclosure.support.casefile import number_of
from safelight.disclosure.support.feeding import principal
from safelight.ledger.acts import Act
from safelight.records.cases.models import Case, Participation
from safelight.records.opened import Opened

COLUMNS: Final = ("record", "case", "part", "value")
HOLD, LIGHT, INDICATOR = "hold", "light", "family_violence_indicator"
Row = dict[str, str]


def export(agency: UUID, at: datetime) -> list[Row]:
    """A line for each light, each indicator and each action that is held, of every open
    support case: in order, so that the same holds make the same file."""
    with acting_as(principal(agency)):
        cases = Case.objects.filter(
            agency_id=agency, kind=CaseKind.IVD_CASE, closed_on=None
        )
        found = [
            row for one in cases.order_by("id") for row in _of_case(agency, one.id, at)
        ]
    return sorted(found, key=lambda row: tuple(row.values()))


def _of_case(agency: UUID, case: UUID, at: datetime) -> Iterator[Row]:
    rows = Participation.objects.filter(agency_id=agency, case_id=case)
    for row in rows.exclude(part=Part.CHILD).order_by("id"):
        if number := number_of(row):
            opened = Opened(principal(agency), row.person_id, at)
            yield from _of_person(opened, case, number, row.part)


def _of_person(opened: Opened, case: UUID, number: str, part: str) -> Iterator[Row]:
    found, _ = planning.situation(opened, case)
    facts = standing.about(opened.by.agency, [opened.person], None, opened.at)
    known = facts[opened.person].protections
    says = {
        LIGHT: [found.light.value] if found.light else [],
        INDICATOR: ["Y"] if known.family_violence_indicator is Flag.SET else [],
        HOLD: [
            p.action.code
            for p in planning.plan_of(opened, case, found)
            if p.go is Go.STOP
        ],
    }
    rows = [
        {"record": kind.upper(), "case": number, "part": part, "value": value}
        for kind, values in says.items() for value in values
    ]  # fmt: skip
    yield from _let_out(opened, rows, known)


def _let_out(opened: Opened, rows: list[Row], known: Protections) -> list[Row]:
    agency = opened.by.agency
    asked = Question(
        asker=Asker(
            standing=Standing.STAFF, agency=str(agency),
            agency_kind=AgencyKind.CHILD_SUPPORT, duties=frozenset({Duty.REGISTRY}),
        ),
        channel=Channel.TRANSMIT, purpose=Purpose.CASEWORK, at=opened.at,
    )  # fmt: skip
    items = [
        registry_item(key, Category.SAFETY, str(agency), Source.OBSERVATION, known)
        for key in sorted({row["record"].lower() for row in rows})
    ]  # fmt: skip
    if not items:
        return []
    decision = decide(asked, items, with_routes=False)
    released = decision.released()
    kept = [row for row in rows if row["record"].lower() in released]
    leaving = Leaving(
        act=Act.HOLDS_TOLD, about=cipher(opened.person),
        parts=[("the lines", "\n".join(" ".join(row.values()) for row in kept))],
        guarded=Guarded(tuple(protected_values(agency, opened.person))),
        details={"recipient": "", "lines": len(kept)},
    )  # fmt: skip
    done = egress(leaving, decision, at=opened.at, seal=bytes)
    return [] if isinstance(done, Stopped) else kept
