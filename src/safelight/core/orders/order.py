"""An order of protection on NIEM's names, with the conditions of the national file.

The codes 01 to 09 are NCIC's (NIEM `ncic` code list, 4.0 and 6.0). Stay away and no contact
block whatever would lead to the protected person; visitation and temporary custody bring
people together, so handing over the children is planned (CF-49, CF-50; 18 U.S.C. 2265).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from safelight.core.vocabulary import Flag, Term


class Condition(Term):
    NO_HARM = "01", "No violence, threats, harassment, following or stalking"
    NO_THREATS_TO_FAMILY = "02", "No threats to family or household"
    RESIDENCE = "03", "The protected person has the home alone"
    STAY_AWAY = "04", "Stay away from home, school, work and property"
    NO_CONTACT = "05", "No contact of any kind"
    VISITATION = "06", "The restrained person has visitation or custody of children"
    NO_FIREARM = "07", "No firearm or other weapon"
    OTHER = "08", "Other terms, as written in the order"
    CUSTODY = "09", "The protected person has temporary custody of children"


# What leads to the protected person must not reach the restrained one.
BLOCKS: Final = frozenset({Condition.STAY_AWAY, Condition.NO_CONTACT})
# Children are handed over: where, when, by whom, and never by the two meeting alone.
HANDOVER: Final = frozenset({Condition.VISITATION, Condition.CUSTODY})
NEVER_TOLD: Final = (
    "The restrained person is not told that it was registered, unless the protected person "
    "asks (18 U.S.C. 2265(d)(1)). Nothing of it is published."
)
REVIEW: Final = (
    "It runs against the person who asked for the first order, without their own petition "
    "against it and findings of its own: it need not be enforced elsewhere as it stands "
    "(18 U.S.C. 2265(c)). Have counsel look at it."
)
UNCLEAR: Final = (
    "Find out whether it runs against the person who asked for the first order: such an order "
    "needs its own petition and findings (18 U.S.C. 2265(c))."
)


class NotLikeThis(ValueError):
    """The order was not recorded; the message says why and what next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`against_petitioner`, `cross_petition` and `own_findings` are as the order says them;
    what is not known is asked."""

    issued_on: date
    expires_on: date | None
    ended_on: date | None = None
    conditions: frozenset[Condition]
    against_petitioner: Flag
    cross_petition: Flag
    own_findings: Flag

    def is_in_force(self, on: date) -> bool:
        """An order without an end stays in force."""
        return self.issued_on <= on and not self.is_over(on)

    def is_over(self, on: date) -> bool:
        """Ended by the court, or run out."""
        ends = [day for day in (self.ended_on, self.expires_on) if day is not None]
        return bool(ends) and min(ends) < on

    @property
    def blocks(self) -> bool:
        return bool(self.conditions & BLOCKS)

    @property
    def needs_handover(self) -> bool:
        return bool(self.conditions & HANDOVER)

    @property
    def review(self) -> str:
        """What counsel must look at, in words; nothing where it is sound (CF-50)."""
        sound = self.cross_petition is Flag.SET and self.own_findings is Flag.SET
        if sound or self.against_petitioner is Flag.CLEAR:
            return ""
        return REVIEW if self.against_petitioner is Flag.SET else UNCLEAR


def conditions(codes: Collection[str]) -> frozenset[Condition]:
    """Raises NotLikeThis for a code that is none, or for none at all."""
    known: Mapping[str, Condition] = {one.value: one for one in Condition}
    if wrong := sorted({code for code in codes if code not in known}):
        raise NotLikeThis(
            f"No condition has the code {', '.join(wrong)}; the codes are 01 to 09 (NCIC). "
            "Nothing was kept of this order: look at it again."
        )
    if not codes:
        raise NotLikeThis("Say at least one condition, as the order has it.")
    return frozenset(known[code] for code in codes)


def require(order: Order) -> None:
    """Raises NotLikeThis for one that ends before it begins."""
    if order.expires_on and order.expires_on < order.issued_on:
        raise NotLikeThis("It ends before it was issued. Look at the dates again.")
