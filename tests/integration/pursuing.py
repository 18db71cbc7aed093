"""A person with a child support case of her own, and what her plan says."""

from datetime import date

import pytest
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.support.planner import Why
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.disclosure.support import planning
from safelight.disclosure.support.planning import Plan
from safelight.records.cases.actions import open_case
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from tests.integration.making import fresh


@pytest.fixture
def supported(county: County) -> tuple[County, Opened, str]:
    """A new person with a child support case of her own."""
    here = fresh(county)
    code = f"plan{timezone.now().timestamp()}"
    take_in(here, code, "sonia", "carl", f"Planned {code}", date(1990, 1, 1), 5)
    mine = opened(here, "carl", code)
    case = open_case(
        [(mine, Part.CUSTODIAL_PARTY)], kind=CaseKind.IVD_CASE, number=code
    )
    with acting_as(mine.by):
        row = Participation.objects.get(agency_id=mine.by.agency, case_id=case)
    return here, mine, str(row.id)


def read(mine: Opened, case: str) -> Plan:
    from uuid import UUID

    found = planning.read(mine, UUID(case))
    assert isinstance(found, Plan)
    return found


def why(mine: Opened, case: str, code: str) -> Why:
    return next(p.why for p in read(mine, case).actions if p.action.code == code)
