"""The one door: bytes leave an agency here and nowhere else.

Gate done (the decision is an argument), leak guard run, ledger written in the same
transaction. A stopped parcel leaves nothing but its entry in the ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from safelight.accounts.keys.ring import DataCipher
from safelight.core.gate.decision import Decision
from safelight.core.leakguard.guard import Guarded, Leak, search
from safelight.ledger.acts import Act
from safelight.ledger.entries import write


@dataclass(frozen=True, slots=True)
class Stopped:
    """It did not leave: the gate released none of it, or the leak guard found
    protected values, of this kind and in these places."""

    leaks: tuple[Leak, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is about to leave: named parts of text, and who it is about."""

    act: Act
    about: DataCipher
    parts: Sequence[tuple[str, str]]
    guarded: Guarded
    details: dict[str, Any]
    entry: UUID | None = None


def egress(
    leaving: Leaving, decision: Decision, *, at: datetime, seal: Callable[[], bytes]
) -> bytes | Stopped:
    """Let it out as `seal` makes it, or stop it. Runs in the act's own transaction."""
    leaks = search(leaving.parts, leaving.guarded)
    if leaks or all(ruling.is_withheld for ruling in decision.rulings.values()):
        found = sorted({leak.category.value for leak in leaks})
        write(
            Act.PACKET_STOPPED,
            at=at,
            about=leaving.about,
            policies=decision.policies,
            **{**leaving.details, "found": found},
        )
        return Stopped(tuple(leaks))
    write(
        leaving.act,
        at=at,
        about=leaving.about,
        policies=decision.policies,
        entry=leaving.entry,
        **leaving.details,
    )
    return seal()
