"""Who may ask for a child protection file, and what comes first (CF-19, CF-26, CF-29)."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from safelight.core.gate.question import Asker, Ground, Question
from safelight.core.leakguard.containers import parts_of
from safelight.core.papers.pages import behind
from safelight.core.papers.rendering import Format, render
from safelight.core.protection.producing import (
    GOVERNMENT,
    LAW,
    PANEL,
    NotProduced,
    Requester,
    Step,
    question,
    require,
)
from safelight.core.vocabulary import Channel, Purpose, Standing

AT = datetime(2026, 1, 5, tzinfo=UTC)
BASE = Question(
    asker=Asker(standing=Standing.STAFF, agency="court"), channel=Channel.PAPER,
    purpose=Purpose.COURT_PROCEEDING, at=AT,
)  # fmt: skip


def asked(requester: Requester, subject: str) -> Question:
    return question(requester, BASE, subject=subject, party="him", ground=Ground())


@pytest.mark.parametrize(
    "requester, subject, standing, agency",
    [
        (Requester.SUBJECT, "him", Standing.SUBJECT, ""),
        (Requester.SUBJECT, "her", Standing.PARTY, ""),
        (Requester.COUNSEL, "him", Standing.COUNSEL, ""),
        (Requester.COUNSEL, "her", Standing.COUNSEL, ""),
        (Requester.COURT, "her", Standing.STAFF, "court"),
        (Requester.GOVERNMENT, "her", Standing.STAFF, GOVERNMENT),
        (Requester.PANEL, "her", Standing.STAFF, PANEL),
    ],
)
def test_each_asks_as_what_they_are_to_the_person(
    requester: Requester, subject: str, standing: Standing, agency: str
) -> None:
    found = asked(requester, subject)
    assert (found.asker.standing, found.asker.agency) == (standing, agency)
    goes_to_agency = standing is Standing.STAFF
    assert found.channel is (Channel.SHARE if goes_to_agency else Channel.PAPER)
    assert found.at == AT


def test_a_subpoena_alone_opens_nothing() -> None:
    with pytest.raises(NotProduced, match="CF-19"):
        asked(Requester.SUBPOENA, "her")
    with pytest.raises(NotProduced, match="order of the court"):
        require(Requester.SUBPOENA, list(Step))


def test_nothing_goes_before_every_step_is_recorded() -> None:
    with pytest.raises(NotProduced, match="warned.*counsel approves"):
        require(Requester.COURT, [Step.BASIS, Step.EXCULPATORY])
    require(Requester.COURT, list(Step))
    assert set(LAW) == set(Requester)


def paper(words: str) -> bytes:
    return render(
        {"title": "T", "sender": "S", "sender_address": "", "date": "", "to": [],
         "lang": "en", "paragraphs": [words], "head": [], "rows": [], "signature": []},
        Format.PDF,
    )  # fmt: skip


def test_pages_put_behind_are_numbered_on_without_a_gap() -> None:
    first = paper("One.")
    assert behind(first, []) == first
    made = behind(first, [paper("Two."), paper("Three.")])
    with pikepdf.open(io.BytesIO(made)) as held:
        assert len(held.pages) == 3
    read = [part for part in parts_of("a.pdf", made) if "page" in part.name]
    text = [part.raw.decode() for part in read]
    assert "2" in text[1].split() and "3" in text[2].split()
