"""The flag and its neighbours, through the pages: four facts, each by itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.models import Agency
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.contact_kinds import ContactKind
from safelight.core.protections import ProtectionKind
from safelight.core.support.flags import GoodCause, Waived
from safelight.core.support.tasks import TaskKind
from safelight.core.vocabulary import Flag
from safelight.demo.county import County
from safelight.demo.steps import opened, protect, reach, take_in
from safelight.disclosure.support import flag, planning
from safelight.disclosure.support.flag import FlagPage
from safelight.records.cases.actions import open_case
from safelight.records.cases.models import Participation
from safelight.records.support.models import Choice, FlagCode, Task
from tests.integration.browser import client_of
from tests.integration.making import fresh

PARTS = {"cp": Part.CUSTODIAL_PARTY, "ncp": Part.NONCUSTODIAL_PARENT, "kid": Part.CHILD}
Family = tuple[County, str]


@pytest.fixture
def family(county: County) -> Family:
    """Two parents and a child with a case, whom nobody was asked about."""
    here, code = fresh(county), f"flag{timezone.now().timestamp()}"
    for who in PARTS:
        take_in(
            here, code + who, "sonia", "carl", f"Flagged {who}", date(1990, 1, 1), 5
        )
    parts = [(opened(here, "carl", code + who), part) for who, part in PARTS.items()]
    open_case(parts, kind=CaseKind.IVD_CASE, number=code)
    return here, code


def page(family: Family, who: str, by: str = "sonia") -> FlagPage:
    here, code = family
    return flag.read(opened(fresh(here), by, code + who))


def post(
    family: Family, name: str, who: str = "cp", by: str = "carl", **sent: str
) -> str:
    here, code = family
    where = reverse(name, args=[here.people[code + who]])
    return client_of(here, by).post(where, sent, follow=True).content.decode()


def in_state(family: Family, state: str) -> None:
    here, _ = family
    Agency.objects.using("owner").filter(id=here.agencies["support"]).update(
        jurisdiction=state
    )


@pytest.fixture(autouse=True)
def back(county: County) -> object:
    yield
    Agency.objects.using("owner").filter(id=county.agencies["support"]).update(
        jurisdiction="CT"
    )


def safe_phone(family: Family, who: str = "cp") -> None:
    here, code = family
    reach(here, "carl", code + who, ContactKind.PHONE, "(555) 010-7788")


def test_set_on_a_statement_for_her_and_the_children_with_a_task_for_each_court_case(
    family: Family,
) -> None:
    """CS-3, CS-5, CS-33."""
    here, code = family

    said = post(family, "flag_set", code="S")

    assert "In force on all their cases. Also for 1 of the children." in said
    assert page(family, "cp").standing is page(family, "kid").standing is Flag.SET
    assert page(family, "ncp").standing is Flag.UNKNOWN
    todo = page(family, "cp").todo
    assert ["court's file" in row.rule.words for row in todo] == [True]
    mine = opened(here, "carl", code + "cp")
    with acting_as(mine.by):
        row = FlagCode.objects.get(agency_id=mine.by.agency, person_id=mine.person)
        assert (row.code, row.initiator) == ("S", "")
        task = Task.objects.get(agency_id=mine.by.agency, person_id=mine.person)
        assert task.kind == TaskKind.MOTION
    done = reverse("support_task_done", args=[mine.person, task.id])
    carl = client_of(here, "carl")
    assert carl.post(done).status_code == 302 and page(family, "cp").todo == ()
    assert carl.post(done).status_code == 404


def test_the_paying_parent_can_be_protected(family: Family) -> None:
    """CS-2."""
    post(family, "flag_set", who="ncp", code="S")

    assert page(family, "ncp").standing is Flag.SET
    assert page(family, "cp").standing is Flag.UNKNOWN


def test_kansas_asks_for_the_custodian_first(family: Family) -> None:
    in_state(family, "KS")

    said = post(family, "flag_set", who="kid", code="D")
    assert "custodian&#x27;s flag comes first" in said
    post(family, "flag_set", who="cp", code="D")
    assert page(family, "kid").standing is Flag.UNKNOWN
    post(family, "flag_set", who="kid", code="D")
    assert page(family, "kid").standing is Flag.SET


def test_a_flagged_child_of_an_unflagged_parent_is_pointed_out(family: Family) -> None:
    in_state(family, "OK")

    post(family, "flag_set", who="kid", code="W", initiator="IVE")

    assert "The child is flagged" in page(family, "kid").warnings[0]


def test_an_unknown_code_changes_nothing(family: Family) -> None:
    said = post(family, "flag_set", code="ZZ")

    assert "Select a valid choice" in said
    assert page(family, "cp").standing is Flag.UNKNOWN


def test_removal_step_by_step(family: Family) -> None:
    """CS-7: nothing shortens it."""
    post(family, "flag_set", code="S")
    today = timezone.localdate()
    ago = [(today - timedelta(days=n)).isoformat() for n in range(40)]

    assert "StaysOn" not in post(family, "person_protection",
        kind="FAMILY_VIOLENCE_INDICATOR", standing="CLEAR", basis="OWN_STATEMENT")  # fmt: skip
    assert page(family, "cp").standing is Flag.SET
    said = post(family, "flag_remove", by="sonia")
    for words in ("child&#x27;s flag", "signed and dated request", "Notice to them"):
        assert words in said
    assert "no channel" in post(
        family, "flag_steps", signed_on=ago[3], noticed_on=ago[2]
    )
    safe_phone(family)
    post(family, "flag_steps", signed_on=ago[3], noticed_on=ago[0])
    assert "think again" in post(family, "flag_remove", by="sonia")
    post(family, "flag_steps", noticed_on=ago[35])
    assert "run out" in post(family, "flag_remove", by="sonia")
    post(family, "flag_steps", noticed_on=ago[2])

    safe_phone(family, "kid")
    post(family, "flag_steps", who="kid", signed_on=ago[3], noticed_on=ago[2])
    assert "is off" in post(family, "flag_remove", who="kid", by="sonia")
    assert "is off" in post(family, "flag_remove", by="sonia")
    assert page(family, "cp").standing is Flag.CLEAR


def test_only_a_supervisor_removes(family: Family) -> None:
    here, code = family
    post(family, "flag_set", code="S")
    where = reverse("flag_remove", args=[here.people[code + "cp"]])

    assert client_of(here, "carl").post(where).status_code == 404
    assert page(family, "cp", by="carl").missing[0].name == "SUPERVISOR"


def test_four_facts_and_none_changes_another(family: Family) -> None:
    """CS-26, CS-36, CS-40."""
    here, code = family
    mine = opened(here, "carl", code + "cp")
    post(family, "flag_set", code="S")

    assert "Say which requirements" in post(
        family, "good_cause", state="GRANTED", is_trained="on"
    )
    assert "This field is required" in post(family, "good_cause", state="PENDING")
    post(family, "good_cause", state="GRANTED", is_trained="on", waived="COOPERATE")
    post(family, "staff_safety", is_set="on")

    found = page(family, "cp")
    assert (found.standing, found.good_cause) == (Flag.SET, GoodCause.GRANTED)
    assert found.review_on == timezone.localdate() + timedelta(days=183)
    assert found.staff_safety and not page(family, "ncp").staff_safety
    with acting_as(mine.by):
        assert not Choice.objects.filter(
            agency_id=mine.by.agency, person_id=mine.person
        )
        row = Participation.objects.get(agency_id=mine.by.agency, person_id=mine.person)
    plan = planning.read(opened(fresh(here), "carl", code + "cp"), row.id)
    assert isinstance(plan, planning.Plan) and plan.situation.good_cause
    post(family, "staff_safety")
    assert not page(family, "cp").staff_safety


def test_an_address_programs_member_is_granted_at_once_where_the_state_says_so(
    family: Family,
) -> None:
    """CS-36: Minnesota; elsewhere a claim waits for whoever is trained."""
    here, code = family
    member = ProtectionKind.ADDRESS_CONFIDENTIALITY
    claimed = {"state": "PENDING", "is_trained": "on"}
    protect(here, "carl", code + "cp", member, Flag.SET)
    post(family, "good_cause", **claimed)
    assert page(family, "cp").good_cause is GoodCause.PENDING
    in_state(family, "MN")
    assert "address program" in post(family, "good_cause", **claimed)
    found = page(family, "cp")
    assert found.good_cause is GoodCause.GRANTED and found.waived == (Waived.COOPERATE,)
    post(family, "good_cause", who="ncp", **claimed)
    assert page(family, "ncp").good_cause is GoodCause.PENDING


def test_a_request_for_the_address_waits_for_notice_and_its_days(
    family: Family,
) -> None:
    """CS-25."""
    here, code = family
    mine = opened(here, "carl", code + "cp")
    today = timezone.localdate().isoformat()

    assert "give notice first" in post(
        family, "address_request", state="GRANTED", on=today
    )
    assert "no channel" in post(family, "address_request", state="NOTICED", on=today)
    safe_phone(family)
    post(family, "address_request", state="NOTICED", on=today)
    assert page(family, "cp").free_on == timezone.localdate() + timedelta(days=30)
    with acting_as(mine.by):
        row = Participation.objects.get(agency_id=mine.by.agency, person_id=mine.person)
    plan = planning.read(opened(fresh(here), "carl", code + "cp"), row.id)
    assert isinstance(plan, planning.Plan) and plan.situation.request_open
    post(family, "address_request", state="OBJECTED", on=today)
    assert page(family, "cp").free_on is None
