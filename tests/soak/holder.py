"""A process that changes the holders of a vault, and keeps what a child tells, until it is
killed.

    python -m tests.soak.holder AGENCY DINA ROSA PERSON SEED

Run on the database and the key agent that the environment names.
"""

import random
import sys
from uuid import UUID

from safelight.cli.environment import start_django

start_django()

from django.utils import timezone  # noqa: E402

from safelight.accounts.fence.acting import Principal, PrincipalKind  # noqa: E402
from safelight.accounts.keys.rotation import rotate  # noqa: E402
from safelight.core.compelled.steps import BEFORE, Kind  # noqa: E402
from safelight.core.confidence import Limits  # noqa: E402
from safelight.records.compelled import actions as compelled  # noqa: E402
from safelight.records.holding import actions as holding  # noqa: E402
from safelight.records.holding.actions import NotAllowedHere  # noqa: E402
from safelight.records.notes.actions import keep_telling  # noqa: E402
from safelight.records.opened import Opened  # noqa: E402

DINA, ROSA = "paper lantern river eleven hats", "sock harbor violet nine ladders"


class Holder:
    def __init__(self, agency: str, dina: str, rosa: str, person: str) -> None:
        self.dina, self.rosa = (
            Principal(PrincipalKind.STAFF, UUID(agency), UUID(one))
            for one in (dina, rosa)
        )
        self.person = UUID(person)

    def opened(self) -> Opened:
        return Opened(self.rosa, self.person, timezone.now())

    def add(self) -> None:
        holding.become_holder(self.rosa, ROSA, at=timezone.now())

    def remove(self) -> None:
        try:
            holding.remove_holder(self.dina, self.rosa.worker, at=timezone.now())
        except NotAllowedHere:
            return

    def rotate(self) -> None:
        rotate(self.dina.agency, at=timezone.now())

    def tell(self) -> None:
        keep_telling(
            self.opened(), Limits.SPOKE_FIRST, acted_on="A belt.", held="Stairs."
        )

    def report(self) -> None:
        demand = compelled.begin(self.opened(), Kind.REPORT, learned_at=timezone.now())
        for step in BEFORE[Kind.REPORT]:
            compelled.record(self.opened(), demand, step, "Done.", elements=["ABUSED"])


if __name__ == "__main__":
    *who, seed = sys.argv[1:]
    holder, chance = Holder(*who), random.Random(int(seed))
    print("at work", flush=True)  # noqa: T201
    while True:
        chance.choice([holder.add, holder.remove, holder.rotate, holder.tell,
                       holder.report])()  # fmt: skip
