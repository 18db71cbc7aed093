"""What the model of a history knows: a few lines that say what may be read when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal
from safelight.disclosure.grounds import GroundRef


@dataclass
class Ground:
    """What the model knows of a release or an agreement."""

    ref: GroundRef
    starts: datetime
    ends: datetime
    ended: bool = False

    def in_force(self, at: datetime) -> bool:
        return not self.ended and self.starts <= at < self.ends


@dataclass
class Sent:
    """What the model knows of a packet: its ground, its end, who was named, its texts."""

    ground: Ground
    ends: datetime
    attention: UUID
    texts: frozenset[str]
    recalled: bool = False

    def is_alive(self, at: datetime) -> bool:
        return not self.recalled and at < self.ends and self.ground.in_force(at)


@dataclass
class Reader:
    staff: UUID
    by: Principal
    supervises: bool
    active: bool = True
    blocked: bool = False

    def may_read(self, packet: Sent, at: datetime) -> bool:
        named = packet.attention == self.staff or self.supervises
        return packet.is_alive(at) and named and self.active and not self.blocked
