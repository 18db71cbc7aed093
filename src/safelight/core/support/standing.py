"""States of what is planned, and what must be there before some actions."""

from safelight.core.vocabulary import Term


class State(Term):
    PLANNED = "PLANNED", "Planned"
    RUNNING = "RUNNING", "Running"
    ENDED = "ENDED", "Ended"


class Fact(Term):
    STATEMENT = "STATEMENT", "Their sworn statement is attached"
    VENUE = "VENUE", "What the court's county tells was checked"
    GOOD_CAUSE = "GOOD_CAUSE", "A good cause claim is pending or granted"
    HELD = "HELD", "Everything that reaches the other side is held"
    ADDRESS_ASKED = "ADDRESS_ASKED", "A request for the address is not decided"
