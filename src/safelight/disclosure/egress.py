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
    protected values, of this kind and in these places. `with_reason` says that it may go
    with a worker's reason."""

    leaks: tuple[Leak, ...]
    with_reason: bool = False


def nothing(_: Leak) -> bool:
    """What most that leaves says of a finding: it does not go, whatever the reason."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is about to leave: named parts of text, and who it is about. `allows` says
    whether a finding could go with a reason; `reason` is the worker's."""

    act: Act
    about: DataCipher
    parts: Sequence[tuple[str, str]]
    guarded: Guarded
    details: dict[str, Any]
    entry: UUID | None = None
    allows: Callable[[Leak], bool] = nothing
    reason: str = ""


def egress(
    leaving: Leaving, decision: Decision, *, at: datetime, seal: Callable[[], bytes]
) -> bytes | Stopped:
    """Let it out as `seal` makes it, or stop it. Runs in the act's own transaction."""
    leaks = search([*leaving.parts, ("the reason", leaving.reason)], leaving.guarded)
    withheld = all(ruling.is_withheld for ruling in decision.rulings.values())
    with_reason = bool(leaks) and not withheld and all(map(leaving.allows, leaks))
    found = {"found": sorted({leak.category.value for leak in leaks})}
    is_stopped = withheld or (leaks and not (with_reason and leaving.reason))
    if leaks and not is_stopped:
        found["reason"] = [leaving.reason]
    details = {**leaving.details, **(found if leaks or is_stopped else {})}
    write(
        Act.PACKET_STOPPED if is_stopped else leaving.act,
        at=at,
        about=leaving.about,
        policies=decision.policies,
        entry=None if is_stopped else leaving.entry,
        **details,
    )
    return Stopped(tuple(leaks), with_reason) if is_stopped else seal()
