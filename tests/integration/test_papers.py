"""Papers of a case: what each recipient gets, and what never enters one."""

import io
from copy import copy
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.contact_kinds import ContactKind
from safelight.core.leakguard.containers import parts_of
from safelight.core.papers.rendering import Format
from safelight.core.papers.template import (
    TemplateInvalid,
    To,
    fields,
    template,
    templates,
)
from safelight.core.protections import ProtectionKind
from safelight.core.support.actions import ACTIONS, VERSION, Light
from safelight.core.support.planner import Default, Heard, Screened, Why
from safelight.core.support.screening import Occasion
from safelight.core.support.standing import Fact
from safelight.core.vocabulary import Flag
from safelight.demo.county import County
from safelight.demo.steps import opened, protect, reach, take_in
from safelight.disclosure.support import papers, planning
from safelight.disclosure.support.papers import Blocked, Found, Made
from safelight.records.cases.actions import open_case, set_hearing
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.support import actions
from safelight.records.support.models import Task
from tests.integration.browser import client_of
from tests.integration.making import fresh

_numbers = count(1)
INDICATOR = ProtectionKind.FAMILY_VIOLENCE_INDICATOR
PARTS = {
    "her": Part.CUSTODIAL_PARTY,
    "him": Part.NONCUSTODIAL_PARENT,
    "kid": Part.CHILD,
}
HOME, PHONE, SCHOOL = "31 Canary Lane", "(555) 010-4411", "Canary Hollow School"
INSTEAD, HIS, JOB = "PO Box 88, Alder 00001", "9 Gravel Road", "Gravel Pit Works"
CANARIES = ("canary", "4411")
INPUTS = {"amount": "120 dollars a week", "day": "3 March 2027, 9 AM",
          "place": "the agency's office", "order_number": "FA-9"}  # fmt: skip


class Case:
    """A family with a case in which everything may go."""

    main = "her"

    def __init__(self, county: County, *, instead: bool = True) -> None:
        self.here, code = fresh(county), f"paper{next(_numbers)}{timezone.now():%f}"
        here = self.here
        names = {"her": "Vera Quill", "him": "Otto Quill", "kid": "Pip Quill"}
        for who in PARTS:
            take_in(here, code + who, "sonia", "carl", names[who], date(1990, 1, 1), 5)
        for who in ("her", "kid"):
            protect(here, "carl", code + who, INDICATOR, Flag.SET)
        reach(here, "carl", code + "her", ContactKind.HOME, f"{HOME}, Alder 00001")
        reach(here, "carl", code + "her", ContactKind.PHONE, PHONE)
        reach(here, "carl", code + "kid", ContactKind.SCHOOL, SCHOOL)
        reach(here, "carl", code + "him", ContactKind.HOME, f"{HIS}, Alder 00001")
        reach(here, "carl", code + "him", ContactKind.WORK, JOB)
        if instead:
            reach(here, "carl", code + "her", ContactKind.SUBSTITUTE, INSTEAD)
        self.code = code
        parts = [(self.of(who), part) for who, part in PARTS.items()]
        case = open_case(parts, kind=CaseKind.IVD_CASE, number=f"C-{code[-4:]}")
        with acting_as(self.her.by):
            rows = Participation.objects.filter(
                agency_id=self.her.by.agency, case_id=case
            )
            self.case = rows.get(person_id=self.her.person).id
        set_hearing(self.her, self.case, hearing_at=self.here.now + timedelta(days=20))
        self.row = case
        self.free(case)

    def free(self, case: UUID) -> None:
        """Chosen green, asked, warned, with her yes and her statement."""
        actions.ask(self.her, Occasion.INTAKE, Screened.ASKED)
        actions.choose(self.her, case, light=Light.GREEN, worries=[], default=Default.HOLD,
                       shown=VERSION)  # fmt: skip
        for one in ACTIONS.values():
            actions.say(self.her, case, one.code, is_yes=True)
            actions.warn(self.her, case, one.code, heard=Heard.ACKNOWLEDGED,
                         planned_on=timezone.localdate() + timedelta(days=90))  # fmt: skip
        for fact in (Fact.STATEMENT, Fact.VENUE):
            actions.settle(self.her, case, fact, is_so=True)

    def on_his_side(self) -> "Case":
        """The same case from the other parent's record, where everything may go too."""
        other = copy(self)
        other.main = "him"
        reach(
            self.here,
            "carl",
            self.code + "him",
            ContactKind.SUBSTITUTE,
            "PO Box 90, Alder",
        )
        with acting_as(other.her.by):
            other.case = Participation.objects.get(
                agency_id=other.her.by.agency, person_id=other.her.person
            ).id
        other.free(self.row)
        return other

    def of(self, who: str) -> Opened:
        return opened(fresh(self.here), "carl", self.code + who)

    @property
    def her(self) -> Opened:
        return self.of(self.main)

    def make(
        self, code: str, to: To, form: Format = Format.PDF, **inputs: str
    ) -> object:
        wish = papers.Wish(
            template=templates()[code], to=to, form=form, inputs={**INPUTS, **inputs}
        )
        return papers.make(self.her, self.case, wish)

    def text(self, code: str, to: To, form: Format = Format.PDF) -> str:
        made = self.make(code, to, form)
        assert isinstance(made, Made), made
        parts = parts_of(made.name, made.content)
        return "\n".join(
            [made.name, *(p.raw.decode("utf-8", "replace") for p in parts)]
        )


@pytest.fixture(scope="module")
def family(county: County) -> Case:
    return Case(county)


EVERY = [(code, to) for code, one in templates().items() for to in one.to]


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("code, to", EVERY)
def test_no_paper_to_anybody_else_shows_where_she_or_the_child_is(
    code: str, to: To, form: Format, family: Case
) -> None:
    """CS-11: every template, for every recipient it has, by canaries."""
    text = family.text(code, to, form).lower()

    own = to is To.PROTECTED
    assert own or not [canary for canary in CANARIES if canary in text]
    if to not in (To.OTHER, To.EMPLOYER):
        assert "gravel" not in text


@pytest.mark.parametrize("to", [To.OTHER, To.COUNSEL])
def test_his_notice_has_names_case_hearing_and_the_other_address(
    to: To, family: Case
) -> None:
    text = family.text("HEARING", to)

    for words in ("Vera Quill", "Otto Quill", "Pip Quill", INSTEAD, "C-"):
        assert words in text


def test_an_employer_pays_the_central_payee_and_learns_no_county() -> None:
    """CS-31."""
    one = templates()["WITHHOLDING"]

    assert "payee" in one.must and "protected_address" not in {
        f.name for f in one.fields
    }


def test_nothing_is_known_of_who_made_it_and_when(family: Case) -> None:
    made = family.make("HEARING", To.OTHER)
    assert isinstance(made, Made)

    with pikepdf.open(io.BytesIO(made.content)) as held:
        assert list(held.docinfo.keys()) == ["/Title"]
        assert held.Root.MarkInfo.Marked and "/StructTreeRoot" in held.Root
        with held.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert not [key for key in said if "Date" in key or "Tool" in key]


def test_without_a_substitute_nothing_is_mailed_and_a_task_is_raised(
    county: County,
) -> None:
    """CS-12."""
    case = Case(county, instead=False)

    for code, to in (("OPENING", To.OTHER), ("IMPOUND", To.COURT)):
        made = case.make(code, to)
        assert isinstance(made, Blocked) and "substitute address" in made.words.lower()
    with acting_as(case.her.by):
        rows = Task.objects.filter(agency_id=case.her.by.agency,
                                   person_id=case.her.person)  # fmt: skip
        assert [row.kind for row in rows] == ["SUBSTITUTE"]


@pytest.mark.parametrize("code", ["PETITION", "SECTION_311"])
def test_a_packet_between_states_waits_for_the_sworn_statement(
    code: str, county: County
) -> None:
    """CS-20."""
    case = Case(county)
    actions.settle(case.her, case.row, Fact.STATEMENT, is_so=False)

    made = case.make(code, To.OTHER_STATE)

    assert isinstance(made, Blocked) and "sworn statement" in made.words


def test_addresses_are_on_the_separate_form_alone(family: Case) -> None:
    petition = family.text("PETITION", To.OTHER_STATE)

    assert INSTEAD not in petition
    assert INSTEAD in family.text("SECTION_311", To.OTHER_STATE)


def test_a_paper_goes_no_further_than_its_action(county: County) -> None:
    case = Case(county)
    actions.choose(case.her, case.row, light=Light.RED, worries=[],
                   default=Default.HOLD, shown=VERSION)  # fmt: skip

    made = case.make("OPENING", To.OTHER)
    assert isinstance(made, Blocked) and "Red" in made.words
    assert isinstance(case.make("AHEAD", To.PROTECTED), Made)


@pytest.mark.parametrize(
    "typed",
    [HOME, "31 canary ln", "thirty-one Canary Lane", "5550104411", SCHOOL,
     "call 860-555-0199", "7 Other Street", "a@b.example"],
)  # fmt: skip
def test_what_a_worker_types_is_searched_and_the_place_is_shown(
    typed: str, family: Case
) -> None:
    """Recorded values in any spelling, and for the protected whatever looks like one."""
    made = family.make("TEST", To.OTHER, place=f"ask at {typed} please")

    assert isinstance(made, Found)
    assert any("page 1" in place for place in made.places)


def test_the_agencys_own_address_may_be_typed(family: Case) -> None:
    made = family.make("TEST", To.OTHER, place="PO Box 500, Alder 00001")

    assert isinstance(made, Made)


def test_a_recipient_that_a_paper_has_not(family: Case) -> None:
    assert family.make("WITHHOLDING", To.OTHER) is None


def test_through_the_pages(family: Case) -> None:
    carl = client_of(family.here, "carl")
    person = family.her.person
    listed = carl.get(reverse("papers", args=[person, family.case])).content.decode()
    assert "Income withholding" in listed
    where = reverse("paper", args=[person, family.case, "TEST", "OTHER"])

    assert "Day and time" in carl.get(where).content.decode()
    sent = {"day": "3 March 2027", "place": "the office", "form": "PDF"}
    made = carl.post(where, sent)
    assert made["Content-Type"] == "application/pdf" and made.content[:5] == b"%PDF-"
    stopped = carl.post(where, {**sent, "place": HOME}).content.decode()
    assert "Stopped before it left" in stopped and "31 Canary Lane" in stopped
    wrong = reverse("paper", args=[person, family.case, "TEST", "EMPLOYER"])
    assert carl.get(wrong).status_code == 404
    assert client_of(family.here, "nils").get(where).status_code == 404


@pytest.mark.parametrize(
    "change, words",
    [
        ({"title": "{home}"}, "no such field as home"),
        ({"rows": [["x", "{unsorted}"]]}, "unsorted has no category"),
        ({"must": ["amount"]}, "amount is not in its words"),
    ],
)
def test_a_template_with_an_unknown_field_or_no_category_is_refused(
    change: dict[str, object], words: str
) -> None:
    row = {"code": "X", "label": "X", "to": ["OTHER"], "title": "X", "paragraphs": []}
    unsorted = next(f for f in fields().values() if f.name == "amount")
    from dataclasses import replace

    known = {**fields(), "unsorted": replace(unsorted, name="unsorted", category=None)}

    with pytest.raises(TemplateInvalid, match=words):
        template({**row, **change}, known)


@pytest.mark.parametrize("hers", ["red", "held"])
def test_her_light_and_her_hold_count_from_his_record_too(
    hers: str, county: County
) -> None:
    """The other parent's side of a case is no way round her plan."""
    case = Case(county)
    his = case.on_his_side()
    for code, to in (("HEARING", To.PROTECTED), ("HEARING", To.COURT)):
        assert isinstance(his.make(code, to), Made), code
    if hers == "red":
        actions.choose(case.her, case.row, light=Light.RED, worries=[],
                       default=Default.HOLD, shown=VERSION)  # fmt: skip
    else:
        actions.settle(case.her, case.row, Fact.HELD, is_so=True)

    for code, to in (
        ("HEARING", To.PROTECTED), ("HEARING", To.OTHER), ("HEARING", To.COURT),
        ("WITHHOLDING", To.EMPLOYER),
    ):  # fmt: skip
        made = his.make(code, to)
        assert isinstance(made, Blocked) and "held in this case" in made.words, code
    plan = planning.read(his.her, his.case)
    assert isinstance(plan, planning.Plan)
    stopped = {p.action.code for p in plan.actions if p.why is Why.HELD_IN_CASE}
    assert {"HEARING", "WITHHOLD"} <= stopped
