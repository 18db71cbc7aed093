"""Two at once about one person: whoever comes second sees what the first one did."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connections
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.core.vocabulary import Flag
from safelight.demo.county import County
from safelight.demo.steps import opened
from safelight.demo.stories import INDICATOR
from safelight.disclosure import inbox
from safelight.disclosure.delivery import deliver
from safelight.disclosure.person import read
from safelight.disclosure.sharing import prepare, send
from safelight.records.notes import drafts
from safelight.records.packets import actions as packets
from safelight.records.packets.models import Exchange
from safelight.records.people.actions import record_protection
from safelight.records.retention import actions
from tests.integration.making import fresh, survivor, waiting

PAUSE = 0.6


def meanwhile(county: County, who: str, work: Callable[[], object]) -> threading.Thread:
    """Do something in a transaction of its own that stays open for a moment."""
    begun = threading.Event()

    def run() -> None:
        try:
            with acting_as(county.acting(who)):
                work()
                begun.set()
                time.sleep(PAUSE)
        finally:
            begun.set()
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait(10)
    return thread


def test_a_hold_that_is_being_set_keeps_the_record_from_a_purge(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    then, other = opened(here, "dina", code), opened(here, "rosa", code)
    thread = meanwhile(here, "rosa", lambda: actions.hold(other, "Counsel"))

    with pytest.raises(actions.OnHold):
        actions.purge_person(then)
    thread.join()
    assert read(then).name


def test_a_packet_that_is_being_sent_goes_dark_with_the_purge(county: County) -> None:
    here = fresh(county)
    code, wish = waiting(here)
    then = opened(here, "rosa", code)
    packet = prepare(then, wish)
    packets.show(then, packet)
    thread = meanwhile(here, "rosa", lambda: send(then, packet))

    actions.purge_person(opened(here, "dina", code))
    thread.join()

    with acting_as(here.acting("rosa")):
        assert Exchange.objects.get(id=packet).recalled_at
    deliver(packet, here.agencies["lantern"], wish.recipient, at=timezone.now())
    page = inbox.read(here.acting("carl"), packet, timezone.now())
    assert page == inbox.NOT_AVAILABLE


def test_what_is_typed_during_a_purge_is_gone_with_it(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    then = opened(here, "rosa", code)
    work = {"text": "typed meanwhile"}
    thread = meanwhile(here, "rosa", lambda: drafts.keep(then, "note", work))
    actions.purge_person(opened(here, "dina", code))
    thread.join()
    with acting_as(here.acting("rosa")):
        people = drafts.waiting(here.staff["rosa"], here.agencies["lantern"])
    assert here.people[code] not in {person for person, _ in people}


def test_saving_while_the_autosave_runs_leaves_no_broken_draft(county: County) -> None:
    here = fresh(county)
    code = survivor(here)
    then = opened(here, "rosa", code)
    drafts.keep(then, "note", {"text": "half"})
    thread = meanwhile(
        here, "rosa", lambda: drafts.keep(then, "note", {"text": "more"})
    )
    drafts.discard(then, "note")
    thread.join()
    assert drafts.find(then, "note") is None


def test_a_protection_recorded_during_a_sending_is_not_passed_by(
    county: County,
) -> None:
    """Her own release carries on; what matters is that the two come one by one."""
    here = fresh(county)
    code, wish = waiting(here)
    then = opened(here, "rosa", code)
    packet = prepare(then, wish)
    packets.show(then, packet)
    thread = meanwhile(here, "rosa", lambda: send(then, packet))
    start = time.monotonic()
    record_protection(then, kind=INDICATOR, standing=Flag.SET, basis=_basis())
    assert time.monotonic() - start > PAUSE / 2
    thread.join()


def _basis():  # type: ignore[no-untyped-def]
    from safelight.core.protections import Basis

    return Basis.WORKER
