"""A program's counts: people once, new once, small ones not shown (CF-44, CF-56)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.core.advocacy import Came, Service
from safelight.core.quarters import Quarter, ended, quarter_of
from safelight.core.vocabulary import Source
from safelight.demo.county import County
from safelight.disclosure.access import open_person
from safelight.records.advocacy import actions
from safelight.records.opened import Opened
from safelight.records.people.actions import assign, receive
from safelight.statistics import program as counts
from tests.integration.browser import client_of
from tests.integration.staffing import program


@pytest.mark.parametrize(
    "day, code", [(date(2026, 1, 1), "2026-1"), (date(2026, 3, 31), "2026-1"),
                  (date(2026, 4, 1), "2026-2"), (date(2026, 12, 31), "2026-4")],
)  # fmt: skip
def test_every_day_is_in_one_quarter(day: date, code: str) -> None:
    of = quarter_of(day)
    assert of.code == code and of.starts <= day < of.ends
    assert of.following().before() == of and of.label.startswith("Quarter")


def test_the_quarters_that_are_over() -> None:
    assert [one.code for one in ended(date(2026, 2, 3), 3)] == [
        "2025-4",
        "2025-3",
        "2025-2",
    ]


def served(here: County, name: str, born: date | None, *when: datetime) -> Opened:
    person = receive(by=here.acting("dina"), at=here.now, name=name, birth_date=born,
                     source=Source.SURVIVOR)  # fmt: skip
    opened = open_person(here.acting("dina"), person, timezone.now())
    assert isinstance(opened, Opened)
    assign(opened, here.staff["rosa"])
    for at in when:
        actions.record_service(replace(opened, at=at), Service.LEGAL, Came.USED)
    return opened


def middle(of: Quarter) -> datetime:
    start = datetime.combine(of.starts, datetime.min.time())
    return timezone.make_aware(start) + timedelta(days=40)


def test_new_once_people_once_and_small_counts_not_at_all(county: County) -> None:
    here = program(county)
    last, before = ended(timezone.localdate(), 2)
    for number in range(12):
        served(here, f"New {number}", date(1990, 1, 1), middle(last), middle(last))
    for number in range(15):
        served(here, f"Old {number}", date(1980, 1, 1), middle(before), middle(last))
    child = served(here, "A Child", date(2020, 1, 1), middle(before))
    actions.record_service(
        replace(child, at=middle(last)), Service.SHELTER, Came.DENIED
    )

    now = counts.report(here.acting("dina"), last)
    assert dict(now.served) == {"New in this quarter": 12, "Served before": 15}
    assert now.services[Service.LEGAL.label] == 27
    assert now.unmet[Service.SHELTER.label] is None
    assert now.unmet[Service.LEGAL.label] == 0
    asked = {"quarter": last.code, "as": "csv"}
    lines = client_of(here, "dina").get(reverse("reports"), asked).content.decode()
    assert lines.splitlines()[:2] == [
        "table,row,count", "People served,New in this quarter,12",
    ]  # fmt: skip
    assert f'given",{Service.SHELTER.label},not shown' in lines
    then = counts.report(here.acting("dina"), before)
    assert dict(then.served) == {"New in this quarter": 16, "Served before": 0}
    assert then.ages["0 to 12"] is None and then.ages["25 to 59"] is None
    assert then.ages["13 to 17"] == 0


def test_the_last_moment_of_a_quarter_belongs_to_it(county: County) -> None:
    here, (last, _) = program(county), ended(timezone.localdate(), 2)
    start, end = counts._within(last)
    assert timezone.localdate(end) == last.ends - timedelta(days=1)
    for number in range(11):
        served(here, f"Late {number}", None, end)
    found = counts.report(here.acting("dina"), last)
    assert found.served["New in this quarter"] == 11
    assert found.ages["Not known"] == 11


def test_the_compliance_file_names_nobody(county: County) -> None:
    client = client_of(county, "dina")
    page = client.get(reverse("reports")).content.decode()
    assert "Compliance file" in page and "Rules in force" in page
    for name in ("Lena", "Brandt", "Tess", "Okafor", "Vera"):
        assert name not in page
    assert client.get(reverse("reports"), {"quarter": "1999-1"}).status_code == 404
    assert client_of(county, "rosa").get(reverse("reports")).status_code == 404
    assert client_of(county, "omar").get(reverse("reports")).status_code == 404
