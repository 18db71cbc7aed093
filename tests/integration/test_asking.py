"""Asking about safety, through the pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.cli.main import main
from safelight.cli.outcome import Exit
from safelight.core.support.instrument import (
    REQUIRED,
    InstrumentRefused,
    Offer,
    Reply,
    load,
    shipped,
)
from safelight.core.vocabulary import Flag
from safelight.demo.county import County
from safelight.records.opened import Opened
from safelight.records.people.models import Protection
from safelight.records.support.models import Asked
from tests.integration.browser import client_of
from tests.integration.pursuing import read


def ask_page(client: Client, mine: Opened, **sent: object) -> str:
    given = {"occasion": "INTAKE", "opening": "READY", "language": "en", "instrument": "CSS",
             "conditions": ["ALONE", "INTERPRETER", "LIMITS", "OPT_OUT"], **sent}  # fmt: skip
    where = reverse("ask", args=[mine.person])
    return client.post(where, given, follow=True).content.decode()


def answer(client: Client, mine: Opened, page: str, reply: str) -> str:
    said = re.search(r'name="said" value="(\w*)"', page)
    assert said
    sent = {"occasion": "INTAKE", "instrument": "CSS",
            "language": "es" if "Prefiero" in page else "en",
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
    language: str, word: str, supported: tuple[County, Opened, str]
) -> None:
    """CS-34, CF-40: asked, with a date; not what was said."""
    here, mine, _ = supported
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
    left_out: str, supported: tuple[County, Opened, str]
) -> None:
    here, mine, _ = supported
    conditions = {"ALONE", "INTERPRETER", "LIMITS", "OPT_OUT"} - {left_out}

    page = ask_page(client_of(here, "carl"), mine, conditions=sorted(conditions))

    assert "Every one must be so" in page and "1 / 10" not in page


@pytest.mark.parametrize(
    "opening, outcome",
    [("NOT_SAFE", "NOT_YET"), ("DECLINED", "DECLINED"), ("UNREACHABLE", "UNREACHABLE")],
)
def test_not_asked_is_recorded_without_a_question(
    opening: str, outcome: str, supported: tuple[County, Opened, str]
) -> None:
    here, mine, _ = supported

    ask_page(client_of(here, "carl"), mine, opening=opening, conditions=[])

    assert asked(mine) == [outcome]


def test_stopping_half_way_keeps_nothing_that_was_said(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, _ = supported
    carl = client_of(here, "carl")
    where = reverse("ask_question", args=[mine.person])

    page = carl.post(where, {"occasion": "INTAKE", "instrument": "CSS",
                             "language": "en", "said": "YYN",
                             "stop": "1"}, follow=True)  # fmt: skip

    assert "Nothing that was said is kept" in page.content.decode()
    assert asked(mine) == ["NOT_YET"]
    with acting_as(mine.by):
        row = Asked.objects.get(agency_id=mine.by.agency, person_id=mine.person)
        assert row.again_on == timezone.localdate() + timedelta(days=7)


def test_a_no_to_everything_lowers_nothing(
    supported: tuple[County, Opened, str],
) -> None:
    here, mine, case = supported
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


def test_forged_replies_begin_again(supported: tuple[County, Opened, str]) -> None:
    here, mine, _ = supported
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


OWN_FILE = """
code = "MINE"
version = "1"
name = "Asked elsewhere"
licence = "By permission"
source = "A journal"
scoring = "None"
cut_off = "None"
permission = "The author, 3 May 2026, in writing"
[[item]]
id = "1"
en = "Is it safe at home?"
es = "¿Está segura en casa?"
"""


def test_an_instrument_with_its_permission_can_be_asked(
    supported: tuple[County, Opened, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    here, mine, _ = supported
    (tmp_path / "mine.toml").write_text(OWN_FILE)
    (tmp_path / "bad.toml").write_text(OWN_FILE.replace("The author, 3 May 2026", ""))
    (tmp_path / "worse.toml").write_text('code = "X"')
    monkeypatch.setattr(settings, "INSTRUMENTS", str(tmp_path))
    monkeypatch.setenv("SAFELIGHT_INSTRUMENTS", str(tmp_path))
    carl = client_of(here, "carl")

    page = ask_page(carl, mine, instrument="MINE")
    assert "Is it safe at home?" in page and "1 / 1" in page
    assert "valid choice" in ask_page(carl, mine, instrument="HARK")
    assert main(["instruments"]) == Exit.FOUND
    told = capsys.readouterr().out
    assert "HARK: no permission is recorded" in told and "Asked elsewhere" in told
