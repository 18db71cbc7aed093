"""Other names and numbers by which a person is known in one agency."""

from safelight.core.vocabulary import Term


class IdentifierKind(Term):
    ALIAS = "ALIAS", "Also known as"
    PARTICIPANT = "PARTICIPANT", "Participant number"
