"""What one person is to another, as a record of a family says it."""

from safelight.core.vocabulary import Term


class Kinship(Term):
    PARENT = "PARENT", "Parent of"
    CHILD = "CHILD", "Child of"
    GUARDIAN = "GUARDIAN", "Guardian of"
    SIBLING = "SIBLING", "Sibling of"
    PARTNER = "PARTNER", "Partner or former partner of"
    OTHER = "OTHER", "Other family of"
    SAME_PERSON = "SAME_PERSON", "The same person as"
