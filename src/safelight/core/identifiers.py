"""Other names and numbers by which a person is known in one agency."""

from typing import Final

from safelight.core.vocabulary import Category, Term


class IdentifierKind(Term):
    ALIAS = "ALIAS", "Also known as"
    PARTICIPANT = "PARTICIPANT", "Participant number"
    SSN = "SSN", "Social security number"
    PLATE = "PLATE", "License plate"


# A social security number and a license plate lead to an address: they are protected
# like one (CS-10).
REVEALS: Final = {
    IdentifierKind.ALIAS: Category.IDENTITY,
    IdentifierKind.PARTICIPANT: Category.IDENTITY,
    IdentifierKind.SSN: Category.LOCATION,
    IdentifierKind.PLATE: Category.LOCATION,
}
