"""Support pursued in the demo: a choice that was made, and a drill that was practised."""

from uuid import UUID

from safelight.core.incident import Step
from safelight.core.support.actions import VERSION, Light
from safelight.core.support.planner import Default, Screened
from safelight.core.support.screening import Occasion
from safelight.demo.county import County
from safelight.demo.steps import opened
from safelight.records.incidents import actions as incidents
from safelight.records.support import actions as support


def choice(county: County, case: UUID) -> None:
    """Lena Brandt was asked, and chose yellow; her worker has her word on nothing yet."""
    lena = opened(county, "carl", "lena", 12)
    support.ask(lena, Occasion.INTAKE, Screened.ASKED)
    support.choose(
        lena, case, light=Light.YELLOW, worries=["FOUND", "MEETING"],
        default=Default.HOLD, shown=VERSION,
    )  # fmt: skip


def drill(county: County) -> None:
    """An address that did not get out: the steps as they would be taken."""
    lena = opened(county, "carl", "lena", 6)
    incident = incidents.begin(lena, has_locator_data=False, is_drill=True)
    for step in (Step.CALL, Step.HOLD, Step.TRACE, Step.REPORT, Step.HONEST):
        incidents.take(lena, incident, step)
    incidents.take(lena, incident, Step.RECALL)
    lessons = "The safe number was two clicks away. It is written on the desk card now."
    incidents.close(lena, incident, lessons=lessons)
