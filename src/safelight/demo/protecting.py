"""What child protection did and learned in the Amaris' case."""

from datetime import timedelta

from django.utils import timezone

from safelight.core.case_kinds import Part
from safelight.core.protection.course import Outcome, Responsible
from safelight.core.protection.pattern import FactKind, Towards
from safelight.core.support.planner import Screened
from safelight.core.support.screening import Occasion
from safelight.core.vocabulary import Source
from safelight.demo.county import County
from safelight.demo.steps import opened
from safelight.records.opened import Opened
from safelight.records.people.actions import assign
from safelight.records.protection.actions import add_fact, open_reported, record
from safelight.records.support.actions import ask

FACTS = (
    (FactKind.BEHAVIOR, Towards.ADULT, 40, Source.SURVIVOR,
     "He took the car keys on paydays and kept her wages."),
    (FactKind.BEHAVIOR, Towards.BOTH, 27, Source.PUBLIC_RECORD,
     "Police report: he broke the kitchen door while Ben was behind it."),
    (FactKind.TO_CHILD, Towards.CHILD, 20, Source.OBSERVATION,
     "Ben asks at school whether the door is locked."),
    (FactKind.PROTECTS, Towards.CHILD, 27, Source.SURVIVOR,
     "She sent Ben to the neighbor before she answered the door."),
    (FactKind.NURTURING, Towards.BOTH, 9, Source.OBSERVATION,
     "She reads to Ben every evening; he shows her his drawings first."),
)  # fmt: skip


def investigated(county: County, parts: list[tuple[Opened, Part]]) -> None:
    """Reported, asked about safety, screened in, investigated; facts as they were learned."""
    first = opened(county, "petra", "ruth", 24)
    case = open_reported(
        first, parts, number="CP-310", reported_on=timezone.localdate(first.at),
        responsible=Responsible.ELSEWHERE, person=None,
    )  # fmt: skip
    ask(opened(county, "petra", "ruth", 23), Occasion.INTAKE, Screened.ASKED)
    for days, outcome in ((23, Outcome.SCREENED_IN), (22, Outcome.INVESTIGATION)):
        then = opened(county, "petra", "ruth", days)
        record(then, case, outcome, on=timezone.localdate(then.at), not_asked=0)
    for person in ("ruth", "ben"):
        assign(opened(county, "omar", person, 22), county.staff["iris"])
    for kind, towards, days, source, words in FACTS:
        then = opened(county, "petra", "ruth", min(days, 24))
        on = timezone.localdate(county.now) - timedelta(days=days)
        add_fact(then, kind, words, towards=towards, on=on, source=source)
