"""States of what is planned, and what must be there before some actions."""

from safelight.core.vocabulary import Term


class State(Term):
    PLANNED = "PLANNED", "Planned"
    RUNNING = "RUNNING", "Running"
    ENDED = "ENDED", "Ended"


class Fact(Term):
    STATEMENT = "STATEMENT", "Their sworn statement is attached"
    VENUE = "VENUE", "What the court's county tells was checked"
    HELD = "HELD", "Everything that reaches the other side is held"
