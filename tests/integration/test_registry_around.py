"""Around the registry: purges, numbers, tasks that settle themselves, who sees what."""

from pathlib import Path

import pytest
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.identifiers import IdentifierKind
from safelight.core.leakguard.guard import Guarded, search
from safelight.core.registry.layout import layout
from safelight.core.registry.record import new
from safelight.core.registry_life import TaskKind
from safelight.core.vocabulary import (
    Category,
    Flag,
    HarmFinding,
    Purpose,
    Source,
    Standing,
)
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.disclosure import accounting, purging
from safelight.disclosure.guarding import protected_values
from safelight.disclosure.registry import overriding
from safelight.disclosure.registry.answering import Request, answer
from safelight.disclosure.registry.flagging import Change, payment_changes
from safelight.interop.registry import writing
from safelight.interop.registry.files import FileInvalid
from safelight.records.cases import actions as cases
from safelight.records.people import actions as people
from safelight.records.people.models import Identifier
from safelight.records.registry.models import Submission
from tests.integration.making import fresh
from tests.integration.test_registry import (
    _numbers,
    back,
    date,
    family,
    flag,
    match_about,
    office,
    out,
    tasks,
)
from tests.registry.files import person, written

__all__ = ["office"]


def numbered(here: County, code: str, number: str) -> None:
    mine = opened(fresh(here), "carl", code)
    people.add_identifier(
        mine, kind=IdentifierKind.PARTICIPANT, value=number, source=Source.PUBLIC_RECORD
    )


def told(here: County) -> list[Change]:
    kept: list[Change] = []
    payment_changes(here.agencies["support"], timezone.now(), kept.extend)
    return kept


def test_a_purge_takes_what_was_sent_and_found(office: County) -> None:
    """CF-55: and a case with nobody left in it."""
    family(office, ines=Part.CUSTODIAL_PARTY)
    (sent,) = out(office)
    back(office, match_about(sent.text("member_id")))
    mine = opened(fresh(office), "sonia", "ines")

    before = dict(purging.preview(mine).rows)
    purging.purge_whole(mine, with_received=False)

    assert (
        before["records sent to the registry"] == before["matches of the registry"] == 1
    )
    with acting_as(mine.by):
        rows = Submission.objects.filter(agency_id=mine.by.agency)
        assert not rows.exists()
    assert out(office) == []


def test_a_social_security_number_in_a_note_travels_nowhere(office: County) -> None:
    """CS-10: the leak guard knows it in any spelling."""
    family(office, ines=Part.CUSTODIAL_PARTY)
    mine = opened(fresh(office), "carl", "ines")
    with acting_as(mine.by):
        values = protected_values(mine.by.agency, mine.person)
        known = cipher(mine.person)
        row = Identifier.objects.get(
            agency_id=mine.by.agency, person_id=mine.person, kind=IdentifierKind.SSN
        )
        number = known.open(
            Place("people_identifier", "value", row.id), bytes(row.value)
        )

    found = search(
        [("note", f"Call them about {number.replace('-', ' ')} soon.")],
        Guarded(tuple(values)),
    )

    assert [leak.category for leak in found] == [Category.LOCATION]


def test_a_task_settles_itself_when_the_record_is_sent(office: County) -> None:
    take_in(office, "bare", "sonia", "carl", "Bare Test", date(1988, 5, 6), 30)
    mine = opened(office, "carl", "bare")
    cases.open_case([(mine, Part.CHILD)], kind=CaseKind.IVD_CASE, number="AC-1")
    assert out(office) == [] and len(tasks(office)) == 1

    numbered(office, "bare", f"{next(_numbers)}")

    assert len(out(office)) == 1 and tasks(office) == []


def test_two_people_with_one_number_are_not_sent(office: County) -> None:
    """An answer about one of them would be taken for the other."""
    family(office, ines=Part.CUSTODIAL_PARTY)
    family(office, tomas=Part.NONCUSTODIAL_PARENT)
    for code in ("ines", "tomas"):
        numbered(office, code, "777001")

    assert out(office) == []
    assert (
        tasks(office)
        == [(TaskKind.INCOMPLETE, "a participant number of their own")] * 2
    )


def test_the_payment_centre_follows_a_changed_number(office: County) -> None:
    """CS-38: the new number is protected in the same breath as the old one is not."""
    family(office, ines=Part.CUSTODIAL_PARTY, tomas=Part.NONCUSTODIAL_PARENT)
    flag(office, "ines", Flag.SET)
    (first,) = told(office)
    numbered(office, "ines", "777002")

    assert told(office) == [Change(first.member_id, False), Change("777002", True)]
    flag(office, "tomas", Flag.SET)
    numbered(office, "tomas", "777002")
    numbered(office, "ines", "777003")
    assert {*told(office)} == {Change("777003", True), Change("777002", True)}
    assert told(office) == []


def test_she_sees_on_the_screen_what_no_paper_shows(office: County) -> None:
    """CS-39: with her worker everything, on what is given out nothing of the registry."""
    family(office, ines=Part.CUSTODIAL_PARTY, tomas=Part.NONCUSTODIAL_PARENT)
    records = {r.text("participant_type"): r.text("member_id") for r in out(office)}
    request = Request(Standing.OTHER_STATE, Purpose.ENFORCE_SUPPORT, records["CP"])
    answer(office.agencies["support"], request, timezone.now())
    flag(office, "ines", Flag.SET)
    mine = opened(fresh(office), "carl", "ines")

    seen = [line.what for line in accounting.account(mine)]
    paper = accounting.on_paper(mine)

    assert "Sent to the federal registry" in seen
    assert any(what.startswith("Answered another state: Name") for what in seen)
    assert not any("Hearing" in what for what in seen)
    assert isinstance(paper, list)
    assert not any("registry" in line.what or "state" in line.what for line in paper)


def test_an_order_is_recorded_once_and_never_after_harm(county: County) -> None:
    """CS-22."""
    here = fresh(county)
    code = f"ordered{next(_numbers)}"
    take_in(here, code, "sonia", "carl", f"Vita {code.title()}", date(1990, 1, 1), 30)
    mine, court = opened(here, "carl", code), here.agencies["court"]
    one = overriding.ask(mine, court, "FA-7")

    with pytest.raises(overriding.NotAsked, match="recorded already"):
        overriding.ask(mine, court, " FA-7 ")
    overriding.seal(here.acting("sonia"), one.override, b"values", timezone.now())
    overriding.decided(
        here.acting("ada"), one.override, HarmFinding.HARMFUL, timezone.now()
    )
    with pytest.raises(overriding.NotAsked, match="found that disclosing"):
        overriding.ask(mine, court, "FA-8")


def test_a_file_that_was_sent_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(FileInvalid, match="640 bytes; what comes back"):
        list(writing.records(written(tmp_path / "in", [person(1, 1)])))


def test_an_answer_with_nothing_in_it_is_an_answer(office: County) -> None:
    bare = new(layout("FT"), action="F", case_id="1", member_id="0")

    assert dict(back(office, bare).rejects)[2].startswith("member_id")
