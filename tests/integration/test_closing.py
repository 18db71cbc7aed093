"""Closing a case, with its ground."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.models import Agency
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.protections import Basis
from safelight.core.support.flags import GoodCause
from safelight.core.support.jurisdictions import Code
from safelight.core.support.planner import Why
from safelight.core.vocabulary import Flag
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.disclosure.support import flag
from safelight.records.cases.actions import open_case
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.support.flagging import claim, set_flag
from safelight.records.support.models import Closing
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.pursuing import read, why


def test_closing_has_its_ground_and_keeps_the_flag(
    supported: tuple[County, Opened, str],
) -> None:
    """CS-7, CS-37."""
    here, mine, case = supported
    carl = client_of(here, "carl")
    carl.post(reverse("flag_set", args=[mine.person]), {"code": "S"})
    quick = carl.post(reverse("case_close", args=[mine.person, case]))
    where = reverse("plan_close", args=[mine.person, case])
    assert quick["Location"] == where

    assert "required" in carl.post(where, {"ground": "REQUESTED"}).content.decode()
    said = carl.post(where, {"ground": "GOOD_CAUSE", "was_told": "on"}, follow=True)
    assert "The indicator stays" in said.content.decode()
    again = carl.post(where, {"ground": "GOOD_CAUSE", "was_told": "on"})
    assert "closed already" in again.content.decode()
    later = replace(mine, at=timezone.now())
    assert why(later, case, "HEARING") is Why.SERVICES_CLOSED
    with acting_as(mine.by):
        rows = Closing.objects.filter(agency_id=mine.by.agency, person_id=mine.person)
        assert [row.ground for row in rows] == ["GOOD_CAUSE"]
    assert read(later, case).situation.is_protected


def test_nobody_is_closed_out_for_not_cooperating_while_good_cause_is_claimed(
    supported: tuple[County, Opened, str],
) -> None:
    """CS-36: no sanction while pending."""
    here, mine, case = supported
    carl, where = (
        client_of(here, "carl"),
        reverse("plan_close", args=[mine.person, case]),
    )
    sent = {"ground": "NOT_COOPERATING", "was_told": "on"}
    claim(mine, GoodCause.PENDING)

    assert "nothing is held against them" in carl.post(where, sent).content.decode()
    claim(replace(mine, at=timezone.now()), GoodCause.DENIED)
    said = carl.post(where, sent, follow=True).content.decode()
    assert "Closed, with its ground" in said


@pytest.mark.parametrize("state, stays", [("OK", False), ("AZ", True)])
def test_a_childs_flag_at_closure_by_state(
    state: str, stays: bool, county: County
) -> None:
    here, code = fresh(county), f"close{timezone.now().timestamp()}"
    for who in ("her", "kid"):
        take_in(
            here, code + who, "sonia", "carl", f"Closing {who}", date(1990, 1, 1), 5
        )
    both = [opened(here, "carl", code + who) for who in ("her", "kid")]
    parts = list(zip(both, (Part.CUSTODIAL_PARTY, Part.CHILD), strict=True))
    case = open_case(parts, kind=CaseKind.IVD_CASE, number=code)
    for one in both:
        set_flag(one, Code("S", "x", Basis.OWN_STATEMENT))
    with acting_as(both[0].by):
        row = Participation.objects.get(
            agency_id=both[0].by.agency, case_id=case, person_id=both[0].person
        )
    Agency.objects.using("owner").filter(id=here.agencies["support"]).update(
        jurisdiction=state
    )
    try:
        client_of(here, "carl").post(
            reverse("plan_close", args=[both[0].person, row.id]),
            {"ground": "REQUESTED", "was_told": "on"},
        )
    finally:
        Agency.objects.using("owner").filter(id=here.agencies["support"]).update(
            jurisdiction="CT"
        )
    now = [opened(fresh(here), "carl", code + who) for who in ("her", "kid")]
    found = [flag.read(one).standing is Flag.SET for one in now]
    assert found == [True, stays]
