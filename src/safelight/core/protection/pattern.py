"""The pattern of the violence, as facts with dates, and what the survivor does to protect.

Behaviours of whoever uses violence, not incidents of a relationship; beside them protective
acts, and five protective factors for adults and for children (CF-38; Promising Futures,
Futures Without Violence). A fact is about the person it was done to or who protects, and is
sealed by default: it is never about "the couple".
"""

from typing import Final

from safelight.core.vocabulary import Source, Term


class FactKind(Term):
    BEHAVIOR = "BEHAVIOR", "What the person using violence did"
    TO_CHILD = "TO_CHILD", "What it did to a child"
    HOUSEHOLD = "HOUSEHOLD", "What it did to daily life at home"
    BOND = "BOND", "What it did to the bond of parent and child"
    MONEY = "MONEY", "Money, work, housing, transport"
    PROTECTS = "PROTECTS", "What the survivor did to protect"
    SAFE_WAYS = "SAFE_WAYS", "Factor: safer and more stable conditions"
    CONNECTED = "CONNECTED", "Factor: people and services around them"
    RESILIENCE = "RESILIENCE", "Factor: growth, coping and healing"
    NURTURING = "NURTURING", "Factor: a nurturing parent and child together"
    SKILLS = "SKILLS", "Factor: feelings and ways with others"


VIOLENCE: Final = (
    FactKind.BEHAVIOR, FactKind.TO_CHILD, FactKind.HOUSEHOLD, FactKind.BOND,
    FactKind.MONEY,
)  # fmt: skip
PROTECTIVE: Final = tuple(one for one in FactKind if one not in VIOLENCE)
FACTORS: Final = tuple(one for one in PROTECTIVE if one is not FactKind.PROTECTS)


class Towards(Term):
    ADULT = "ADULT", "An adult"
    CHILD = "CHILD", "A child"
    BOTH = "BOTH", "Adult and child"


# Known without the survivor and without a child. Nothing else may enter the plan, the
# interview guide or a notice of whoever uses violence: they would know who told.
APART: Final = frozenset({Source.PUBLIC_RECORD, Source.OTHER_PARTY})
