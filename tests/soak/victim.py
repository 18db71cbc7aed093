"""A process that sends, recalls, purges, rotates, seals and backs up until it is killed.

    python -m tests.soak.victim FOLDER SEED

Run on the database that the environment names; FOLDER takes the backups.
"""

import random
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from safelight.cli.environment import start_django

start_django()

from django.utils import timezone  # noqa: E402

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as  # noqa: E402
from safelight.accounts.keys.rotation import rotate  # noqa: E402
from safelight.accounts.models import Agency, Staff  # noqa: E402
from safelight.core.vocabulary import GroundKind, Purpose  # noqa: E402
from safelight.disclosure.delivery import deliver, prove  # noqa: E402
from safelight.disclosure.grounds import GroundRef  # noqa: E402
from safelight.disclosure.offers import Wish  # noqa: E402
from safelight.disclosure.person import read  # noqa: E402
from safelight.disclosure.sharing import prepare, send  # noqa: E402
from safelight.disclosure.worklist import work  # noqa: E402
from safelight.hosting import backup  # noqa: E402
from safelight.ledger.sealing import seal  # noqa: E402
from safelight.records.opened import Opened  # noqa: E402
from safelight.records.packets import actions as packets  # noqa: E402
from safelight.records.releases.models import Release  # noqa: E402
from safelight.records.retention import actions as retention  # noqa: E402

LEFT_AT_LEAST = 2


class Victim:
    """One worker of the program, busy with everything that must not be torn."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        staff = Staff.objects.get(name="Rosa Vega")
        self.by = Principal(PrincipalKind.STAFF, staff.agency_id, staff.id)
        self.support = Agency.objects.get(name="Alder County Child Support").id
        self.sent: list[tuple[Opened, UUID]] = []

    def people(self) -> list[UUID]:
        rows = work(self.by, timezone.now()).people
        return [row.person for row in rows if row.name.startswith("Kim ")]

    def person(self) -> Opened:
        return Opened(self.by, self.chance.choice(self.people()), timezone.now())

    def send(self) -> None:
        opened = self.person()
        with acting_as(self.by):
            rows = Release.objects.filter(person_id=opened.person, withdrawn_at=None)
            release = rows.values_list("id", flat=True).first()
        if release is None:
            return
        keys = tuple(f.key for f in read(opened).of("name", "contact"))
        wish = Wish(
            recipient=self.support, purpose=Purpose.ENFORCE_SUPPORT,
            ground=GroundRef(GroundKind.RELEASE, release), keys=keys,
        )  # fmt: skip
        packet = prepare(opened, wish)
        packets.show(opened, packet)
        if send(opened, packet) is None:
            ids = packet, self.by.agency, self.support
            deliver(*ids, at=timezone.now())
            self.sent.append((opened, packet))
            prove(*ids, at=timezone.now())

    def recall(self) -> None:
        if self.sent:
            packets.recall(*self.sent.pop())

    def purge(self) -> None:
        if len(self.people()) < LEFT_AT_LEAST:
            return
        opened = self.person()
        self.sent = [one for one in self.sent if one[0].person != opened.person]
        retention.purge_person(opened)

    def rotate(self) -> None:
        rotate(self.chance.choice([self.by.agency, self.support]), at=timezone.now())

    def seal(self) -> None:
        seal(self.by.agency, at=timezone.now())

    def back_up(self) -> None:
        to, url = (self.folder / "recipient").read_text(), sys.argv[3]
        backup.back_up(url, self.folder, to, at=datetime.now(UTC), keep_keys_days=1)

    def step(self) -> None:
        self.chance.choice(
            [self.send, self.send, self.send, self.recall, self.purge, self.rotate,
             self.seal, self.back_up]
        )()  # fmt: skip


if __name__ == "__main__":
    victim = Victim(Path(sys.argv[1]), random.Random(int(sys.argv[2])))
    print("at work", flush=True)  # noqa: T201
    while True:
        victim.step()
