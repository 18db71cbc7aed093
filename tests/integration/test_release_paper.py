"""A release printed to be signed: plain, in two languages, and searched (CF-7 to CF-18)."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from safelight.core.documents.files import texts
from safelight.core.release_paper import Language, words
from safelight.core.vocabulary import Category, Purpose
from safelight.demo.county import County
from safelight.demo.steps import sign_release
from safelight.disclosure import accounting, inbox, outbox
from safelight.web.sharing.forms import SHARED_PURPOSES
from tests.integration.browser import client_of
from tests.integration.making import fresh, phone, sent_packet, survivor
from tests.integration.test_letting import wish
from tests.integration.test_limits import now_opened

FILLED = {
    "agency": "The Program", "recipient": "Child Support", "purpose": "to get money",
    "ends": "1/2/2027", "alternatives": "I call them.", "risks": "They may keep it.",
}  # fmt: skip


def sentences(language: Language) -> list[str]:
    say = words(language)
    told = [say[name].format(**FILLED)
            for name in ("sharing", "purpose", "until", "other", "risks")]  # fmt: skip
    return [
        s for text in (*told, *say["rights"]) for s in re.split(r"(?<=[.:])\s", text)
    ]


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouyáéíóúü]+", word.casefold()))
    return max(1, groups - (word.casefold().endswith("e") and groups > 1))


def test_it_is_at_the_sixth_grade_or_lower() -> None:
    """Flesch-Kincaid (Kincaid et al. 1975), syllables by groups of vowels."""
    found = sentences(Language.EN)
    every = [w for s in found for w in re.findall(r"[A-Za-z']+", s)]
    grade = (
        0.39 * len(every) / len(found)
        + 11.8 * sum(map(syllables, every)) / len(every)
        - 15.59
    )
    assert grade <= 6.0, grade


def test_spanish_says_as_much_in_sentences_as_short() -> None:
    english, spanish = words(Language.EN), words(Language.ES)
    assert english.keys() == spanish.keys()
    assert len(english["rights"]) == len(spanish["rights"])
    for say in (english, spanish):
        assert set(say["categories"]) == set(Category)
        assert set(say["purposes"]) == set(SHARED_PURPOSES)
    longest = max(len(s.split()) for s in sentences(Language.ES))
    assert longest <= 25


def form(here: County, code: str, **more: object) -> dict[str, object]:
    contact = phone(here, "rosa", code)
    return {
        "recipient": str(here.agencies["support"]), "purpose": "ENFORCE_SUPPORT",
        "items": [f"contact:{contact}"], "signer": "ADULT",
        "ends_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
        "alternatives": "They could call.", "risks": "They may keep it.",
        "co_signer_abuse": "UNKNOWN", "signed_how": "ON_PAPER", **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    "language, says", [("en", "I do not have to sign"), ("es", "No tengo que firmar")]
)
def test_it_is_printed_before_it_is_recorded_and_shows_no_value(
    county: County, language: str, says: str
) -> None:
    here = fresh(county)
    code = survivor(here)
    where = reverse("release_new", args=[here.people[code]])
    sent = form(here, code, print=language)
    made = client_of(here, "rosa").post(where, sent)
    text = " ".join(text for _, text in texts(made.content))

    assert made["Content-Type"] == "application/pdf" and says in text
    assert "Alder County Child Support" in text and "(555)" not in text
    record = client_of(here, "rosa").get(reverse("person", args=[here.people[code]]))
    assert "Sign a new one like it" not in record.content.decode()
    told = {line.what for line in accounting.account(now_opened(here, "rosa", code))}
    assert "Release printed to be signed" in told


def test_what_is_written_about_risks_is_searched(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    where = reverse("release_new", args=[here.people[code]])
    sent = form(here, code, print="en", risks="He could come to 12 Elm Street.")
    page = client_of(here, "rosa").post(where, sent)
    assert "Write it without" in page.content.decode()


def test_a_renewal_begins_like_the_one_before_and_is_signed_anew(
    county: County,
) -> None:
    """CF-15."""
    here = fresh(county)
    code = survivor(here)
    key = f"contact:{phone(here, 'rosa', code)}"
    before = wish(here, code, [key]).ground.id
    where = reverse("release_new", args=[here.people[code]])
    page = client_of(here, "rosa").get(f"{where}?again={before}").content.decode()
    chosen = page.split(f'value="{key}"')[1].split(">")[0]
    assert "checked" in chosen
    assert 'value="ENFORCE_SUPPORT" selected' in page
    other = client_of(here, "rosa").get(f"{where}?again=nothing").content.decode()
    assert "checked" not in other.split(f'value="{key}"')[1].split(">")[0]


def test_a_consent_given_elsewhere_is_read_and_lets_nothing_of_ours_go(
    county: County,
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from safelight.disclosure.options import ground_options
    from tests.unit.test_consent import PERIOD, consent

    here = fresh(county)
    code = survivor(here)
    where = reverse("person_consent", args=[here.people[code]])
    rosa = client_of(here, "rosa")
    today = timezone.localdate()
    period = {**PERIOD, "start": str(today), "end": str(today + timedelta(days=9))}
    given = consent(period=period)
    file = SimpleUploadedFile("c.json", json.dumps(given).encode())
    page = rosa.post(where, {"consent": file}, follow=True).content.decode()
    assert "Kept in the sealed part" in page and "May be given to Clinic" in page
    options = ground_options(now_opened(here, "rosa", code))
    assert all(option.ref.kind.value == "AGREEMENT" for option in options)
    refused = SimpleUploadedFile("c.json", b"{")
    assert "not JSON" in rosa.post(where, {"consent": refused}).content.decode()


def test_it_is_seen_as_the_recipient_before_anybody_signs(county: County) -> None:
    """CF-7: nothing is recorded, and nothing need be written about risks yet."""
    here = fresh(county)
    code = survivor(here)
    where = reverse("release_new", args=[here.people[code]])
    sent = form(here, code, look="yes", alternatives="", risks="", signed_how="")
    page = client_of(here, "rosa").post(where, sent).content.decode()

    offered = page.split("What they will get")[1].split("Who could come to hold")[0]
    assert "555" in offered and "Nothing is recorded yet" in page
    assert outbox.releases_of(now_opened(here, "rosa", code)) == []
    late = sent | {"ends_on": "2020-01-01"}
    page = client_of(here, "rosa").post(where, late).content.decode()
    assert "from today on" in page and "What they will get" not in page


def test_what_went_out_on_one_release_is_one_list(county: County) -> None:
    """CF-18: to read and take along; nothing of another release."""
    here = fresh(county)
    code, release, packet = sent_packet(here)
    inbox.read(here.acting("carl"), packet, timezone.now())
    other = sign_release(
        here, "rosa", code, "protection", Purpose.CHILD_SAFETY, [f"name:{here.people[code]}"],
        start_days_ago=0, days=3,
    )  # fmt: skip

    lines = accounting.under(now_opened(here, "rosa", code), release)
    said = [line.what for line in lines]
    assert sorted(said)[:2] == ["Read a packet", "Release signed"]
    assert sorted(said)[2].startswith("Sent to Alder County Child Support: ")
    lines = accounting.under(now_opened(here, "rosa", code), other)
    assert [line.what for line in lines] == ["Release signed"]
    assert accounting.under(now_opened(here, "rosa", code), uuid4()) == []

    ids = [here.people[code]]
    client = client_of(here, "rosa")
    where = f"{reverse('person_seen', args=ids)}?release={release}"
    assert "What went out on this release" in client.get(where).content.decode()
    paper = client.post(
        reverse("person_seen_paper", args=ids), {"release": str(release)}
    )
    page = paper.content.decode()
    assert "What went out on your release" in page and "Read a packet" in page
    assert "Opened the record" not in page
