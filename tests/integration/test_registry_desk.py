"""The commands of the registry desk, its pages, and what outsiders are told."""

import json
import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.models import Agency
from safelight.cli.main import main
from safelight.core.case_kinds import Part
from safelight.core.registry.layout import layout
from safelight.core.registry.record import new
from safelight.core.vocabulary import Flag, Purpose, Standing
from safelight.demo.county import County
from safelight.demo.steps import opened
from safelight.disclosure import accounting
from safelight.disclosure.registry.answering import LENGTH, NOTHING, Request, answer
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.test_registry import (
    HOME,
    acknowledged,
    back,
    family,
    flag,
    office,
    out,
)

__all__ = ["office"]


def name_of(here: County) -> str:
    return str(Agency.objects.get(id=here.agencies["support"]).name)


def told(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> str:
    assert main(["registry", *command]) == code
    return capsys.readouterr().out


def test_out_and_back_by_command(
    office: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    agency, target = ("--agency", name_of(office)), tmp_path / "out"

    said = told(capsys, "export", str(target), *agency)
    again = json.loads(told(capsys, "export", str(tmp_path / "two"), *agency, "--json"))

    assert said == f"Batch 1: 1 records in {target}.\n"
    assert again == {"batch": 2, "records": 0, "tasks": 0, "again": False}
    member = target.read_bytes().split(b"\n")[1][47:62].decode().strip()
    held = new(layout("FS"), action="A", case_id="AC-0", member_id=member,
               acknowledgement="HOLDS", batch="000001")  # fmt: skip
    wide = [layout(name).of_length(920) for name in ("FA", "FZ")]
    head = new(wide[0], state="09", batch="000001", sent_on="20261122")
    tail = new(wide[1], count="00000001")
    answers = tmp_path / "back"
    answers.write_bytes(b"".join(one.raw + b"\n" for one in (head, held, tail)))
    said = told(capsys, "import", str(answers), *agency, code=1)
    assert "line 2: case_id, batch: nothing of this case and batch was sent" in said
    assert main(["registry", "import", str(answers), *agency]) == 2
    assert "read before" in capsys.readouterr().err


def test_a_run_whose_file_cannot_be_written_is_kept(
    office: County, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    family(office, ines=Part.CUSTODIAL_PARTY)
    agency = ("--agency", name_of(office))
    assert main(["registry", "export", str(tmp_path / "no" / "out"), *agency]) == 2
    (tmp_path / "out").mkdir()

    assert main(["registry", "export", str(tmp_path / "out"), *agency]) == 2

    assert "The run is kept" in capsys.readouterr().err
    said = told(capsys, "export", str(tmp_path / "file"), *agency)
    assert said.startswith("A run that was stopped, written again. Batch 1: 1 records")


def test_one_command_at_a_time(
    office: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two exports at once would send the same records twice."""
    name = f"registry {office.agencies['support']}"
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        assert (
            main(
                ["registry", "export", str(tmp_path / "o"), "--agency", name_of(office)]
            )
            == 2
        )
        assert "at work" in capsys.readouterr().err
    told(capsys, "export", str(tmp_path / "o"), "--agency", name_of(office))


def test_an_agency_that_is_not_there_is_named_with_those_that_are(
    office: County, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["registry", "flags", str(tmp_path / "f"), "--agency", "Nowhere"]) == 2
    assert name_of(office) in capsys.readouterr().err


def test_the_vaults_flags_protect_a_file_that_has_none(
    office: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the vault through the flags file into a screening, recorded as a run."""
    case = family(office, ines=Part.CUSTODIAL_PARTY, mina=Part.CHILD)
    family(office, tomas=Part.NONCUSTODIAL_PARENT)
    lines = [record.raw for record in out(office)]
    flag(office, "ines", Flag.SET)
    agency = ("--agency", name_of(office))
    from tests.registry.files import written

    source = written(tmp_path / "in", lines)
    said = told(capsys, "flags", str(tmp_path / "flags"), *agency)
    assert said.startswith("1 people and 1 cases")
    screen = ("screen", str(source), str(tmp_path / "out"), "--recipient", "other-state",
              "--purpose", "locate", "--report", str(tmp_path / "report"))  # fmt: skip

    told(capsys, *screen, "--flags", str(tmp_path / "flags"), *agency)

    kept = (tmp_path / "out").read_bytes()
    assert case.encode() not in kept and kept.count(b"\nFP") == 1
    report = json.loads((tmp_path / "report").read_text())
    assert report["records"] == 3
    assert report["people"] == {
        "flagged": 0, "protected_with_them": None, "nothing_in_force": None,
    }  # fmt: skip
    page = client_of(office, "sonia").get(reverse("registry")).content.decode()
    assert "Screened for a recipient" in page
    found = [a for a in page.split('"') if a.startswith("/registry/runs/")]
    shown = client_of(office, "sonia").get(found[0]).content.decode()
    assert "answered with nothing at all" in shown and "not shown" in shown


def test_the_payment_centre_hears_add_and_remove_and_nothing_else(
    office: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """CS-38."""
    family(office, ines=Part.CUSTODIAL_PARTY, tomas=Part.NONCUSTODIAL_PARENT)
    agency = ("--agency", name_of(office))

    def changes(name: str) -> list[str]:
        told(capsys, "payment-flags", str(tmp_path / name), *agency)
        return (tmp_path / name).read_text().split("\n")[:-1]

    assert changes("one") == []
    flag(office, "ines", Flag.SET)
    (added,) = changes("two")
    flag(office, "ines", Flag.CLEAR)
    (removed,) = changes("three")

    assert added[:2] == "A " and removed[:2] == "R " and added[2:] == removed[2:]
    assert added[2:].isdecimal() and changes("four") == []
    assert main(["registry", "payment-flags", str(tmp_path / "two"), *agency]) == 2


@pytest.mark.parametrize("standing", [Standing.PARTY, Standing.OTHER_STATE])
def test_an_outsider_is_told_the_same_of_her_and_of_nobody(
    office: County, standing: Standing
) -> None:
    """CS-13: content and length; when it leaves is the deadline's matter."""
    family(office, ines=Part.CUSTODIAL_PARTY, mina=Part.CHILD)
    family(office, tomas=Part.NONCUSTODIAL_PARENT)
    records = {r.text("participant_type"): r.text("member_id") for r in out(office)}
    flag(office, "ines", Flag.SET)
    agency, now = office.agencies["support"], timezone.now() + timedelta(seconds=1)

    def said(number: str) -> bytes:
        return answer(agency, Request(standing, Purpose.LOCATE, number), now)

    hers, childs, nobodys = said(records["CP"]), said(records["CH"]), said("000000000")

    assert hers == childs == nobodys and len(hers) == LENGTH
    assert json.loads(hers) == {"answer": NOTHING}
    his = said(records["NP"])
    assert len(his) == LENGTH
    assert (HOME in his.decode()) == (standing is Standing.OTHER_STATE)


def test_the_command_gives_the_answer_at_its_moment(
    office: County, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)

    said = told(capsys, "answer", "0000", "--agency", name_of(office), "--recipient",
                "party", "--purpose", "locate")  # fmt: skip

    assert json.loads(said) == {"answer": NOTHING}
    assert len(slept) == 1 and 0 < slept[0] < 1


def test_the_desk_has_files_tasks_and_what_was_sent(office: County) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    (sent,) = out(office)
    back(office, acknowledged(sent, "REJCT", error_code_1="PE001"))
    client = client_of(office, "sonia")

    desk = client.get(reverse("registry")).content.decode()
    person = reverse("person_registry", args=[office.people["ines"]])
    page = client.get(person).content.decode()

    assert "Ines Test" in desk and "PE001" in desk and "Sent to the registry" in desk
    assert "Rejected: not in force there" in page and sent.text("member_id") in page
    where = page.split('action="')[2].split('"')[0]
    assert "/done/" in where
    client.post(where)
    assert "PE001" not in client.get(reverse("registry")).content.decode()
    again = client.post(where, follow=True).content.decode()
    assert "no such task" in again


def test_a_worker_who_may_not_open_the_record_is_not_told_whose_task_it_is(
    office: County,
) -> None:
    from safelight.accounts.actions import make_staff

    family(office, ines=Part.CUSTODIAL_PARTY)
    (sent,) = out(office)
    flag(office, "ines", Flag.SET)
    back(office, acknowledged(sent, "HOLDS"))
    office.staff["sonia"] = make_staff(
        agency=office.agencies["support"], email=f"op{sent.text('member_id')}@x.example",
        name="Operator", roles=["registry_operator"],
    )  # fmt: skip

    desk = client_of(office, "sonia").get(reverse("registry")).content.decode()

    assert "Ines Test" not in desk and "Somebody whose record you cannot open" in desk
    assert str(office.people["ines"]) not in desk


def test_no_run_of_another_agency_is_shown(county: County, office: County) -> None:
    family(office, ines=Part.CUSTODIAL_PARTY)
    out(office)
    sonia = client_of(office, "sonia")
    found = [
        a for a in sonia.get(reverse("registry")).content.decode().split('"')
        if a.startswith("/registry/runs/")
    ]  # fmt: skip

    assert client_of(county, "sonia").get(found[0]).status_code == 404
    assert sonia.get(reverse("registry_run", args=[UUID(int=0)])).status_code == 404


def test_registry_records_with_the_indicator_are_in_no_account(office: County) -> None:
    """CS-39 (88 FR 48736): of somebody unmarked they are."""
    family(office, ines=Part.CUSTODIAL_PARTY)
    out(office)
    before = [
        line.what for line in accounting.account(opened(fresh(office), "carl", "ines"))
    ]

    flag(office, "ines", Flag.SET)
    out(office)
    after = accounting.on_paper(opened(fresh(office), "carl", "ines"))

    assert "Sent to the federal registry" in before
    assert isinstance(after, list)
    assert not any("registry" in line.what.lower() for line in after)
