"""An address got out: called first, held, traced, recalled, closed with what was learned."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.contact_kinds import ContactKind
from safelight.core.incident import FUNDER, LOCATOR, Step, clocks, ends
from safelight.core.support.planner import Why
from safelight.core.vocabulary import AgencyKind
from safelight.demo.county import County
from safelight.demo.steps import opened, reach, take_in
from safelight.disclosure import incidents
from safelight.disclosure.incidents import IncidentPage
from safelight.disclosure.support import planning
from safelight.records.cases.actions import open_case
from safelight.records.cases.models import Participation
from safelight.records.packets.models import Packet
from tests.integration.browser import client_of
from tests.integration.making import fresh, sent_packet

BY_HAND = (Step.CALL, Step.TRACE, Step.REPORT, Step.HONEST)


def post(here: County, who: str, code: str, name: str, **given: str) -> str:
    where = reverse(name, args=[here.people[code]])
    page = client_of(here, who).post(where, given, follow=True)
    return page.content.decode()


def current(here: County, who: str, code: str) -> IncidentPage | None:
    return incidents.current(opened(fresh(here), who, code))


@pytest.fixture
def support(county: County) -> tuple[County, str]:
    here = fresh(county)
    code = f"out{timezone.now().timestamp()}"
    take_in(here, code, "sonia", "carl", f"Out {code}", date(1990, 1, 1), 5)
    reach(here, "carl", code, ContactKind.PHONE, "(555) 010-9911")
    open_case(
        [(opened(here, "carl", code), Part.CUSTODIAL_PARTY)],
        kind=CaseKind.IVD_CASE, number=code,
    )  # fmt: skip
    return here, code


def why(here: County, code: str) -> Why:
    mine = opened(fresh(here), "carl", code)
    with acting_as(mine.by):
        row = Participation.objects.get(agency_id=mine.by.agency, person_id=mine.person)
    plan = planning.read(mine, row.id)
    assert isinstance(plan, planning.Plan)
    return next(p.why for p in plan.actions if p.action.code == "HEARING")


def test_one_button_holds_everything_and_says_what_to_say(
    support: tuple[County, str],
) -> None:
    here, code = support
    assert why(here, code) is Why.UNSCREENED

    page = post(here, "carl", code, "incident", has_locator_data="on")

    assert "Call them first" in page and "Is this a good moment" in page
    assert "no channel" not in page
    found = current(here, "carl", code)
    assert found and [clock for clock, _ in found.clocks] == [LOCATOR]
    assert why(here, code) is Why.HELD
    again = post(here, "carl", code, "incident")
    assert current(here, "carl", code).incident == found.incident and again  # type: ignore[union-attr]


def test_it_closes_only_when_every_step_was_taken(support: tuple[County, str]) -> None:
    here, code = support
    post(here, "carl", code, "incident")

    assert "Not done yet: Call them first" in post(
        here, "carl", code, "incident_close", lessons="x"
    )
    for step in BY_HAND:
        post(here, "carl", code, "incident_step", step=step.value)
    assert "Recall what" in post(here, "carl", code, "incident_close", lessons="x")
    post(here, "carl", code, "incident_recall")
    assert "done differently" in post(here, "carl", code, "incident_close", lessons=" ")
    held = post(here, "sonia", code, "incident_go_on")
    assert "Close the incident first" in held
    assert "Closed" in post(
        here, "carl", code, "incident_close", lessons="Never on a sticky note."
    )
    assert current(here, "carl", code) is None and why(here, code) is Why.HELD
    post(here, "sonia", code, "incident_go_on")
    assert why(here, code) is Why.UNSCREENED


def test_a_drill_holds_nothing(support: tuple[County, str]) -> None:
    here, code = support

    page = post(here, "carl", code, "incident", is_drill="on")

    assert "Drill" in page and why(here, code) is Why.UNSCREENED


def test_what_went_out_is_listed_and_recalled_of_this_person_alone(
    county: County,
) -> None:
    here = fresh(county)
    (code, _, mine_sent), (other, _, other_sent) = sent_packet(here), sent_packet(here)
    post(here, "rosa", code, "incident")
    found = current(here, "rosa", code)
    assert found and [line.outside for line in found.went_out] == [True]
    assert [clock for clock, _ in found.clocks] == [FUNDER]

    assert "Packets recalled: 1" in post(here, "rosa", code, "incident_recall")

    mine = opened(fresh(here), "rosa", code)
    with acting_as(mine.by):
        rows = Packet.objects.filter(agency_id=mine.by.agency)
        states = {row.id: row.state for row in rows}
    assert states[mine_sent] == "RECALLED" and states[other_sent] == "SENT" and other


def test_clocks_begin_at_the_discovery() -> None:
    at = timezone.now()
    kind = AgencyKind.VICTIM_SERVICES

    assert clocks(kind, has_locator_data=True) == (LOCATOR, FUNDER)
    assert clocks(AgencyKind.COURT, has_locator_data=False) == ()
    assert ends(LOCATOR, at) - at == timedelta(hours=1)
    assert ends(FUNDER, at) - at == timedelta(hours=24)


def test_steps_of_no_incident_are_not_there(support: tuple[County, str]) -> None:
    here, code = support
    carl = client_of(here, "carl")
    for name in ("incident_step", "incident_recall", "incident_close"):
        where = reverse(name, args=[here.people[code]])
        assert carl.post(where, {"step": "CALL"}).status_code == 404
