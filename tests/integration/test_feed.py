"""The daily files from and to the state system, through the command."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.models import Agency
from safelight.cli.main import main
from safelight.cli.outcome import Exit
from safelight.core.support.actions import Light
from safelight.core.support.feed import LENGTHS, NAMES, WIDTH, FeedInvalid, Wrong, read
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.disclosure.support import planning
from safelight.disclosure.worklist import unassigned
from safelight.records.cases.models import Participation
from safelight.records.people import index
from safelight.records.people.actions import assign
from safelight.records.people.models import Assignment, Person, PossibleMatch
from safelight.records.support import actions
from safelight.records.support.models import Scheduled
from tests.integration.making import fresh

Captured = pytest.CaptureFixture[str]
HEAD = ",".join(NAMES)
DUE = (timezone.localdate() + timedelta(days=30)).isoformat()


class Feed:
    """One case in a file of its own, with numbers that nobody else has."""

    def __init__(self, county: County, folder: Path) -> None:
        stamp = f"{timezone.now():%H%M%S%f}"
        self.here, self.case, self.folder = fresh(county), f"F{stamp}", folder
        self.her, self.him = f"1{stamp}", f"2{stamp}"
        self.name = f"Fay Fielding{stamp}"
        self.agency = self.here.agencies["support"]

    def rows(self, state: str = "PLANNED") -> list[str]:
        c = self.case
        return [
            f"CASE,{c},,,,,,,,",
            f"PERSON,{c},{self.her},CUSTODIAL_PARTY,{self.name},1990-02-03,,,,",
            f"PERSON,{c},{self.him},NONCUSTODIAL_PARENT,Otto Fielding,,,,,",
            f"ACTION,{c},,,,,LICENSE,{DUE},{state},A-{c}",
        ]

    def write(self, rows: list[str], name: str = "in.csv") -> Path:
        path = self.folder / name
        path.write_text("\n".join([HEAD, *rows]) + "\n")
        return path

    def run(self, path: Path, *more: str) -> int:
        name = Agency.objects.get(id=self.agency).name
        return main(["support", "import", str(path), "--agency", name, *more])

    def held(self) -> dict[str, int]:
        with acting_as(self.here.acting("sonia")):
            found = index.find(index.CASE_NUMBER, index.normal(self.case))
            parts = Participation.objects.filter(
                agency_id=self.agency, person_id__in=found
            )
            cases = set(parts.values_list("case_id", flat=True))
            planned = Scheduled.objects.filter(agency_id=self.agency, case_id__in=cases)
            return {
                "cases": len(cases),
                "people": len(found),
                "planned": planned.count(),
            }

    def person(self, number: str) -> object:
        with acting_as(self.here.acting("sonia")):
            (one,) = index.find(index.NUMBER, index.normal(number))
            return one


@pytest.fixture
def feed(county: County, tmp_path: Path) -> Feed:
    return Feed(county, tmp_path)


def test_taken_in_once_however_often_it_is_run(feed: Feed, capsys: Captured) -> None:
    path = feed.write(feed.rows())
    expected = {"cases": 1, "people": 2, "planned": 1}

    assert feed.run(path) == Exit.DONE
    first = capsys.readouterr().out
    assert feed.held() == expected
    assert feed.run(path) == Exit.DONE

    assert capsys.readouterr().out == first and feed.held() == expected
    assert "Received: 1 ACTION, 1 CASE, 2 PERSON" in first


def test_a_dry_run_says_the_same_and_keeps_nothing(
    feed: Feed, capsys: Captured
) -> None:
    path, report = feed.write(feed.rows()), feed.folder / "report.json"

    assert feed.run(path, "--dry-run", "--report", str(report)) == Exit.DONE

    assert "nothing was kept" in capsys.readouterr().out
    assert feed.held() == {"cases": 0, "people": 0, "planned": 0}
    assert json.loads(report.read_text())["received"] == {
        "ACTION": 1,
        "CASE": 1,
        "PERSON": 2,
    }
    assert report.stat().st_mode & 0o777 == 0o600


def test_what_changed_is_added_and_the_plan_knows(feed: Feed) -> None:
    feed.run(feed.write(feed.rows()))
    feed.run(feed.write(feed.rows("RUNNING")))
    assert feed.held()["planned"] == 2

    her = feed.person(feed.her)
    with acting_as(feed.here.acting("sonia")):
        row = Participation.objects.get(agency_id=feed.agency, person_id=her)
    here = fresh(feed.here)
    here.people["fed"] = her  # type: ignore[assignment]
    mine = opened(here, "sonia", "fed")
    plan = planning.read(mine, row.id)
    assert isinstance(plan, planning.Plan)
    assert plan.situation.running == {"LICENSE"} and plan.situation.is_protected


def test_somebody_new_waits_for_a_worker_and_comes_to_those_of_the_case(
    feed: Feed,
) -> None:
    feed.run(feed.write(feed.rows()[:2]))
    her, here = feed.person(feed.her), fresh(feed.here)
    here.people["fed"] = her  # type: ignore[assignment]
    with acting_as(here.acting("sonia")):
        assert unassigned(feed.agency).filter(id=her).exists()
    mine = opened(here, "sonia", "fed")
    assign(mine, here.staff["carl"])

    feed.run(feed.write(feed.rows()))

    with acting_as(here.acting("sonia")):
        rows = Assignment.objects.filter(
            agency_id=feed.agency, person_id=feed.person(feed.him)
        )
        staff = set(rows.values_list("staff_id", flat=True))
    assert staff == {here.staff["carl"]}


def test_a_possible_match_goes_to_the_worker_and_the_report_says_received(
    feed: Feed, capsys: Captured
) -> None:
    here = feed.here
    take_in(here, "known", "sonia", "carl", feed.name, date(1990, 2, 3), 5)

    feed.run(feed.write(feed.rows()))

    out = capsys.readouterr()
    assert "match" not in (out.out + out.err).lower()
    with acting_as(here.acting("sonia")):
        rows = PossibleMatch.objects.filter(
            agency_id=feed.agency, person_id=feed.person(feed.her)
        )
        assert [row.other_id for row in rows] == [here.people["known"]]
        assert Person.objects.filter(
            agency_id=feed.agency, id=here.people["known"]
        ).exists()


def test_what_is_wrong_is_left_out_by_line_and_rule(
    feed: Feed, capsys: Captured
) -> None:
    c = feed.case
    rows = [
        *feed.rows(), "SHOE,x,,,,,,,,", f"PERSON,{c},,CHILD,,,,,,",
        f"PERSON,{c},9,UNCLE,X,,,,,",
        f"ACTION,{c},,,,,DANCE,{DUE},PLANNED,1", f"ACTION,{c},,,,,LICENSE,soon,PLANNED,1",
        f"ACTION,{c},,,,,LICENSE,{DUE},DONE,1", f"ACTION,zz{c},,,,,LICENSE,{DUE},PLANNED,1",
        f"PERSON,yy{c},8{feed.her},CHILD,Secret Name,,,,,", "CASE,x",
    ]  # fmt: skip

    assert feed.run(feed.write(rows)) == Exit.FOUND

    out = capsys.readouterr().out
    for words in ("record is none of", "person, name is missing", "part is none of",
                  "action is none of", "due_on is no day", "state is none of",
                  "has nobody in it", "is not announced", "has not 10 fields"):  # fmt: skip
        assert words in out
    assert "Secret" not in out and feed.held() == {
        "cases": 1,
        "people": 2,
        "planned": 1,
    }


def test_lines_of_fixed_width_say_the_same(feed: Feed) -> None:
    rows = [row.split(",") for row in feed.rows()]
    lines = ["".join(text.ljust(n) for text, n in zip(row, LENGTHS.values(), strict=True))
             for row in rows]  # fmt: skip
    raw = "\r\n".join(lines).encode()

    assert list(read(raw)) == list(read(feed.write(feed.rows()).read_bytes()))
    assert list(read(raw + b"\nshort"))[-1] == Wrong(5, f"has not {WIDTH} characters")


@pytest.mark.parametrize(
    "raw, words",
    [
        (b"", "neither CSV"), (b"\xff\xfe", "UTF-8"), (b"record,case\n", "head must be"),
    ],
)  # fmt: skip
def test_a_file_in_neither_form(
    raw: bytes, words: str, feed: Feed, capsys: Captured
) -> None:
    path = feed.folder / "bad"
    path.write_bytes(raw)

    with pytest.raises(FeedInvalid):
        list(read(raw))
    assert feed.run(path) == Exit.BAD_INPUT and words in capsys.readouterr().err
    assert feed.run(feed.folder / "none") == Exit.BAD_INPUT


def test_back_go_holds_lights_and_indicators_and_never_why(
    feed: Feed, tmp_path: Path
) -> None:
    """CS-38."""
    feed.run(feed.write(feed.rows()))
    here, target = fresh(feed.here), tmp_path / "out.csv"
    here.people["fed"] = feed.person(feed.her)  # type: ignore[assignment]
    mine = opened(here, "sonia", "fed")
    with acting_as(mine.by):
        row = Participation.objects.get(agency_id=feed.agency, person_id=mine.person)
    actions.choose(mine, row.case_id, light=Light.RED, worries=["FOUND"],
                   default=actions.Default.HOLD, shown=actions.VERSION)  # fmt: skip
    name = Agency.objects.get(id=feed.agency).name

    assert main(["support", "export", str(target), "--agency", name]) == Exit.DONE

    with target.open() as file:
        rows = [row for row in csv.DictReader(file) if row["case"] == feed.case]
    hers = {(r["record"], r["value"]) for r in rows if r["part"] == "CUSTODIAL_PARTY"}
    assert ("LIGHT", "RED") in hers and ("HOLD", "LICENSE") in hers
    assert {r["record"] for r in rows} <= {"LIGHT", "HOLD", "FAMILY_VIOLENCE_INDICATOR"}
    his = {r["value"] for r in rows if r["part"] != "CUSTODIAL_PARTY"}
    assert "LOCATE" in his, "her red counts from his side of the case too"
    text = target.read_text()
    assert "FOUND" not in text and feed.name not in text
    assert target.stat().st_mode & 0o777 == 0o600
    gone = str(tmp_path / "no" / "x")
    assert main(["support", "export", gone, "--agency", name]) == Exit.BAD_INPUT
