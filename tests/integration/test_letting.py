"""What the leak guard finds goes with a reason where the gate would release it, and else
not (decision 0023)."""

from uuid import UUID

import pytest
from django.urls import reverse

from safelight.core.identifiers import IdentifierKind
from safelight.core.vocabulary import Category, Purpose, Source
from safelight.demo.county import County
from safelight.demo.steps import note, sign_release
from safelight.disclosure import accounting, sharing
from safelight.disclosure.egress import Stopped
from safelight.disclosure.grounds import GroundKind, GroundRef
from safelight.disclosure.offers import Wish, offer
from safelight.records.packets import actions as packets
from safelight.records.people.actions import add_identifier
from tests.integration.browser import client_of
from tests.integration.making import fresh, phone, survivor
from tests.integration.test_limits import by_agreement, home, now_opened, ordinary

CALL = "After noon she is at 860-555-0166, ask for Nan."
WHY = "It is the library's public desk."


def released(here: County, *, with_phone: bool) -> tuple[str, Wish]:
    """A note with a number that nobody recorded, released with or without contacts."""
    code = survivor(here)
    text = note(here, "rosa", code, CALL, category=Category.COURT,
                source=Source.SURVIVOR, days_ago=1)  # fmt: skip
    keys = [f"note:{text}"]
    keys += [f"contact:{phone(here, 'rosa', code)}"] if with_phone else []
    return code, wish(here, code, keys)


def wish(here: County, code: str, keys: list[str]) -> Wish:
    release = sign_release(here, "rosa", code, "support", Purpose.ENFORCE_SUPPORT, keys,
                           start_days_ago=0, days=14)  # fmt: skip
    return Wish(
        recipient=here.agencies["support"], purpose=Purpose.ENFORCE_SUPPORT,
        ground=GroundRef(GroundKind.RELEASE, release), keys=tuple(keys),
        attention=here.staff["carl"],
    )  # fmt: skip


def shown(here: County, code: str, wish: Wish) -> UUID:
    packet = sharing.prepare(now_opened(here, "rosa", code), wish)
    packets.show(now_opened(here, "rosa", code), packet)
    return packet


def told(here: County, who: str, code: str) -> list[str]:
    return [line.what for line in accounting.account(now_opened(here, who, code))]


def test_a_number_nobody_recorded_stops_a_packet_about_somebody_protected(
    county: County,
) -> None:
    here = fresh(county)
    code, wish = released(here, with_phone=False)
    opened = now_opened(here, "rosa", code)

    found = offer(opened, wish)
    assert [leak.category for leak in found.leaks] == [Category.CONTACT]
    assert not found.can_go
    stopped = sharing.send(opened, shown(here, code, wish), reason=WHY)
    assert isinstance(stopped, Stopped) and not stopped.with_reason


def test_what_the_gate_would_release_goes_with_a_reason_that_she_can_read(
    county: County,
) -> None:
    here = fresh(county)
    code, wish = released(here, with_phone=True)
    packet, opened = shown(here, code, wish), now_opened(here, "rosa", code)

    assert offer(opened, wish).can_go
    stopped = sharing.send(opened, packet)
    assert isinstance(stopped, Stopped) and stopped.with_reason
    assert sharing.send(opened, packet, reason=WHY) is None
    assert any(WHY in line for line in told(here, "rosa", code))


def test_a_reason_that_shows_a_whereabouts_stops_too(county: County) -> None:
    here = fresh(county)
    code, wish = released(here, with_phone=True)
    stopped = sharing.send(
        now_opened(here, "rosa", code), shown(here, code, wish), reason=CALL
    )
    assert isinstance(stopped, Stopped) and not stopped.with_reason
    assert not any("860-555-0166" in line for line in told(here, "rosa", code))


@pytest.mark.parametrize("words", ["born 1/1/90", "drives a gray car, k l m 4 4 7 1"])
def test_a_birth_date_and_a_plate_lead_to_somebody_protected(
    words: str, county: County
) -> None:
    here = fresh(county)
    code = survivor(here)
    add_identifier(
        now_opened(here, "rosa", code), kind=IdentifierKind.PLATE, value="KLM-4471",
        source=Source.SURVIVOR,
    )  # fmt: skip
    text = note(here, "rosa", code, f"She {words}.", category=Category.COURT)
    asked = wish(here, code, [f"note:{text}"])

    found = offer(now_opened(here, "rosa", code), asked)
    assert len(found.leaks) == 1 and not found.can_go
    born = [f"note:{text}", f"birth_date:{here.people[code]}"]
    freed = offer(now_opened(here, "rosa", code), wish(here, code, born))
    assert freed.can_go == words.startswith("born")


def test_under_an_agreement_only_what_it_covers_of_somebody_unprotected(
    county: County,
) -> None:
    here = fresh(county)
    code = ordinary(here, "plain_note", "Plain Note")
    home(here, code, "19 Plain Row, Alder 00001")
    key = f"note:{note(here, 'carl', code, 'He moved to 19 Plain Row.')}"
    wish = by_agreement(here, code, key)
    opened = now_opened(here, "carl", code)
    stopped = sharing.send(opened, sharing.prepare(opened, wish))

    assert isinstance(stopped, Stopped)
    assert {leak.key.split(":")[0] for leak in stopped.leaks} == {"contact"}
    assert stopped.with_reason


def test_the_worker_sees_the_place_and_gives_the_reason_on_the_page(
    county: County,
) -> None:
    here = fresh(county)
    code, wish = released(here, with_phone=True)
    client, ids = client_of(here, "rosa"), [here.people[code], shown(here, code, wish)]
    where = reverse("packet_send", args=ids)

    page = client.post(where).content.decode()
    assert "<mark>860-555-0166</mark>" in page and "Send it with this reason" in page
    assert "Sent." in client.post(where, {"reason": WHY}, follow=True).content.decode()
