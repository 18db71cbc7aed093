"""Proof that the gate let somebody open one person's record.

Only `disclosure` makes it; every action on a person's record asks for it, so that
nobody writes where they may not look.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal


@dataclass(frozen=True, slots=True)
class Opened:
    by: Principal
    person: UUID
    at: datetime

    @property
    def staff(self) -> UUID:
        """The worker acting. Raises NotStaff."""
        return self.by.worker
