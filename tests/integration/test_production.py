"""A file for a legal request: who gets what, and what comes before (CF-26, CF-29)."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import Part
from safelight.core.documents.files import texts
from safelight.core.protection.course import Responsible
from safelight.core.protection.pattern import FactKind, Towards
from safelight.core.protection.producing import Step
from safelight.core.protections import ProtectionKind
from safelight.core.vocabulary import Flag, Partition, Source
from safelight.demo.county import County
from safelight.demo.steps import note, nothing_in_force, protect, take_in
from safelight.disclosure import accounting
from safelight.records.cases.actions import join_case, set_hearing
from safelight.records.cases.models import Participation
from safelight.records.people.actions import assign
from safelight.records.protection import actions
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.test_limits import now_opened

WORDS = {"words": "Done as the law says."}


class File:
    """A case of a protected mother, a child and a father with nothing in force, with a
    canary in each item."""

    def __init__(self, county: County) -> None:
        self.here = here = fresh(county)
        for code, name in (("may", "May Canaryname"), ("kit", "Kit Canaryname"),
                           ("abe", "Abe Canaryname")):  # fmt: skip
            take_in(here, code, "omar", "petra", name, date(1990, 1, 2), 3)
            assign(now_opened(here, "omar", code), here.staff["iris"])
        protect(
            here, "petra", "may", ProtectionKind.FAMILY_VIOLENCE_INDICATOR, Flag.SET
        )
        nothing_in_force(here, "petra", "abe")
        nothing_in_force(here, "petra", "kit")
        for code in ("may", "kit", "abe"):
            note(here, "petra", code, f"Visit kept canarygeneral{code}.", days_ago=1)
            note(here, "petra", code, f"He shouted canarysealed{code}.", days_ago=1,
                 partition=Partition.SEALED)  # fmt: skip
        actions.add_fact(
            self.open("petra", "may"), FactKind.PROTECTS, "Went next door canaryfact.",
            towards=Towards.CHILD, on=date(2026, 1, 1), source=Source.SURVIVOR,
        )  # fmt: skip
        parts = [(self.open("petra", "abe"), Part.PARENT),
                 (self.open("petra", "may"), Part.PARENT),
                 (self.open("petra", "kit"), Part.CHILD)]  # fmt: skip
        actions.open_reported(
            parts[0][0], parts, number="CP-9", reported_on=date(2026, 1, 2),
            responsible=Responsible.ON_FILE, person=here.people["abe"],
        )  # fmt: skip

    def open(self, who: str, code: str) -> object:
        return now_opened(self.here, who, code)

    def post(self, who: str, name: str, *more: object, **sent: object) -> HttpResponse:
        ids = [self.here.people["abe"], *more]
        client = client_of(self.here, who)
        return client.post(reverse(name, args=ids), sent, follow=True)

    def begin(self, requester: str, **sent: object) -> UUID:
        page = client_of(self.here, "petra").get(
            reverse("person", args=[self.here.people["abe"]])
        ).content.decode()  # fmt: skip
        link = re.search(r"/protection/([0-9a-f-]{36})/", page)
        assert link
        made = self.post(
            "petra", "production_new", link[1], requester=requester, **sent
        )
        found = re.search(r"/production/([0-9a-f-]{36})/", made.request["PATH_INFO"])
        assert found, made.content.decode()
        return UUID(found[1])

    def approve(self, production: UUID) -> None:
        for step in Step:
            who = "petra" if step in (Step.BASIS, Step.WARNED) else "iris"
            self.post(who, "production_step", production, step.value, **WORDS)

    def produced(self, requester: str, **sent: object) -> str:
        production = self.begin(requester, **sent)
        self.approve(production)
        made = self.post("petra", "production_file", production)
        assert made["Content-Type"] == "application/pdf", made.content.decode()
        return " ".join(text for _, text in texts(made.content))


@pytest.fixture
def file(county: County) -> File:
    return File(county)


def participation(here: County, code: str, case: UUID) -> UUID:
    with acting_as(here.acting("omar")):
        row = Participation.objects.get(person_id=here.people[code], case_id=case)
    return row.id


def canaries(text: str) -> set[str]:
    return set(re.findall(r"canary[a-z]+", text))


def test_a_subject_gets_the_general_part_and_nothing_of_the_protected(
    file: File,
) -> None:
    """Abe's own record, the child's general part; nothing sealed, nothing of May's."""
    text = file.produced("SUBJECT", party=str(file.here.people["abe"]))
    assert canaries(text) == {"canarygeneralabe", "canarygeneralkit"}
    assert "May" not in text and "withheld" not in text.lower()
    for code, told in (("abe", True), ("may", True)):
        lines = accounting.account(file.open("omar", code))
        assert any("File produced for a subject" in line.what for line in lines) is told


@pytest.mark.parametrize(
    "requester, party, gets, named",
    [
        ("COUNSEL", "abe", {"canarygeneralabe", "canarygeneralkit"}, False),
        ("GOVERNMENT", "",
         {"canarygeneralabe", "canarygeneralkit", "canarygeneralmay"}, True),
        ("PANEL", "", {"canarygeneralabe", "canarygeneralkit", "canarygeneralmay"}, False),
    ],
)  # fmt: skip
def test_each_requester_gets_what_the_law_gives(
    file: File, requester: str, party: str, gets: set[str], named: bool
) -> None:
    sent = {"party": str(file.here.people[party])} if party else {}
    text = file.produced(requester, **sent)
    assert canaries(text) == gets
    assert ("Canaryname" in text) is named


def test_a_court_gets_what_its_order_names_and_the_judge_the_list(file: File) -> None:
    """Of the sealed part only an item that the order names; the list shows no value."""
    here = file.here
    sealed = client_of(here, "petra").get(
        reverse("person", args=[here.people["may"]])
    ).content.decode()  # fmt: skip
    key = next(k for k in re.findall(r"/exposure/(note:[0-9a-f-]{36})/", sealed)
               if "canarysealedmay" in sealed.split(k)[0][-900:])  # fmt: skip
    order = {"court": str(here.agencies["court"]), "categories": ["NARRATIVE"]}
    text = file.produced("COURT", **order, items=[key])
    assert canaries(text) == {"canarygeneralabe", "canarygeneralkit", "canarygeneralmay",
                              "canarysealedmay"}  # fmt: skip

    production = file.begin("COURT", **order)
    early = file.post("petra", "production_log", production)
    assert "Only a court gets the list" in early.content.decode()
    file.approve(production)
    file.post("petra", "production_file", production)
    made = file.post("petra", "production_log", production)
    listed = " ".join(text for _, text in texts(made.content))
    assert "judge in camera" in listed and "sealed partition" in listed
    assert canaries(listed) == set()


def test_a_request_waits_on_my_work_of_those_who_must_act(file: File) -> None:
    production = file.begin("PANEL")
    for who in ("petra", "iris"):
        page = (
            client_of(file.here, who).get(reverse("work") + "?all=yes").content.decode()
        )
        assert (
            f"/production/{production}/" in page and "Next: Who asks for what" in page
        )
    file.approve(production)
    file.post("petra", "production_file", production)
    page = client_of(file.here, "iris").get(reverse("work")).content.decode()
    assert f"/production/{production}/" not in page


def test_a_subpoena_opens_nothing_and_says_what_next(file: File) -> None:
    production = file.begin("SUBPOENA")
    file.approve(production)
    page = file.post("petra", "production_file", production).content.decode()
    assert "A subpoena alone opens nothing" in page and "canary" not in page


def test_nothing_goes_before_counsel_who_is_somebody_else(file: File) -> None:
    production = file.begin("PANEL")
    page = file.post("petra", "production_file", production).content.decode()
    assert "To be recorded first" in page
    page = file.post("petra", "production_step", production, "APPROVED", **WORDS)
    assert "Only the agency&#x27;s counsel" in page.content.decode()
    page = file.post("iris", "production_step", production, "APPROVED", words=" ")
    assert "This field is required" in page.content.decode()
    page = file.post("iris", "production_step", production, "EXCULPATORY", **WORDS)
    assert "Recorded." in page.content.decode()


def test_what_is_asked_without_saying_by_whom_is_refused(file: File) -> None:
    client = client_of(file.here, "petra")
    page = client.get(
        reverse("person", args=[file.here.people["abe"]])
    ).content.decode()
    link = re.search(r"/protection/([0-9a-f-]{36})/", page)
    assert link
    for sent, words in (
        ({"requester": "SUBJECT"}, "Say which person"),
        ({"requester": "COURT"}, "Say which court"),
        ({"requester": "SOMEBODY"}, "Select a valid choice"),
    ):
        made = file.post("petra", "production_new", link[1], **sent)
        assert words in made.content.decode()


def test_an_address_in_a_general_note_stops_the_file_and_is_shown(file: File) -> None:
    note(file.here, "petra", "abe", "He asks after 19 Quiet Row, Alder.", days_ago=1)
    production = file.begin("PANEL")
    file.approve(production)
    page = client_of(file.here, "petra").get(
        reverse("production", args=[file.here.people["abe"], production])
    ).content.decode()  # fmt: skip
    assert "<mark>19 Quiet Row</mark>" in page and "Produce the file" not in page
    made = file.post("petra", "production_file", production)
    assert "leak guard" in made.content.decode()


def test_who_does_not_work_with_everybody_produces_nothing(file: File) -> None:
    here, production = file.here, file.begin("PANEL")
    take_in(here, "zed", "omar", "omar", "Zed Apart", date(1990, 1, 2), 1)
    protect(here, "omar", "zed", ProtectionKind.FAMILY_VIOLENCE_INDICATOR, Flag.SET)
    with acting_as(here.acting("omar")):
        case = Participation.objects.get(person_id=here.people["abe"]).case_id
    join_case(now_opened(here, "omar", "zed"), case, Part.PARENT, number="CP-9")

    where = reverse("production", args=[here.people["abe"], production])
    page = client_of(here, "petra").get(where, follow=True).content.decode()
    assert "You do not work with everybody" in page
    assert client_of(here, "carl").get(where).status_code == 404


def test_what_changed_since_the_approval_does_not_go_and_a_file_goes_once(
    file: File,
) -> None:
    production = file.begin("PANEL")
    early = file.post("iris", "production_step", production, "APPROVED", **WORDS)
    assert "Before the approval" in early.content.decode()
    file.approve(production)
    note(file.here, "petra", "abe", "Written later canarylate.", days_ago=0)
    made = file.post("petra", "production_file", production).content.decode()
    assert "Something changed since counsel approved it" in made
    file.post("iris", "production_step", production, "APPROVED", **WORDS)
    made = file.post("petra", "production_file", production)
    assert "canarylate" in " ".join(text for _, text in texts(made.content))
    again = file.post("petra", "production_file", production).content.decode()
    assert "produced already" in again


def test_another_case_of_the_same_person_is_not_in_the_file(file: File) -> None:
    here = file.here
    parts = [(file.open("petra", "abe"), Part.PARENT)]
    other = actions.open_reported(
        parts[0][0], parts, number="CP-canaryother", reported_on=date(2026, 1, 2),
        responsible=Responsible.NOT_YET_KNOWN, person=None,
    )  # fmt: skip
    set_hearing(file.open("petra", "abe"), participation(here, "abe", other),
                hearing_at=timezone.now() + timedelta(days=77))  # fmt: skip
    day = f"{timezone.localdate() + timedelta(days=77):%-d %b %Y}"
    text = file.produced("GOVERNMENT")
    assert "CP-9" in text and "canaryother" not in text and day not in text


def test_a_panel_gets_no_name_from_a_note_either(file: File) -> None:
    note(file.here, "petra", "kit", "Saw May Canaryname at school.", days_ago=1)
    production = file.begin("PANEL")
    file.approve(production)
    made = file.post("petra", "production_file", production)
    assert "leak guard" in made.content.decode()


def test_after_a_stop_the_account_still_opens(file: File) -> None:
    note(file.here, "petra", "abe", "He asks after 19 Quiet Row, Alder.", days_ago=1)
    production = file.begin("PANEL")
    file.approve(production)
    file.post("petra", "production_file", production)
    lines = [line.what for line in accounting.account(file.open("omar", "abe"))]
    assert "Stopped before it was given out" in lines
