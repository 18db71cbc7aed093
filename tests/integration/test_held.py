"""A vault that its own people hold: locked, it opens for nobody else."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.held import agent, asking, locks
from safelight.accounts.keys.held.asking import VaultLocked
from safelight.accounts.keys.held.locks import TooShort, WrongWords
from safelight.accounts.keys.rotation import rotate
from safelight.accounts.models import HolderPair, KeyHolder
from safelight.demo.county import County
from safelight.disclosure.person import read
from safelight.ledger.acts import Act
from safelight.ledger.models import Entry
from safelight.records.holding import actions
from safelight.records.holding.actions import NotAllowedHere
from tests.integration.browser import client_of
from tests.integration.making import survivor
from tests.integration.staffing import program

WORDS = "paper lantern river eleven hats"
OTHERS = "sock harbor violet nine ladders"
THIRD = "maple engine silver forty drums"


@pytest.fixture(scope="module")
def running() -> Iterator[agent.Memory]:
    """The agent, in a thread of this process."""
    memory = agent.Memory(idle=3600, most=9000)
    server = agent.Server(Path(settings.KEY_AGENT), memory)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield memory
    server.shutdown()
    server.server_close()


@pytest.fixture
def held(county: County, running: agent.Memory) -> tuple[County, str]:
    """A program of its own, held by its director; and its printed key."""
    here = program(county)
    survivor(here, "rosa", "dina")
    printed = actions.hold(here.acting("dina"), WORDS, at=timezone.now())
    return here, printed


def opens(here: County, who: str = "rosa") -> bool:
    from safelight.disclosure.access import open_person
    from safelight.records.opened import Opened

    code = next(code for code in here.people if code.startswith("survivor"))
    try:
        found = open_person(here.acting(who), here.people[code], timezone.now())
        return isinstance(found, Opened) and bool(read(found).fields)
    except VaultLocked:
        return False


def lock(here: County) -> None:
    actions.lock(here.acting("dina"), at=timezone.now())
    assert not opens(here)


def acts(by: Principal) -> list[str]:
    with acting_as(by):
        rows = Entry.objects.filter(agency_id=by.agency).order_by("written_at")
        return list(rows.values_list("act", flat=True))


def test_locked_it_opens_with_a_holders_words_alone(held: tuple[County, str]) -> None:
    here, _ = held
    dina, rosa = here.acting("dina"), here.acting("rosa")
    assert opens(here)
    lock(here)

    for by, words in ((rosa, WORDS), (dina, WORDS + "!"), (dina, "")):
        with pytest.raises(WrongWords):
            actions.unlock(by, words, at=timezone.now())
    assert not opens(here)
    actions.unlock(dina, "  paper lantern   river eleven hats ", at=timezone.now())
    assert opens(here)
    assert acts(dina).count(Act.UNLOCK_REFUSED) == 3


def test_any_advocate_becomes_a_holder_and_a_director_takes_them_out(
    held: tuple[County, str],
) -> None:
    here, _ = held
    dina, rosa = here.acting("dina"), here.acting("rosa")
    name = f"rosa held program {here.now:%f}"
    for weak in (
        "short words",
        "a" * 40,
        f"{name} {name} lamp",
        "one two one two one two",
    ):
        with pytest.raises(TooShort):
            actions.become_holder(rosa, weak, at=timezone.now())
    actions.become_holder(rosa, OTHERS, at=timezone.now())
    lock(here)
    actions.unlock(rosa, OTHERS, at=timezone.now())
    with acting_as(rosa):
        row = KeyHolder.objects.get(agency_id=rosa.agency, staff_id=rosa.worker)
        copied = bytes(row.sealed or b"")
        stolen = locks.open_with(copied, locks.open_lock(actions._lock(row), OTHERS))

    actions.remove_holder(dina, rosa.worker, at=timezone.now())
    assert opens(here)
    with acting_as(dina):
        from safelight.accounts.keys.agency import seal_key

        assert seal_key() != stolen
    lock(here)
    with pytest.raises(WrongWords):
        actions.unlock(rosa, OTHERS, at=timezone.now())
    asking.unlock(dina.agency, stolen)
    assert not opens(here)
    actions.unlock(dina, WORDS, at=timezone.now())
    assert opens(here)
    with pytest.raises(NotAllowedHere):
        actions.remove_holder(dina, dina.worker, at=timezone.now())


def test_the_printed_key_opens_until_another_is_printed(
    held: tuple[County, str],
) -> None:
    here, printed = held
    rosa = here.acting("rosa")
    lock(here)
    actions.unlock_printed(rosa, f" {printed.lower()}\n", at=timezone.now())
    assert opens(here)
    following = actions.print_anew(here.acting("dina"), at=timezone.now())
    lock(here)
    for wrong in (printed, "AGE-SECRET-KEY-1", "", printed[:-1] + "Q"):
        with pytest.raises(WrongWords):
            actions.unlock_printed(rosa, wrong, at=timezone.now())
    actions.unlock_printed(rosa, following, at=timezone.now())
    assert opens(here)


def test_two_of_three_open_it_together_and_one_with_wrong_words_does_not(
    held: tuple[County, str],
) -> None:
    here, _ = held
    words = {"dina": WORDS, "rosa": OTHERS, "lou": THIRD}
    for who in ("rosa", "lou"):
        actions.become_holder(here.acting(who), words[who], at=timezone.now())
    three = [here.staff[who] for who in words]
    with pytest.raises(NotAllowedHere):
        actions.entrust(here.acting("dina"), three[:2], at=timezone.now())
    actions.entrust(here.acting("dina"), three, at=timezone.now())

    for one, two in (("dina", "rosa"), ("lou", "dina"), ("rosa", "lou")):
        lock(here)
        given = [(here.staff[who], words[who]) for who in (one, two)]
        actions.unlock_together(here.acting("rosa"), given, at=timezone.now())
        assert opens(here)
    lock(here)
    for given in (
        [(here.staff["dina"], WORDS), (here.staff["dina"], WORDS)],
        [(here.staff["dina"], WORDS), (here.staff["lou"], OTHERS)],
        [(here.staff["dina"], WORDS), (uuid4(), OTHERS)],
    ):
        with pytest.raises(WrongWords):
            actions.unlock_together(here.acting("rosa"), given, at=timezone.now())
    assert not opens(here)
    actions.unlock(here.acting("dina"), WORDS, at=timezone.now())
    actions.remove_holder(here.acting("dina"), here.staff["lou"], at=timezone.now())
    with acting_as(here.acting("dina")):
        assert (
            HolderPair.objects.filter(agency_id=here.agencies["lantern"]).count() == 1
        )


def test_a_clock_that_went_back_takes_no_key_away(
    county: County, running: agent.Memory
) -> None:
    here = program(county)
    survivor(here, "rosa", "dina")
    actions.hold(here.acting("dina"), WORDS, at=timezone.now() - timedelta(days=400))
    assert opens(here)
    lock(here)
    actions.unlock(here.acting("dina"), WORDS, at=timezone.now())
    assert opens(here)


def test_its_keys_are_rotated_only_while_it_is_open(held: tuple[County, str]) -> None:
    here, _ = held
    agency = here.agencies["lantern"]
    assert rotate(agency, at=timezone.now() + timedelta(seconds=1)) > 0
    assert opens(here)
    lock(here)
    with pytest.raises(VaultLocked):
        rotate(agency, at=timezone.now())
    actions.unlock(here.acting("dina"), WORDS, at=timezone.now())
    assert opens(here)


def test_every_page_of_a_locked_vault_asks_for_words(held: tuple[County, str]) -> None:
    here, _ = held
    actions.become_holder(here.acting("rosa"), OTHERS, at=timezone.now())
    client = client_of(here, "rosa")
    assert "Vera" in client.get(reverse("work")).content.decode()
    client.post(reverse("vault_lock"))

    where = client.get(reverse("work"))
    assert where["Location"] == reverse("unlock")
    for name in ("inbox", "people"):
        assert client.get(reverse(name))["Location"] == reverse("unlock")
    assert client.post(reverse("people"), {"text": "Vera"}).status_code == 423
    unlock = reverse("unlock")
    assert "does not open" in client.post(unlock, {"words": "x"}).content.decode()
    said = client.post(unlock, {"words": OTHERS}, follow=True).content.decode()
    assert "Unlocked." in said
    page = client.get(reverse("vault")).content.decode()
    assert "The printed key" in page and "Lock it now" in page
    for _ in range(6):
        last = client.post(unlock, {"words": "wrong"}).content.decode()
    assert "Too many attempts" in last


def test_a_director_sets_it_up_through_the_pages(
    county: County, running: agent.Memory
) -> None:
    here = program(county)
    client, where = client_of(here, "dina"), reverse("vault_hold")
    sent = {"words": WORDS, "again": WORDS, "understood": "on"}

    assert "Hold the key yourselves" in client.get(reverse("vault")).content.decode()
    assert "not the same" in client.post(where, {**sent, "again": "x"}).content.decode()
    short = {"words": "too short", "again": "too short", "understood": "on"}
    assert "at least 5" in client.post(where, short).content.decode()
    assert (
        "required"
        in client.post(where, {"words": WORDS, "again": WORDS}).content.decode()
    )
    page = client.post(where, sent).content.decode()
    assert "AGE-SE CRET-K" in page
    assert "held already" in client.post(where, sent).content.decode()
    assert client_of(here, "rosa").get(where).status_code == 404
    assert client_of(here, "carl").get(reverse("vault")).status_code == 404
