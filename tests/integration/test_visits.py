"""Appointments through the pages."""

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.records.cases.actions import open_case
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.pursuing import read

TEST = {"kind": "TEST", "site": "County Lab", "on": "2030-03-03", "begins": "09:00",
        "ends": "09:30"}  # fmt: skip


def test_the_second_side_is_told_to_choose_another_day(county: County) -> None:
    here, code = fresh(county), f"visit{timezone.now().timestamp()}"
    parts = {"a": Part.CUSTODIAL_PARTY, "b": Part.NONCUSTODIAL_PARENT}
    for who in parts:
        take_in(here, code + who, "sonia", "carl", f"Visit {who}", date(1990, 1, 1), 5)
    both = [(opened(here, "carl", code + who), part) for who, part in parts.items()]
    case = open_case(both, kind=CaseKind.IVD_CASE, number=code)
    with acting_as(both[0][0].by):
        rows = Participation.objects.filter(
            agency_id=both[0][0].by.agency, case_id=case
        )
        ids: dict[UUID, UUID] = dict(rows.values_list("person_id", "id"))

    def book(who: str, **more: str) -> str:
        person = here.people[code + who]
        where = reverse("appointments", args=[person, ids[person]])
        page = client_of(here, "carl").post(where, {**TEST, **more}, follow=True)
        return page.content.decode()

    def apart() -> bool:
        mine = replace(both[0][0], at=timezone.now())
        return read(mine, str(ids[mine.person])).situation.tests_apart

    assert "Leaves first" in book("a") and not apart()
    refused = book("b", begins="15:00", ends="15:30")
    assert (
        "Choose another day or another place" in refused
        and "Nothing is booked" in refused
    )
    assert "before it begins" in book("b", on="2030-03-04", ends="08:00")
    assert "By phone or video</span>" in book("b", is_remote="on")
    assert "held back" in book("b", on="2030-03-04") and apart()
    other = reverse(
        "appointments", args=[here.people["marcus"], ids[here.people[code + "a"]]]
    )
    assert client_of(here, "carl").get(other).status_code == 404


def test_a_hearing_is_taken_from_a_calendar_file_with_its_time_alone(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, row = supported
    ics = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"SUMMARY:canarytitle\r\nLOCATION:canaryplace\r\nDTSTART:20270302T150000Z\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    carl = client_of(here, "carl")
    where = reverse("hearing_file", args=[mine.person])
    sent = {"case": row, "file": SimpleUploadedFile("a.ics", ics)}
    page = carl.post(where, sent).content.decode()
    assert "Mar 2027" in page and "canary" not in page
    fields = dict(re.findall(r'name="(case|day|hour)" value="([^"]+)"', page))
    said = carl.post(reverse("person_hearing", args=[mine.person]), fields, follow=True)
    assert "Hearing recorded." in said.content.decode()
    broken = {"case": row, "file": SimpleUploadedFile("a.ics", b"\xff\xfe")}
    assert "Type the day and the time" in carl.post(where, broken).content.decode()
