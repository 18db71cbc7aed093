"""What is due in support cases, on My work, and what runs by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.support.due import Due
from safelight.core.support.flags import GoodCause, Waived
from safelight.core.support.planner import Heard, Screened
from safelight.core.support.screening import Occasion
from safelight.core.support.standing import State
from safelight.core.support.tasks import TaskKind
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.disclosure.jobs import support_due
from safelight.disclosure.support.due import due, raise_calls
from safelight.records.cases.actions import open_case
from safelight.records.opened import Opened
from safelight.records.support import actions, flagging
from safelight.records.support.models import Task
from tests.integration.browser import client_of
from tests.integration.making import fresh

Made = tuple[County, Opened, object]
TODAY = timezone.localdate


@pytest.fixture
def made(county: County) -> Made:
    here = fresh(county)
    code = f"due{timezone.now().timestamp()}"
    take_in(here, code, "sonia", "carl", f"Due {code}", date(1990, 1, 1), 5)
    mine = opened(here, "carl", code)
    case = open_case(
        [(mine, Part.CUSTODIAL_PARTY)], kind=CaseKind.IVD_CASE, number=code
    )
    return here, mine, case


def now(mine: Opened) -> Opened:
    return replace(mine, at=timezone.now())


def kinds(mine: Opened, on: int = 0) -> set[Due]:
    at = timezone.now() + timedelta(days=on, seconds=1)
    with acting_as(mine.by):
        return {one.due for _, _, one in due(mine.by.agency, [mine.person], at)}


def test_nobody_asked_yet_is_due(made: Made) -> None:
    here, mine, _ = made
    assert kinds(mine) == {Due.ASK}

    actions.ask(now(mine), Occasion.INTAKE, Screened.NOT_YET)
    assert kinds(mine) == {Due.ASK}
    actions.ask(now(mine), Occasion.ON_DEMAND, Screened.DECLINED)
    assert kinds(mine) == set()


def test_warnings_are_due_until_they_are_acknowledged(made: Made) -> None:
    _, mine, case = made
    actions.ask(now(mine), Occasion.INTAKE, Screened.ASKED)
    planned = TODAY() + timedelta(days=20)
    actions.schedule(now(mine), case, "LICENSE", due_on=planned, state=State.PLANNED)
    assert kinds(mine) == {Due.WARN}

    actions.warn(now(mine), case, "LICENSE", planned_on=planned, heard=Heard.SENT)
    assert kinds(mine) == {Due.CALL}
    actions.warn(now(mine), case, "LICENSE", planned_on=planned, heard=Heard.DELIVERED)
    assert kinds(mine) == {Due.CALL}
    actions.warn(
        now(mine), case, "LICENSE", planned_on=planned, heard=Heard.ACKNOWLEDGED
    )
    assert kinds(mine) == set()


def test_what_ends_and_what_is_reviewed(made: Made) -> None:
    _, mine, case = made
    actions.ask(now(mine), Occasion.INTAKE, Screened.ASKED)
    actions.say(now(mine), case, "LICENSE", is_yes=True)
    flagging.claim(now(mine), GoodCause.GRANTED, waived=[Waived.COOPERATE])
    flagging.record_step(now(mine), signed_on=TODAY())
    assert kinds(mine) == {Due.NOTICE}

    assert kinds(mine, on=80) == {Due.NOTICE, Due.YES_ENDS}
    assert kinds(mine, on=175) == {Due.NOTICE, Due.REVIEW}


def test_it_is_on_my_work_with_day_and_rule(made: Made) -> None:
    here, mine, case = made
    planned = TODAY() + timedelta(days=20)
    actions.warn(now(mine), case, "LICENSE", planned_on=planned, heard=Heard.SENT)

    carl = client_of(here, "carl")
    page = carl.get(reverse("work"), {"all": "yes"}).content.decode()

    assert "a warning was not acknowledged: Suspend a license" in page
    assert "CS-29" in page and f"{planned:%-d %b %Y}" in page
    assert (
        "not acknowledged"
        not in client_of(here, "nils").get(reverse("work")).content.decode()
    )


def test_the_job_raises_a_call_once_and_again_when_it_is_done(made: Made) -> None:
    _, mine, case = made
    planned = TODAY() + timedelta(days=14)
    actions.warn(now(mine), case, "LICENSE", planned_on=planned, heard=Heard.SENT)

    def tasks() -> list[Task]:
        with acting_as(mine.by):
            rows = Task.objects.filter(agency_id=mine.by.agency, person_id=mine.person)
            return list(rows.filter(kind=TaskKind.CALL))

    support_due(timestamp=0)
    raise_calls(timezone.now())
    assert len(tasks()) == 1
    assert flagging.task_done(now(mine), tasks()[0].id)
    raise_calls(timezone.now())
    assert len(tasks()) == 2


def test_a_failed_job_is_seen_and_tried_again(county: County) -> None:
    sonia = client_of(county, "sonia")
    insert = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) "
        "VALUES ('default', %s, 'failed', %s) RETURNING id"
    )
    with connection.cursor() as cursor:
        other = str(county.agencies["lantern"])
        cursor.execute(insert, ["support", "{}"])
        mine = cursor.fetchone()[0]
        cursor.execute(insert, ["deliver", f'{{"sender": "{other}"}}'])
        theirs = cursor.fetchone()[0]

    page = sonia.get(reverse("jobs")).content.decode()
    assert "Calls that are due about warnings" in page
    assert reverse("job_again", args=[theirs]) not in page
    assert (
        "has not failed"
        in sonia.post(reverse("job_again", args=[theirs]), follow=True).content.decode()
    )
    sonia.post(reverse("job_again", args=[mine]))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, status::text FROM procrastinate_jobs WHERE id IN (%s, %s)",
            [mine, theirs],
        )
        assert dict(cursor.fetchall()) == {mine: "todo", theirs: "failed"}
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id IN (%s, %s)", [mine, theirs]
        )
    assert client_of(county, "carl").get(reverse("jobs")).status_code == 404
