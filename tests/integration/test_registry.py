"""To the federal registry and back: what goes, what comes, and who may see it."""

import stat
from datetime import date, datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from safelight.accounts.actions import make_agency, make_staff
from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.contact_kinds import ContactKind
from safelight.core.identifiers import IdentifierKind
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.registry.layout import layout
from safelight.core.registry.record import Record, new, read
from safelight.core.registry_life import Acknowledgement, RunKind, TaskKind
from safelight.core.vocabulary import AgencyKind, Flag, Source
from safelight.demo.county import County
from safelight.demo.steps import nothing_in_force, opened, reach, take_in
from safelight.disclosure.access import open_person
from safelight.disclosure.person import read as read_person
from safelight.disclosure.registry.exporting import (
    NotChildSupport,
    export,
    principal,
)
from safelight.disclosure.registry.importing import NOBODY, ReadBefore, Taken, take
from safelight.disclosure.shown import Refused, Shown, Withheld
from safelight.interop.registry import writing
from safelight.ledger.acts import Act
from safelight.ledger.entries import about
from safelight.records.cases import actions as cases
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.people import actions as people
from safelight.records.registry import actions
from safelight.records.registry.models import Run, Submission, Task
from tests.integration.making import fresh

FP = layout("FP")
HOME = "4410 Registry Road, Alder 00001"
_numbers = count(100_000)
NAMES = {"CUSTODIAL_PARTY": "Ines", "NONCUSTODIAL_PARENT": "Tomas", "CHILD": "Mina"}


@pytest.fixture
def office(county: County) -> County:
    """A child support office of its own, with Carl's and Sonia's places in it."""
    number = next(_numbers)
    agency = make_agency(
        name=f"Office {number}", kind=AgencyKind.CHILD_SUPPORT, jurisdiction="CT"
    )
    staff = {
        code: make_staff(
            agency=agency, email=f"{code}{number}@office.example", name=code.title(),
            roles=[role],
        )
        for code, role in (("sonia", "ivd_supervisor"), ("carl", "ivd_worker"))
    }  # fmt: skip
    agencies = {**county.agencies, "support": agency}
    return County(timezone.now(), agencies, {**county.staff, **staff})


def family(here: County, **parts: Part) -> str:
    """People with nothing in force, a number and an address each, in one case."""
    case = f"AC-{next(_numbers)}"
    taken = []
    for code, part in parts.items():
        number = next(_numbers)
        take_in(here, code, "sonia", "carl", f"{NAMES[part.value]} Test{number}",
                date(1988, 5, 6), 30)  # fmt: skip
        nothing_in_force(here, "carl", code)
        mine = opened(here, "carl", code, days_ago=10)
        for kind, value in (
            (IdentifierKind.PARTICIPANT, str(number)),
            (IdentifierKind.SSN, f"900-00-{number % 10_000:04}"),
        ):
            people.add_identifier(
                mine, kind=kind, value=value, source=Source.PUBLIC_RECORD
            )
        reach(here, "carl", code, ContactKind.HOME, HOME)
        taken.append((mine, part))
    cases.open_case(taken, kind=CaseKind.IVD_CASE, number=case)
    return case


def out(here: County, at: datetime | None = None) -> list[Record]:
    """The records of the next run, whose file is written."""
    agency = here.agencies["support"]
    batch = export(agency, at or timezone.now())
    actions.written(batch.run, by=principal(agency))
    return [read(FP, line) for line in batch.lines]


def flag(here: County, code: str, standing: Flag) -> None:
    people.record_protection(
        opened(fresh(here), "carl", code), kind=ProtectionKind.FAMILY_VIOLENCE_INDICATOR,
        standing=standing, basis=Basis.OWN_STATEMENT, is_removal=True,
    )  # fmt: skip


def back(here: County, *records: Record, digest: str = "") -> Taken:
    numbered = list(enumerate(records, 2))
    return take(
        here.agencies["support"], timezone.now(), numbered, digest or str(uuid4())
    )


def acknowledged(one: Record, answer: str, batch: int = 1, **texts: str) -> Record:
    texts = {
        f"{name}": one.text(name) for name in ("action", "case_id", "member_id")
    } | texts
    return new(layout("FS"), acknowledgement=answer, batch=f"{batch:06}", **texts)


def tasks(here: County) -> list[tuple[str, str]]:
    with acting_as(here.acting("carl")):
        rows = Task.objects.filter(agency_id=here.agencies["support"], done_at=None)
        return sorted(rows.values_list("kind", "codes"))


def test_a_new_case_is_sent_once_and_says_nothing_of_where(office: County) -> None:
    """CS-14, CS-16: who is in it, and no address, reason or story."""
    case = family(office, ines=Part.CUSTODIAL_PARTY, tomas=Part.NONCUSTODIAL_PARENT)

    first, again = out(office), out(office)

    assert again == [] and len(first) == 2
    assert {r.text("participant_type") for r in first} == {"CP", "NP"}
    assert all(r.text("action") == "A" and r.text("case_id") == case for r in first)
    assert all(r.text("family_violence") == "" and r.text("ssn") for r in first)
    assert not any(b"REGISTRY ROAD" in r.raw.upper() for r in first)


def test_a_flag_set_or_cleared_is_a_change_in_the_next_run(office: County) -> None:
    """CS-15: her record alone, with the indicator and nothing else new."""
    family(office, ines=Part.CUSTODIAL_PARTY, mina=Part.CHILD)
    before = {r.text("member_id"): r for r in out(office)}

    flag(office, "ines", Flag.SET)
    (changed,) = out(office)
    flag(office, "ines", Flag.CLEAR)
    (cleared,) = out(office)

    assert (changed.text("action"), changed.text("family_violence")) == ("C", "FV")
    assert (cleared.text("action"), cleared.text("family_violence")) == ("C", "")
    same = before[changed.text("member_id")].with_text("action", "C")
    assert changed.with_text("family_violence", "").raw == same.raw


def test_any_protection_in_force_is_family_violence_to_the_registry(
    office: County,
) -> None:
    """CS-14: whatever a state calls it."""
    family(office, ines=Part.CUSTODIAL_PARTY)
    people.record_protection(
        opened(office, "carl", "ines"), kind=ProtectionKind.PROTECTION_ORDER,
        standing=Flag.SET, basis=Basis.ORDER,
    )  # fmt: skip

    (record,) = out(office)

    assert record.text("family_violence") == "FV"


def test_a_closed_case_is_deleted_there_once(office: County) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    out(office)
    mine = opened(fresh(office), "carl", "ines")
    with acting_as(mine.by):
        part = Participation.objects.get(
            agency_id=mine.by.agency, person_id=mine.person
        ).id
    cases.close_case(mine, part, on=timezone.localdate())

    (gone,), again = out(office), out(office)

    assert gone.text("action") == "D" and again == []


def test_who_lacks_what_the_registry_needs_raises_one_task(office: County) -> None:
    take_in(office, "bare", "sonia", "carl", "Bare Test", date(1988, 5, 6), 30)
    mine = opened(office, "carl", "bare")
    cases.open_case([(mine, Part.CHILD)], kind=CaseKind.IVD_CASE, number="AC-1")

    assert out(office) == [] and out(office) == []
    assert tasks(office) == [(TaskKind.INCOMPLETE, "a participant number")]


def test_only_child_support_has_records_there(county: County) -> None:
    with pytest.raises(NotChildSupport):
        export(county.agencies["lantern"], timezone.now())


def test_a_run_whose_file_was_never_finished_is_written_again(office: County) -> None:
    """A process killed between the database and the file loses and doubles nothing."""
    family(office, ines=Part.CUSTODIAL_PARTY)
    killed = export(office.agencies["support"], timezone.now())

    again = export(office.agencies["support"], timezone.now())

    assert again.is_again and (again.run, again.lines) == (killed.run, killed.lines)
    actions.written(again.run, by=principal(office.agencies["support"]))
    assert export(office.agencies["support"], timezone.now()).lines == ()


def test_holds_and_rejections_raise_a_task_and_acceptance_none(office: County) -> None:
    """CS-15."""
    family(
        office,
        ines=Part.CUSTODIAL_PARTY,
        tomas=Part.NONCUSTODIAL_PARENT,
        mina=Part.CHILD,
    )
    sent = out(office)
    answers = [
        acknowledged(sent[0], "AAAAA"),
        acknowledged(sent[1], "HOLDS", error_code_1="PW002"),
        acknowledged(sent[2], "REJCT", error_code_1="PE001", error_code_2="TE004"),
    ]

    taken = back(office, *answers)

    assert (taken.records, taken.taken, taken.tasks, taken.rejects) == (3, 3, 2, ())
    assert tasks(office) == [
        (TaskKind.HELD, "PW002"), (TaskKind.REJECTED, "PE001 TE004"),
    ]  # fmt: skip
    with acting_as(office.acting("carl")):
        rows = Submission.objects.filter(agency_id=office.agencies["support"])
        found = sorted(rows.values_list("answer", flat=True))
    assert found == ["AAAAA", "HOLDS", "REJCT"]
    assert list(Acknowledgement) != []


def test_what_was_rejected_is_sent_again_once_it_is_mended(office: County) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    (sent,) = out(office)
    back(office, acknowledged(sent, "REJCT", error_code_1="PE001"))
    assert out(office) == []
    mine = opened(fresh(office), "carl", "ines")
    with acting_as(mine.by):
        (task,) = Task.objects.filter(agency_id=mine.by.agency, done_at=None)

    actions.done(mine, task.id)

    (again,), nothing = out(office), out(office)
    assert again.raw == sent.raw and nothing == []


def test_an_answer_about_nobody_here_or_nothing_sent_is_rejected(
    office: County,
) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    (sent,) = out(office)
    stranger = new(layout("FS"), action="A", case_id="AC-9", member_id="777",
                   acknowledgement="AAAAA", batch="000001")  # fmt: skip
    of_a_case = new(layout("FD"), action="A", case_id="AC-9", acknowledgement="AAAAA")

    taken = back(office, stranger, acknowledged(sent, "AAAAA", batch=9), of_a_case)

    reasons = dict(taken.rejects)
    assert reasons[2] == NOBODY and "nothing of this case and batch" in reasons[3]
    assert "not read" in reasons[4] and taken.taken == 0


def test_a_file_is_taken_in_once(office: County) -> None:
    back(office, digest="same")

    with pytest.raises(ReadBefore):
        back(office, digest="same")


def match_about(member: str) -> Record:
    return new(
        layout("FT"), action="F", case_id="AC-1", member_id=member, response="MA",
        other_state="36", matched_county_fips="061", associate_1_first_name="VERA",
        associate_1_last_name="SECRET", associate_1_birth_date="19900101",
    )  # fmt: skip


@pytest.mark.parametrize("flagged", ["ines", "mina"])
def test_a_match_stays_inside_the_shield_of_everybody_in_the_case(
    office: County, flagged: str
) -> None:
    """CS-17: a match on an unflagged child must not lead to the parent."""
    family(office, ines=Part.CUSTODIAL_PARTY, mina=Part.CHILD)
    child = next(r for r in out(office) if r.text("participant_type") == "CH")
    flag(office, flagged, Flag.SET)
    back(office, match_about(child.text("member_id")))
    here = fresh(office)
    other = make_staff(
        agency=office.agencies["support"], email=f"o{next(_numbers)}@office.example",
        name="Other", roles=["ivd_worker"],
    )  # fmt: skip

    (mine,) = (f for f in read_person(opened(here, "carl", "mina")).fields
               if f.label == "Registry match")  # fmt: skip
    here.staff["carl"] = other
    seen = open_person(here.acting("carl"), here.people["mina"], timezone.now())

    assert isinstance(mine, Shown)
    assert mine.text == (
        "Answer to a query; State 36; county 061; with VERA SECRET, born 19900101"
    )
    if flagged == "mina":
        assert isinstance(seen, Refused)
    else:
        assert isinstance(seen, Opened)
        (theirs,) = (f for f in read_person(seen).fields if f.label == "Registry match")
        assert isinstance(theirs, Withheld)


def test_a_file_with_header_and_trailer_goes_and_comes(
    office: County, tmp_path: Path
) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    batch = export(office.agencies["support"], timezone.now())
    writing.write(tmp_path / "out", batch.lines, state="09", batch=7, at=batch.at)
    lines = (tmp_path / "out").read_bytes().split(b"\n")

    assert [len(line) for line in lines] == [640, 640, 640, 0]
    assert [line[:2] for line in lines[:3]] == [b"FA", b"FP", b"FZ"]
    assert lines[2][2:10] == b"00000001" and b"000007" in lines[0]
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_every_line_of_an_answer_is_a_record_or_a_reason(tmp_path: Path) -> None:
    answer = new(layout("FS"), action="A", case_id="1", acknowledgement="AAAAA")
    wide = [layout(name).of_length(920) for name in ("FA", "FZ")]
    head = new(wide[0], state="09", batch="000001", sent_on="20261122")
    tail = new(wide[1], count="00000004")
    bad = answer.raw.replace(b"AAAAA", b"MAYBE")
    held = [head.raw, answer.raw, bad, b"ZZ".ljust(920), b"FS", tail.raw]
    (tmp_path / "in").write_bytes(b"\n".join(held) + b"\n")

    found = dict(writing.records(tmp_path / "in"))

    assert found[2] == answer
    assert "acknowledgement: must be one of" in str(found[3])
    assert "record_id: must be one of FD, FS, FT" in str(found[4])
    assert "2 bytes long" in str(found[5])
    assert len(writing.digest(tmp_path / "in")) == 64


def test_runs_are_in_the_ledger_about_nobody(office: County) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    out(office)

    with acting_as(office.acting("carl")):
        (run,) = Run.objects.filter(agency_id=office.agencies["support"])
        own = cipher(office.people["ines"])
        acts = [entry.act for entry in about(own)]
    assert (run.kind, run.batch, run.records, run.passed) == (RunKind.EXPORT, 1, 1, 1)
    assert Act.REGISTRY_SENT in acts and Act.REGISTRY_RUN not in acts
