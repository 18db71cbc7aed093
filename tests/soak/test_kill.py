"""kill -9 at random moments: nothing half-sent, nothing lost, nothing readable that was
withdrawn or purged, and the ledger verifies."""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import agency_keys
from safelight.accounts.keys.material import CannotOpen, Place
from safelight.accounts.keys.ring import cipher, ciphers
from safelight.accounts.models import DataKey
from safelight.core.contact_kinds import ContactKind
from safelight.core.packet_life import PacketState
from safelight.core.vocabulary import Purpose
from safelight.demo.county import County
from safelight.demo.steps import reach, sign_release, take_in
from safelight.disclosure import inbox
from safelight.hosting import sealed_files
from safelight.hosting.backup import KEYS, PURGES, VAULTS, Backups
from safelight.hosting.postgres import Cluster, client_program
from safelight.ledger.acts import Act
from safelight.ledger.models import Entry
from safelight.ledger.sealing import seal
from safelight.ledger.verifying import verify
from safelight.records.packets.models import Exchange, Packet, ReceivedPacket
from safelight.records.people.models import ContactPoint, Person
from safelight.records.retention.models import Purge
from tests.integration.making import fresh
from tests.soak.size import size

PEOPLE_AT_LEAST = 4


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="safelight-kill-", dir="/tmp"))
    identity, recipient = sealed_files.new_pair()
    (made / "identity").write_text(identity)
    (made / "recipient").write_text(recipient)
    yield made
    shutil.rmtree(made)


def people_enough(county: County, round_: int) -> None:
    """Enough people of the program for the next rounds: flagged, with a release."""
    here = fresh(county)
    with acting_as(here.acting("rosa")):
        left = len(kims({p.id: p for p in Person.objects.all()}))
    for n in range(max(0, PEOPLE_AT_LEAST - left)):
        code = f"kim{round_}_{n}"
        take_in(
            here, code, "dina", "rosa", f"Kim Round{round_} {n}", date(1990, 1, 1), 1
        )
        phone = reach(here, "rosa", code, ContactKind.PHONE, f"(555) 017-{n:04d}")
        keys = [f"contact:{phone}", f"name:{here.people[code]}"]
        sign_release(here, "rosa", code, "support", Purpose.ENFORCE_SUPPORT, keys,
                     start_days_ago=0, days=14)  # fmt: skip


def kims(people: dict[UUID, Person]) -> list[UUID]:
    """The people of this test; others' values are damaged on purpose elsewhere."""
    return [p for p, row in people.items() if _name(row).startswith("Kim ")]


def _name(person: Person) -> str:
    place = Place("people_person", "name", person.id)
    try:
        return cipher(person.id).open(place, bytes(person.name))
    except CannotOpen:
        return ""


def killed_at_work(cluster: Cluster, folder: Path, chance: random.Random) -> None:
    """Start the victim, let it work for a moment, and end it without a word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.victim", str(folder),
         str(chance.randrange(1 << 30)), cluster.url("backup")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ.copy(),
        start_new_session=True,
    )  # fmt: skip
    with process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == b"at work\n", process.stderr.read()[-2000:]
        time.sleep(chance.uniform(0.02, 1.2))
        assert process.poll() is None, process.stderr.read().decode()[-3000:]
        os.killpg(process.pid, signal.SIGKILL)


def check_packets(county: County) -> None:
    """Sent, exchanged and in the ledger: all three or none; dark means dark."""
    now = timezone.now()
    with acting_as(county.acting("rosa")):
        rows = {row.id: row for row in Packet.objects.all()}
        exchanged = {row.id: row for row in Exchange.objects.all()}
        entries = set(Entry.objects.values_list("id", flat=True))
    for packet, row in rows.items():
        was_sent = row.sent_at is not None
        assert was_sent == (packet in exchanged)
        assert was_sent == (uuid5(packet, Act.PACKET_SENT) in entries)
        recalled = row.state == PacketState.RECALLED
        assert not was_sent or recalled == (exchanged[packet].recalled_at is not None)
    with acting_as(county.acting("carl")):
        held = set(ReceivedPacket.objects.values_list("id", flat=True))
    listed = {row.packet for row in inbox.inbox(county.acting("sonia"), now)}
    dark = {p for p, e in exchanged.items() if e.recalled_at}
    assert not listed & dark
    purged = set(exchanged) - set(rows)
    assert purged <= dark
    assert listed <= held


def check_vault(county: County, who: str) -> None:
    """Everything that is there opens, with keys that are there; the purged has neither."""
    with acting_as(county.acting(who)):
        people = {row.id: row for row in Person.objects.all()}
        assert set(ciphers(list(people))) == set(people)
        for row in ContactPoint.objects.filter(person_id__in=kims(people)):
            place = Place("people_contactpoint", "value", row.id)
            assert cipher(row.person_id).open(place, bytes(row.value))
        gone = set(
            Purge.objects.filter(what="PERSON").values_list("subject", flat=True)
        )
        assert not gone & set(people)
        assert not DataKey.objects.filter(id__in=gone).exists()
        assert not DataKey.objects.filter(under__in=gone).exists()
        assert len(agency_keys()) in (1, 2)


def check_backups(folder: Path) -> None:
    """Every file that has its name is whole; what was being written has another name."""
    backups, identity = Backups(folder), (folder / "identity").read_text()
    for part in (VAULTS, KEYS, PURGES):
        for name in backups.names(part)[-1:]:
            kept = io.BytesIO()
            sealed_files.read(backups.path(name, part), kept, identity)
            if part is not PURGES:
                command = [str(client_program("pg_restore")), "--list"]
                subprocess.run(
                    command, input=kept.getvalue(), check=True, capture_output=True
                )


def test_a_process_killed_at_any_moment_leaves_nothing_half_done(
    county: County, cluster: Cluster, folder: Path
) -> None:
    rounds, seed = size("kill", 6, 200), random.randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    for round_ in range(rounds):
        people_enough(county, round_)
        killed_at_work(cluster, folder, chance)
        check_packets(county)
        check_vault(county, "rosa")
        check_vault(county, "carl")
        check_backups(folder)
        for agency in (county.agencies["lantern"], county.agencies["support"]):
            seal(agency, at=timezone.now())
            assert verify(agency).fault == ""
