"""The plan of a case and asking about safety, through the pages."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.case_kinds import CaseKind, Part
from safelight.core.support.actions import VERSION, Light
from safelight.core.support.instrument import (
    REQUIRED,
    InstrumentRefused,
    Offer,
    Reply,
    load,
    shipped,
)
from safelight.core.support.planner import Heard, Screened, Why
from safelight.core.vocabulary import Flag
from safelight.demo.county import County
from safelight.demo.steps import opened, take_in
from safelight.disclosure.support import planning
from safelight.disclosure.support.planning import Plan
from safelight.records.cases.actions import open_case
from safelight.records.cases.models import Participation
from safelight.records.opened import Opened
from safelight.records.people.models import Protection
from safelight.records.support import actions
from safelight.records.support.models import Asked, Choice
from tests.integration.browser import client_of
from tests.integration.making import fresh

Made = tuple[County, Opened, object]


@pytest.fixture
def family(county: County) -> tuple[County, Opened, str]:
    """A new person with a child support case of her own."""
    here = fresh(county)
    code = f"plan{timezone.now().timestamp()}"
    take_in(here, code, "sonia", "carl", f"Planned {code}", date(1990, 1, 1), 5)
    mine = opened(here, "carl", code)
    case = open_case(
        [(mine, Part.CUSTODIAL_PARTY)], kind=CaseKind.IVD_CASE, number=code
    )
    with acting_as(mine.by):
        row = Participation.objects.get(agency_id=mine.by.agency, case_id=case)
    return here, mine, str(row.id)


def read(mine: Opened, case: str) -> Plan:
    from uuid import UUID

    found = planning.read(mine, UUID(case))
    assert isinstance(found, Plan)
    return found


def why(mine: Opened, case: str, code: str) -> Why:
    return next(p.why for p in read(mine, case).actions if p.action.code == code)


def choose(client: Client, mine: Opened, case: str, light: str, **more: object) -> str:
    where = reverse("plan_choose", args=[mine.person, case])
    sent = {"light": light, "default": "HOLD", "was_shown": "on", "is_hers": "on",
            "shown": VERSION, **more}  # fmt: skip
    return client.post(where, sent, follow=True).content.decode()


def test_her_choice_is_recorded_and_not_why(family: tuple[County, Opened, str]) -> None:
    """CS-27."""
    here, mine, case = family
    carl = client_of(here, "carl")
    assert why(mine, case, "HEARING") is Why.UNSCREENED

    page = choose(carl, mine, case, "YELLOW", worries=["MEETING"])

    assert "shown and chosen" in page
    found = read(mine, case).situation
    assert (found.light, found.worries) == (Light.YELLOW, {"MEETING"})
    with acting_as(mine.by):
        row = Choice.objects.get(agency_id=mine.by.agency, person_id=mine.person)
        assert row.shown == VERSION and b"MEETING" not in bytes(row.worries)


@pytest.mark.parametrize("missing", ["was_shown", "is_hers"])
def test_a_choice_needs_the_table_shown_and_to_be_hers(
    missing: str, family: tuple[County, Opened, str]
) -> None:
    here, mine, case = family

    choose(client_of(here, "carl"), mine, case, "GREEN", **{missing: ""})

    assert read(mine, case).situation.light is None


def test_a_table_that_changed_meanwhile_is_shown_again(
    family: tuple[County, Opened, str],
) -> None:
    here, mine, case = family

    page = choose(client_of(here, "carl"), mine, case, "GREEN", shown="old")

    assert "has changed since" in page and read(mine, case).situation.light is None


def test_what_if_changes_the_page_and_nothing_else(
    family: tuple[County, Opened, str],
) -> None:
    here, mine, case = family
    actions.ask(mine, actions.Occasion.INTAKE, Screened.ASKED)
    where = reverse("plan", args=[mine.person, case])

    page = client_of(here, "carl").get(where, {"light": "RED", "default": "HOLD"})

    assert "Nothing is saved" in page.content.decode()
    assert "Would change" in page.content.decode()
    assert read(mine, case).situation.light is None


def test_her_word_her_warning_and_what_runs(family: tuple[County, Opened, str]) -> None:
    here, mine, case = family
    carl = client_of(here, "carl")
    actions.ask(mine, actions.Occasion.INTAKE, Screened.ASKED)
    choose(carl, mine, case, "YELLOW")
    assert why(mine, case, "LICENSE") is Why.CLOSED_TO_YELLOW
    args = [mine.person, case, "license"]
    soon, later = timezone.localdate(), timezone.localdate() + timedelta(days=20)

    carl.post(reverse("plan_word", args=args), {"is_yes": "1"})
    assert why(mine, case, "LICENSE") is Why.WARNING
    sent = {"heard": Heard.SENT.value, "planned_on": soon.isoformat()}
    early = carl.post(reverse("plan_warned", args=args), sent)
    assert "needs 14 days" in early.content.decode()
    for heard in (Heard.SENT, Heard.DELIVERED):
        sent = {"heard": heard.value, "planned_on": later.isoformat()}
        carl.post(reverse("plan_warned", args=args), sent)
        assert why(mine, case, "LICENSE") is Why.WARNING
    sent["heard"] = Heard.ACKNOWLEDGED.value
    carl.post(reverse("plan_warned", args=args), sent)
    assert why(mine, case, "LICENSE") is Why.SAFER

    carl.post(reverse("plan_word", args=args), {"is_yes": "0"})
    assert why(mine, case, "LICENSE") is Why.HER_NO
    state = reverse("plan_state", args=[mine.person, case, "withhold"])
    carl.post(state, {"state": "RUNNING", "due_on": soon.isoformat()})
    choose(carl, mine, case, "RED")
    assert why(mine, case, "WITHHOLD") is Why.RUNNING


def test_what_is_there_is_ticked_and_unticked(
    family: tuple[County, Opened, str],
) -> None:
    here, mine, case = family
    where, carl = (
        reverse("plan_facts", args=[mine.person, case]),
        client_of(here, "carl"),
    )

    carl.post(where, {"facts": ["STATEMENT", "HELD"]})
    carl.post(where, {"facts": ["STATEMENT"]})

    found = read(mine, case).situation
    assert (found.has_statement, found.is_held) == (True, False)


def test_another_workers_person_and_another_case_are_not_there(
    family: tuple[County, Opened, str],
) -> None:
    here, mine, case = family
    nils, carl = client_of(here, "nils"), client_of(here, "carl")
    other = here.people["marcus"]

    assert nils.get(reverse("plan", args=[mine.person, case])).status_code == 404
    for name in ("plan", "plan_choose", "plan_facts"):
        assert carl.get(reverse(name, args=[other, case])).status_code == 404
    for name in ("plan_word", "plan_warned", "plan_state"):
        wrong = reverse(name, args=[mine.person, case, "dance"])
        assert carl.get(wrong).status_code == 404
        assert (
            carl.get(reverse(name, args=[mine.person, case, "hearing"])).status_code
            == 200
        )


# Asking


def ask_page(client: Client, mine: Opened, **sent: object) -> str:
    given = {"occasion": "INTAKE", "opening": "READY", "language": "en",
             "conditions": ["ALONE", "INTERPRETER", "LIMITS", "OPT_OUT"], **sent}  # fmt: skip
    where = reverse("ask", args=[mine.person])
    return client.post(where, given, follow=True).content.decode()


def answer(client: Client, mine: Opened, page: str, reply: str) -> str:
    said = re.search(r'name="said" value="(\w*)"', page)
    assert said
    sent = {"occasion": "INTAKE", "language": "es" if "Prefiero" in page else "en",
            "said": said[1], **({"reply": reply} if reply else {})}  # fmt: skip
    where = reverse("ask_question", args=[mine.person])
    return client.post(where, sent, follow=True).content.decode()


def asked(mine: Opened) -> list[str]:
    with acting_as(mine.by):
        rows = Asked.objects.filter(agency_id=mine.by.agency, person_id=mine.person)
        return list(rows.order_by("at").values_list("outcome", flat=True))


@pytest.mark.parametrize(
    "language, word", [("en", "could somebody"), ("es", "¿alguien")]
)
def test_one_question_a_page_and_no_answer_kept(
    language: str, word: str, family: tuple[County, Opened, str]
) -> None:
    """CS-34, CF-40: asked, with a date; not what was said."""
    here, mine, _ = family
    carl = client_of(here, "carl")

    page = ask_page(carl, mine, language=language)
    assert word in page and "1 / 10" in page
    missing = answer(carl, mine, page, "")
    assert "Choose one, or skip" in missing and asked(mine) == []
    for number in range(10):
        page = answer(carl, mine, page, ["YES", "NO", "SKIP"][number % 3])

    assert "What to offer" in page and asked(mine) == ["ASKED"]
    with acting_as(mine.by):
        names = {f.name for f in Asked._meta.fields}
    assert names == {"agency_id", "id", "person_id", "at", "recorded_by", "occasion",
                     "outcome", "again_on", "pk"}  # fmt: skip
    assert "YN" not in str(dict(carl.session.items()))


@pytest.mark.parametrize("left_out", ["ALONE", "INTERPRETER", "LIMITS", "OPT_OUT"])
def test_every_condition_is_confirmed_first(
    left_out: str, family: tuple[County, Opened, str]
) -> None:
    here, mine, _ = family
    conditions = {"ALONE", "INTERPRETER", "LIMITS", "OPT_OUT"} - {left_out}

    page = ask_page(client_of(here, "carl"), mine, conditions=sorted(conditions))

    assert "Every one must be so" in page and "1 / 10" not in page


@pytest.mark.parametrize(
    "opening, outcome",
    [("NOT_SAFE", "NOT_YET"), ("DECLINED", "DECLINED"), ("UNREACHABLE", "UNREACHABLE")],
)
def test_not_asked_is_recorded_without_a_question(
    opening: str, outcome: str, family: tuple[County, Opened, str]
) -> None:
    here, mine, _ = family

    ask_page(client_of(here, "carl"), mine, opening=opening, conditions=[])

    assert asked(mine) == [outcome]


def test_stopping_half_way_keeps_nothing_that_was_said(
    family: tuple[County, Opened, str],
) -> None:
    here, mine, _ = family
    carl = client_of(here, "carl")
    where = reverse("ask_question", args=[mine.person])

    page = carl.post(where, {"occasion": "INTAKE", "language": "en", "said": "YYN",
                             "stop": "1"}, follow=True)  # fmt: skip

    assert "Nothing that was said is kept" in page.content.decode()
    assert asked(mine) == ["NOT_YET"]
    with acting_as(mine.by):
        row = Asked.objects.get(agency_id=mine.by.agency, person_id=mine.person)
        assert row.again_on == timezone.localdate() + timedelta(days=7)


def test_a_no_to_everything_lowers_nothing(family: tuple[County, Opened, str]) -> None:
    here, mine, case = family
    carl = client_of(here, "carl")
    page = ask_page(carl, mine)
    for _ in range(10):
        page = answer(carl, mine, page, "NO")

    with acting_as(mine.by):
        rows = Protection.objects.filter(
            agency_id=mine.by.agency, person_id=mine.person
        )
        assert not rows.filter(standing=Flag.CLEAR).exists()
    assert read(mine, case).situation.is_protected


def test_forged_replies_begin_again(family: tuple[County, Opened, str]) -> None:
    here, mine, _ = family
    where = reverse("ask_question", args=[mine.person])

    page = client_of(here, "carl").post(where, {"said": "<script>", "occasion": "X"})

    assert page.status_code == 302 and asked(mine) == []


def test_a_yes_offers_and_sets_nothing() -> None:
    offers, worries = shipped("child_support_safety").suggested(
        {"PURSUE": Reply.YES, "FIND": Reply.NO, "MEET": Reply.SKIP}
    )

    assert (offers, worries) == (
        [Offer.FLAG, Offer.LIGHT, Offer.GOOD_CAUSE], {"RETALIATION"}
    )  # fmt: skip


def _with(name: str, value: str) -> Callable[[], object]:
    head = "".join(f'{key} = "x"\n' for key in REQUIRED)
    text = f"{head}{name} = {value}"
    return lambda: load(text)


@pytest.mark.parametrize(
    "use, words",
    [
        (lambda: shipped("hark"), "no permission is recorded"),
        (lambda: load("code ="), "no file of an instrument"),
        (lambda: load('code = "X"'), "does not say: version"),
        (_with("item", '[{id = "1", en = "a?"}]'), "without es"),
        (_with("item", '[{id = "1", en = "a?", es = "b?", offers = ["X"]}]'), "x, 1"),
    ],
)
def test_an_instrument_without_permission_or_words_is_refused(
    use: Callable[[], object], words: str
) -> None:
    """CF-41 to CF-43."""
    with pytest.raises(InstrumentRefused, match=words):
        use()
