"""The life of a packet: one table of states, acts and what each leads to.

Two rules for this module: the table is the only place that says what may follow what,
and a packet's end is a fact of the clock, so `standing` is asked at every reading.
"""

from datetime import datetime
from typing import Final

from safelight.core.vocabulary import Term


class PacketState(Term):
    DRAFTED = "DRAFTED", "Drafted"
    SHOWN = "SHOWN", "Shown to the person it is about"
    SENT = "SENT", "Sent"
    READ = "READ", "Read by the recipient"
    RECALLED = "RECALLED", "Recalled"
    EXPIRED = "EXPIRED", "Ended"
    STOPPED = "STOPPED", "Stopped before it was sent"


class PacketAct(Term):
    SHOW = "SHOW", "Show it to the person"
    SEND = "SEND", "Send"
    STOP = "STOP", "Stop"
    READ = "READ", "Read"
    RECALL = "RECALL", "Recall"
    EXPIRE = "EXPIRE", "End"


TRANSITIONS: Final[dict[tuple[PacketState, PacketAct], PacketState]] = {
    (PacketState.DRAFTED, PacketAct.SHOW): PacketState.SHOWN,
    (PacketState.DRAFTED, PacketAct.SEND): PacketState.SENT,
    (PacketState.SHOWN, PacketAct.SEND): PacketState.SENT,
    (PacketState.DRAFTED, PacketAct.STOP): PacketState.STOPPED,
    (PacketState.SHOWN, PacketAct.STOP): PacketState.STOPPED,
    (PacketState.SENT, PacketAct.READ): PacketState.READ,
    (PacketState.READ, PacketAct.READ): PacketState.READ,
    (PacketState.SENT, PacketAct.RECALL): PacketState.RECALLED,
    (PacketState.READ, PacketAct.RECALL): PacketState.RECALLED,
    (PacketState.SENT, PacketAct.EXPIRE): PacketState.EXPIRED,
    (PacketState.READ, PacketAct.EXPIRE): PacketState.EXPIRED,
}


class NotAllowedNow(ValueError):
    """The act is not possible in this state."""


def after(state: PacketState, act: PacketAct, *, on_release: bool) -> PacketState:
    """The state that an act leads to.

    A packet whose ground is a release must be shown to her before it is sent (CF-14).
    Raises NotAllowedNow for any act the table does not have.
    """
    if on_release and (state, act) == (PacketState.DRAFTED, PacketAct.SEND):
        raise NotAllowedNow("Show the packet to the person it is about, then send it.")
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise NotAllowedNow(
            f"{act.label}: not possible now, the packet is {state.label.lower()}."
        ) from None


def state_now(
    state: PacketState, *, is_read: bool, ends: datetime, at: datetime
) -> PacketState:
    """The state a kept one has come to: read by the recipient, ended by the clock."""
    acts = [(is_read, PacketAct.READ), (at >= ends, PacketAct.EXPIRE)]
    for happened, act in acts:
        if happened:
            state = TRANSITIONS.get((state, act), state)
    return state


def is_readable(*, ends: datetime, recalled_at: datetime | None, at: datetime) -> bool:
    """Whether a sent packet may be read at a moment."""
    return recalled_at is None and at < ends
