"""What can be done with registry files, and what becomes of a record that was sent."""

from typing import Final

from safelight.core.vocabulary import Term


class RunKind(Term):
    EXPORT = "EXPORT", "Sent to the registry"
    IMPORT = "IMPORT", "Came back from the registry"
    SCREEN = "SCREEN", "Screened for a recipient"
    PAYMENT = "PAYMENT", "Flags to the payment centre"


class Acknowledgement(Term):
    """What the registry said of a record that was sent."""

    WAITING = "", "Not yet answered"
    ACCEPTED = "AAAAA", "Accepted"
    HELD = "HOLDS", "Held: not yet in force there"
    REJECTED = "REJCT", "Rejected: not in force there"


class TaskKind(Term):
    HELD = (
        "HELD",
        "The registry holds the record, so it is not in force there yet; a code says why",
    )
    REJECTED = (
        "REJECTED",
        "The registry rejected the record: correct it; once this is done, it is sent again",
    )
    MATCHED = "MATCHED", "The registry found a match: read it with what was sent"
    INCOMPLETE = "INCOMPLETE", "The record lacks what the registry needs"
    STOPPED = "STOPPED", "The leak guard stopped the record before it left"


RAISES: Final = {
    Acknowledgement.HELD: TaskKind.HELD,
    Acknowledgement.REJECTED: TaskKind.REJECTED,
}
