"""Documents: taken in, opened, searched before they leave, kept where they cannot be."""

import io
from uuid import UUID

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from safelight.core.contact_kinds import ContactKind
from safelight.core.documents import files
from safelight.core.documents.files import (
    MOST_BYTES,
    NotTaken,
    StaysInside,
    outside,
    taken_in,
    texts,
)
from safelight.core.papers.rendering import Format, render
from safelight.core.vocabulary import Category, Partition, Source
from safelight.demo.county import County
from safelight.disclosure import inbox, sharing
from safelight.disclosure.delivery import deliver
from safelight.disclosure.egress import Stopped
from safelight.disclosure.inbox import PacketPage
from safelight.disclosure.offers import Wish, offer
from safelight.disclosure.shown import Withheld
from safelight.records.documents import actions
from safelight.records.packets import actions as packets
from safelight.records.people.actions import add_contact
from safelight.records.retention.values import purge_items
from tests.integration.browser import client_of
from tests.integration.making import fresh, phone, survivor
from tests.integration.test_letting import wish
from tests.integration.test_limits import now_opened


def letter(words: str) -> bytes:
    return render(
        {
            "title": "Order", "sender": "Court", "sender_address": "", "date": "", "to": [],
            "lang": "en", "paragraphs": [words], "head": [], "rows": [], "signature": [],
        },
        Format.PDF,
    )  # fmt: skip


def photo(kind: str = "JPEG") -> bytes:
    """A picture that says where it was taken."""
    picture, out = Image.new("RGB", (60, 40), "white"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at 31 Canary Lane"
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def filed(here: County, code: str, pdf: bytes) -> str:
    opened = now_opened(here, "rosa", code)
    row = actions.file(
        opened, title="Order of 3 March", pdf=taken_in(pdf), category=Category.COURT,
        partition=Partition.GENERAL, source=Source.PUBLIC_RECORD,
    )  # fmt: skip
    return f"document:{row}"


def sent(here: County, code: str, asked: Wish) -> tuple[UUID, Stopped | object]:
    packet = sharing.prepare(now_opened(here, "rosa", code), asked)
    packets.show(now_opened(here, "rosa", code), packet)
    return packet, sharing.send(now_opened(here, "rosa", code), packet)


def test_it_travels_searched_and_says_nothing_of_who_made_it(county: County) -> None:
    here = fresh(county)
    code, out = survivor(here), io.BytesIO()
    with pikepdf.open(io.BytesIO(letter("It is ordered."))) as made:
        made.docinfo["/Author"] = "Clerk of 9 Somewhere Street"
        made.save(out)
    key = filed(here, code, out.getvalue())
    packet, stopped = sent(here, code, wish(here, code, [key]))
    assert stopped is None
    deliver(
        packet, here.agencies["lantern"], here.agencies["support"], at=timezone.now()
    )

    page = inbox.read(here.acting("carl"), packet, timezone.now())
    assert isinstance(page, PacketPage)
    text = " ".join(words for _, words in texts(page.files[key]))
    assert "It is ordered." in text and "Clerk" not in text
    where = reverse("inbox_document", args=[packet, key.partition(":")[2]])
    answer = client_of(here, "carl").post(where)
    assert answer.content == page.files[key] and answer["Content-Type"].endswith("pdf")
    assert client_of(here, "nils").post(where).status_code == 404
    read_by = client_of(here, "rosa").get(
        reverse("packet", args=[here.people[code], packet])
    )
    assert "(printed)" in read_by.content.decode()


@pytest.mark.parametrize("hidden", [False, True])
def test_an_address_in_it_stops_it_with_the_page(county: County, hidden: bool) -> None:
    here = fresh(county)
    code = survivor(here)
    number = "(555) 019-8811"
    phone(here, "rosa", code)
    out = io.BytesIO(letter("Call 555 019 8811." if not hidden else "Nothing."))
    if hidden:
        made = pikepdf.open(out)
        made.attachments["a.txt"] = f"Call {number}".encode()
        made.save(out := io.BytesIO())
    key = filed(here, code, out.getvalue())
    asked = wish(here, code, [key])

    found = offer(now_opened(here, "rosa", code), asked)
    places = {leak.part.partition("#")[2].split(" ")[0] for leak in found.leaks}
    assert places == ({"embeddedfile"} if hidden else {"page"}) and not found.can_go
    _, stopped = sent(here, code, asked)
    assert isinstance(stopped, Stopped)


def test_a_page_that_is_only_a_picture_stays_and_says_why(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    key = filed(here, code, photo())

    found = offer(now_opened(here, "rosa", code), wish(here, code, [key]))
    (field,) = found.fields
    assert isinstance(field, Withheld) and "cannot be searched" in field.words
    assert not found.can_go


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_forgets_where_it_was_taken(kind: str) -> None:
    assert b"Canary" in photo(kind)
    assert b"Canary" not in taken_in(photo(kind))


def test_a_picture_of_too_many_points_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "MOST_PIXELS", 100)
    with pytest.raises(NotTaken, match="too large"):
        taken_in(photo())


def test_a_file_that_was_damaged_since_stays_inside() -> None:
    with pytest.raises(StaysInside):
        outside(b"%PDF-1.7 damaged")


@pytest.mark.parametrize(
    "raw, words",
    [
        (b"hello", "neither a PDF nor"),
        (b"%PDF-1.7 broken", "cannot be read"),
        (letter("x")[:2000], "cannot be read"),
        (photo()[:150], "neither a PDF nor"),
        (b"%PDF-" + b"0" * MOST_BYTES, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(
    raw: bytes, words: str, county: County
) -> None:
    with pytest.raises(NotTaken, match=words):
        taken_in(raw)
    here = fresh(county)
    code, client = survivor(here), client_of(here, "rosa")
    where = reverse("person_document", args=[here.people[code]])
    sent = {"title": "Order", "category": "COURT", "partition": "GENERAL",
            "source": "PUBLIC_RECORD", "file": SimpleUploadedFile("o.pdf", raw)}  # fmt: skip
    page = client.post(where, sent)
    assert page.status_code == 200 and words in page.content.decode()
    record = client.get(reverse("person", args=[here.people[code]])).content.decode()
    assert "Document: court" not in record


def test_filed_and_opened_through_the_pages_and_purged(county: County) -> None:
    here = fresh(county)
    code, client = survivor(here), client_of(here, "rosa")
    where = reverse("person_document", args=[here.people[code]])
    content = letter("It is ordered.")
    sent = {"title": "Order", "category": "COURT", "partition": "GENERAL",
            "source": "PUBLIC_RECORD",
            "file": SimpleUploadedFile("o.pdf", content)}  # fmt: skip
    page = client.post(where, sent, follow=True).content.decode()
    link = page.split("/document/")[1].split("/")[0]
    assert "Document filed." in page and "it is stopped when" not in page
    add_contact(
        now_opened(here, "rosa", code), kind=ContactKind.HOME,
        value="12 Ash Lane, Alder 00001", source=Source.SURVIVOR,
    )  # fmt: skip
    sent["file"] = SimpleUploadedFile("p.pdf", letter("The flat is 12 Ash Lane."))
    page = client.post(where, sent, follow=True).content.decode()
    assert "It shows location (page 1): it is stopped when somebody shares it." in page
    own = reverse("document", args=[here.people[code], UUID(link)])
    assert client.get(own).content == content
    assert client_of(here, "carl").get(own).status_code == 404

    purge_items(now_opened(here, "dina", code), [f"document:{link}"])
    assert client.get(own).status_code == 404
