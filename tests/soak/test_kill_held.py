"""kill -9 while holders change: the vault opens with the words that were there, everything
in it opens, and nothing a child told is half kept."""

import os
import random
import signal
import subprocess
import sys
import time

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import agency_keys
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import KeyHolder
from safelight.demo.county import County
from safelight.records.compelled.models import Demand, StepDone
from safelight.records.holding import actions
from safelight.records.notes.models import Note, Telling
from tests.integration.making import survivor
from tests.integration.staffing import Program, program
from tests.integration.test_held import running
from tests.soak.holder import DINA, ROSA
from tests.soak.size import size

__all__ = ["running"]


def killed_at_work(here: Program, person: str, chance: random.Random) -> None:
    who = [
        str(here.agencies["lantern"]),
        str(here.staff["dina"]),
        str(here.staff["rosa"]),
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.holder", *who, person,
         str(chance.randrange(1 << 30))],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ.copy(),
        start_new_session=True,
    )  # fmt: skip
    with process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == b"at work\n", process.stderr.read()[-2000:]
        time.sleep(chance.uniform(0.05, 2.5))
        assert process.poll() is None, process.stderr.read().decode()[-3000:]
        os.killpg(process.pid, signal.SIGKILL)


def check(here: Program) -> None:
    """Locked and opened again with each holder's words: then everything opens."""
    now, dina, rosa = timezone.now(), here.acting("dina"), here.acting("rosa")
    actions.lock(dina, at=now)
    with acting_as(rosa):
        is_holder = KeyHolder.objects.filter(staff_id=rosa.worker).exists()
    for by, words in ((dina, DINA), (rosa, ROSA))[: 1 + is_holder]:
        actions.lock(dina, at=now)
        actions.unlock(by, words, at=now)
        with acting_as(rosa):
            assert len(agency_keys()) in (1, 2)
            notes = {row.id: row for row in Note.objects.all()}
            for row in notes.values():
                place = Place("notes_note", "text", row.id)
                assert cipher(row.person_id).open(place, bytes(row.text))
            for told in Telling.objects.all():
                assert {told.acted_on_id, told.held_id} <= set(notes)
            kept = {
                one for row in Telling.objects.all()
                for one in (row.acted_on_id, row.held_id)
            }  # fmt: skip
            assert kept == set(notes)
            demands = set(Demand.objects.values_list("id", flat=True))
            assert set(StepDone.objects.values_list("demand_id", flat=True)) <= demands


def test_holders_that_change_while_the_process_is_killed(
    county: County, running: object
) -> None:
    rounds, seed = size("kill_held", 4, 100), random.randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201
    chance, here = random.Random(seed), program(county)
    code = survivor(here, "rosa", "dina")
    actions.hold(here.acting("dina"), DINA, at=timezone.now())
    for _ in range(rounds):
        killed_at_work(here, str(here.people[code]), chance)
        check(here)
