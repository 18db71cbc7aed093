"""Reports, orders and subpoenas at the program, through the pages and the gate."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.models import Agency
from safelight.core.compelled.steps import (
    AFTERWARDS,
    BEFORE,
    REPORTED,
    Duty,
    Kind,
    Step,
)
from safelight.core.vocabulary import Category, HarmFinding, Partition, Purpose
from safelight.demo.county import County
from safelight.demo.steps import note
from safelight.disclosure import inbox, sharing
from safelight.disclosure.delivery import deliver
from safelight.disclosure.grounds import GroundMissing
from safelight.disclosure.inbox import PacketPage
from safelight.disclosure.offers import Wish, offer
from safelight.disclosure.options import ground_options
from safelight.disclosure.shown import Shown
from safelight.records.compelled import actions
from safelight.records.compelled.actions import NotNow
from safelight.records.compelled.models import Consultation, Demand
from safelight.records.notes.models import Note, Telling
from safelight.records.opened import Opened
from tests.integration.browser import client_of
from tests.integration.making import fresh, phone, survivor
from tests.integration.test_limits import now_opened

Made = tuple[County, str]


@pytest.fixture
def made(county: County) -> Made:
    here = fresh(county)
    return here, survivor(here)


def mine(made: Made) -> Opened:
    here, code = made
    return now_opened(here, "rosa", code)


def reported(
    made: Made, *, duty: Duty = Duty.REQUIRED, elements: str = "ABUSED"
) -> UUID:
    here, _ = made
    demand = actions.begin(
        mine(made), Kind.REPORT, learned_at=timezone.now(), duty=duty,
        recipient=here.agencies["protection"],
        categories=[Category.IDENTITY, Category.HARM, Category.CHILDS_REPORT],
    )  # fmt: skip
    for step in BEFORE[Kind.REPORT]:
        actions.record(mine(made), demand, step, "done", elements=[elements])
    return demand


def wish(made: Made, demand: UUID, *keys: str) -> Wish:
    here, _ = made
    option = next(o for o in ground_options(mine(made)) if o.ref.id == demand)
    return Wish(recipient=option.recipient_id, purpose=option.purposes[0],
                ground=option.ref, keys=keys, attention=here.staff["petra"])  # fmt: skip


def keys_of(made: Made) -> tuple[str, ...]:
    here, code = made
    told = note(here, "rosa", code, "The child said a belt was used.",
                category=Category.CHILDS_REPORT, partition=Partition.SEALED)  # fmt: skip
    held = note(here, "rosa", code, "The child misses the dog.",
                category=Category.CHILDS_CONFIDENCE)  # fmt: skip
    return (
        f"note:{told}", f"note:{held}", f"name:{here.people[code]}",
        f"contact:{phone(here, 'rosa', code)}",
    )  # fmt: skip


def test_a_report_carries_the_least_and_reaches_child_protection(made: Made) -> None:
    """CF-21 to CF-24, CF-31."""
    here, _ = made
    demand, keys = reported(made), keys_of(made)
    asked = wish(made, demand, *keys)
    found = offer(mine(made), asked)
    given = {field.key for field in found.fields if isinstance(field, Shown)}
    assert given == {keys[0], keys[2]}

    packet = sharing.prepare(mine(made), asked)
    assert sharing.send(mine(made), packet) is None
    deliver(packet, here.agencies["lantern"], here.agencies["protection"],
            at=timezone.now())  # fmt: skip
    page = inbox.read(here.acting("petra"), packet, timezone.now())
    assert isinstance(page, PacketPage) and len(page.fields) == 2
    assert actions.close(mine(made), demand) == 1
    assert not isinstance(inbox.read(here.acting("petra"), packet, timezone.now()),
                          PacketPage)  # fmt: skip


def test_a_report_is_sent_through_the_pages(made: Made) -> None:
    here, code = made
    demand, keys = reported(made), keys_of(made)
    rosa, person = client_of(here, "rosa"), here.people[code]
    page = rosa.get(reverse("share", args=[person])).content.decode()
    where = reverse("share_items", args=[person, "mandate", demand])
    assert "Reporting law" in page and where in page
    sent = {"items": [keys[0]], "purpose": "CHILD_ABUSE_REPORT", "attention": ""}
    assert "What they will get" in rosa.post(where, sent).content.decode()
    made_ = rosa.post(where, {**sent, "prepare": "yes"}, follow=True)
    packet = made_.redirect_chain[-1][0].strip("/").split("/")[-1]
    said = rosa.post(reverse("packet_send", args=[person, packet]), follow=True)
    assert "Sent. You can recall it" in said.content.decode()


def test_no_step_left_out_and_no_exposure_alone(made: Made) -> None:
    here, _ = made
    demand = reported(made, elements="EXPOSURE")
    assert demand not in {o.ref.id for o in ground_options(mine(made))}
    actions.record(mine(made), demand, Step.ELEMENT, "a belt", elements=["ABUSED"])
    assert demand in {o.ref.id for o in ground_options(mine(made))}
    with pytest.raises(NotNow, match="not part"):
        actions.record(mine(made), demand, Step.QUASH, "no")
    with pytest.raises(NotNow, match="few words"):
        actions.record(mine(made), demand, Step.TOLD, "  ")
    actions.close(mine(made), demand)
    with pytest.raises(NotNow, match="nothing open"):
        actions.record(mine(made), demand, Step.ORAL, "x")
    with pytest.raises(NotNow):
        actions.close(mine(made), demand)


def test_a_permitted_report_waits_for_her_release_where_vawa_pays(made: Made) -> None:
    """CF-21: both the page and the gate say so."""
    here, _ = made
    demand = reported(made, duty=Duty.PERMITTED)
    assert demand not in {o.ref.id for o in ground_options(mine(made))}
    page = client_of(here, "rosa").get(
        reverse("demand", args=[mine(made).person, demand])
    )
    assert "needs the survivor&#x27;s own release" in page.content.decode()


@pytest.mark.parametrize("finding, gets", [("NONE", False), ("NOT_HARMFUL", True)])
def test_an_order_gives_what_it_names_to_whom_it_names(
    made: Made, finding: str, gets: bool
) -> None:
    """CF-20; to anybody but the court only after it decided about harm."""
    here, _ = made
    keys = keys_of(made)
    for recipient, is_given in (("court", True), ("support", gets)):
        demand = actions.begin(
            mine(made), Kind.COURT_ORDER, learned_at=timezone.now(),
            recipient=here.agencies[recipient], categories=[Category.IDENTITY],
            harm_finding=HarmFinding(finding),
        )  # fmt: skip
        for step in BEFORE[Kind.COURT_ORDER]:
            if step is Step.APPROVED:
                with pytest.raises(NotNow, match="director"):
                    actions.record(mine(made), demand, step, "they agree")
                continue
            actions.record(mine(made), demand, step, "done")
        director = now_opened(here, "dina", made[1])
        actions.record(director, demand, Step.APPROVED, "Agreed.")
        asked = replace(wish(made, demand, *keys), attention=None)
        assert asked.purpose is Purpose.COURT_PROCEEDING
        found = offer(mine(made), asked)
        given = {field.key for field in found.fields if isinstance(field, Shown)}
        assert given == ({keys[2]} if is_given else set())


def test_danger_opens_something_only_where_a_law_binds_the_program(made: Made) -> None:
    here, _ = made
    keys = keys_of(made)
    for duty, gets in ((Duty.UNCLEAR, False), (Duty.REQUIRED, True)):
        demand = actions.begin(
            mine(made), Kind.EMERGENCY, learned_at=timezone.now(), duty=duty,
            recipient=here.agencies["protection"], categories=REPORTED,
        )  # fmt: skip
        for step in BEFORE[Kind.EMERGENCY]:
            actions.record(mine(made), demand, step, "done")
        listed = demand in {o.ref.id for o in ground_options(mine(made))}
        assert listed == gets
        where = reverse("demand", args=[mine(made).person, demand])
        page = client_of(here, "rosa").get(where).content.decode()
        assert "Does the law bind this program?" in page and "Call 911 first" in page
    found = offer(mine(made), wish(made, demand, *keys))
    given = {field.key for field in found.fields if isinstance(field, Shown)}
    assert given == {keys[0], keys[2]}


def test_a_subpoena_is_no_ground_whatever_was_done(made: Made) -> None:
    """CF-19."""
    demand = actions.begin(mine(made), Kind.SUBPOENA, learned_at=timezone.now())
    for step in BEFORE[Kind.SUBPOENA]:
        actions.record(mine(made), demand, step, "done")
    assert demand not in {o.ref.id for o in ground_options(mine(made))}
    here, _ = made
    where = reverse("demand", args=[mine(made).person, demand])
    assert "opens no record" in client_of(here, "rosa").get(where).content.decode()


def test_a_child_told_something_in_two_parts(made: Made) -> None:
    """CF-31."""
    here, code = made
    rosa, where = client_of(here, "rosa"), reverse("telling", args=[here.people[code]])
    assert (
        "one of the two boxes"
        in rosa.post(where, {"limits": "SPOKE_FIRST"}).content.decode()
    )
    sent = {"limits": "SPOKE_FIRST", "acted_on": "He hit me with a belt.",
            "held": "I hide under the stairs."}  # fmt: skip
    page = rosa.post(where, sent, follow=True).content.decode()
    assert "Conn. Gen. Stat." in page and "DCF Careline" in page
    with acting_as(mine(made).by):
        rows = Note.objects.filter(agency_id=here.agencies["lantern"],
                                   person_id=here.people[code])  # fmt: skip
        found = {row.category: row for row in rows}
        assert set(found) == {"CHILDS_REPORT", "CHILDS_CONFIDENCE"}
        assert all(row.partition == "SEALED" for row in rows)
        told = Telling.objects.get(agency_id=here.agencies["lantern"],
                                   person_id=here.people[code])  # fmt: skip
        assert told.limits == "SPOKE_FIRST" and told.held_id and told.acted_on_id
        assert Demand.objects.filter(
            person_id=here.people[code], kind="REPORT"
        ).exists()
    record = reverse("person", args=[here.people[code]])
    assert "under the stairs" in rosa.get(record).content.decode()
    assert (
        "under the stairs" not in client_of(here, "dina").get(record).content.decode()
    )


def test_deadlines_tick_on_my_work_until_they_are_kept(made: Made) -> None:
    """CF-24."""
    here, code = made
    demand = actions.begin(
        mine(made), Kind.REPORT, learned_at=timezone.now() - timedelta(hours=1)
    )
    rosa = client_of(here, "rosa")
    page = rosa.get(reverse("work")).content.decode()
    assert "Reports that run out" in page and "By phone" in page
    where = reverse("demand_step", args=[here.people[code], demand, "oral"])
    assert "Recorded." in rosa.post(where, {"words": "Careline, M. Roy"}, follow=True
                                    ).content.decode()  # fmt: skip
    later = rosa.get(
        reverse("demand", args=[here.people[code], demand])
    ).content.decode()
    assert "done" in later and "In writing, form DCF-136</strong>: by" in later


def test_a_question_without_a_name_keeps_nobody(made: Made) -> None:
    """CF-23."""
    here, _ = made
    rosa, where = client_of(here, "rosa"), reverse("consult")
    chosen = {"age": "age.SMALL", "what": "what.ALONE", "who": "who.SURVIVOR"}
    page = rosa.post(where, chosen).content.decode()
    assert "left alone for some time" in page and "without a name" in page
    assert "textarea" not in page and 'type="text"' not in page
    rosa.post(where, {**chosen, "advice": "SUPPORT"})
    with acting_as(here.acting("rosa")):
        row = Consultation.objects.filter(agency_id=here.agencies["lantern"]).last()
        assert row is not None and row.advice == "SUPPORT"
        assert row.chosen == sorted(chosen.values())
    assert client_of(here, "carl").get(where).status_code == 404


def test_a_state_past_its_day_shows_the_statute_and_the_line_alone(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safelight.core.compelled import reporting

    here, code = made
    old = replace(reporting.guide("CT"), review_by=timezone.localdate())
    monkeypatch.setattr("safelight.disclosure.compelled.guide", lambda _: old)
    demand = actions.begin(mine(made), Kind.REPORT, learned_at=timezone.now())
    rosa = client_of(here, "rosa")
    page = rosa.get(
        reverse("demand", args=[here.people[code], demand])
    ).content.decode()
    assert "Conn. Gen. Stat." in page and "By phone" not in page
    step = reverse("demand_step", args=[here.people[code], demand, "element"])
    assert "The child was abused" not in rosa.get(step).content.decode()


def test_begun_through_the_pages_for_each_kind(made: Made) -> None:
    here, code = made
    rosa, where = (
        client_of(here, "rosa"),
        reverse("demand_new", args=[here.people[code]]),
    )
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    for kind in Kind:
        sent = {"kind": kind.value, "learned_at": at}
        if kind is not Kind.SUBPOENA:
            assert "Who gets it" in rosa.post(where, sent).content.decode()
            sent |= {"recipient": ""}
        if kind is Kind.COURT_ORDER:
            sent |= {"harm_finding": "NONE", "categories": "IDENTITY"}
        page = rosa.post(where, sent, follow=True).content.decode()
        first = (*BEFORE[kind], *AFTERWARDS[kind])[0]
        assert first.label in page.replace("&#x27;", "'"), kind
    late = {"kind": "REPORT", "learned_at": "2099-01-01T10:00", "recipient": ""}
    assert "still to come" in rosa.post(where, late).content.decode()
    assert client_of(here, "petra").get(where).status_code == 404


def test_a_demand_of_another_record_opens_nothing(made: Made) -> None:
    here, _ = made
    demand = reported(made)
    other = (here, survivor(here))
    assert demand not in {o.ref.id for o in ground_options(mine(other))}
    with pytest.raises(GroundMissing):
        offer(mine(other), wish(made, demand, f"name:{mine(other).person}"))
    assert Agency.objects.filter(id=here.agencies["lantern"]).exists()


def test_child_protection_asks_a_specialist_without_a_name(county: County) -> None:
    """Closed choices and advice of their own, kept in the asker's vault alone."""
    petra, where = client_of(county, "petra"), reverse("consult")
    page = petra.get(where).content.decode()
    assert "For a domestic violence specialist" in page and "<textarea" not in page
    sent = {"step": "step.VISIT", "worry": "worry.TOGETHER"}
    page = petra.post(where, sent).content.decode()
    assert "speak with them together" in page and "How would you begin?" in page
    wrong = petra.post(where, sent | {"advice": "REPORT"}).content.decode()
    assert "Select a valid choice" in wrong
    page = petra.post(where, sent | {"advice": "ALONE"}, follow=True).content.decode()
    assert "Speak with each alone" in page
    rosa = client_of(county, "rosa").get(where).content.decode()
    assert "Speak with each alone" not in rosa
    assert client_of(county, "carl").get(where).status_code == 404
