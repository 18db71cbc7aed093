"""Who can hold an item: an agency, or somebody the law lets or makes it reach."""

from dataclasses import dataclass

from safelight.core.vocabulary import AgencyKind, Category, Partition, Term


class Reached(Term):
    """Holders that are no agency of the network. The first four are the other side."""

    OTHER_PARTY = "OTHER_PARTY", "The other party"
    COUNSEL = "COUNSEL", "The other party's counsel"
    PUBLIC = "PUBLIC", "Anybody"
    EMPLOYER = "EMPLOYER", "The other party's employer"
    COURT_FILE = "COURT_FILE", "A court's file"
    GOVERNMENT = "GOVERNMENT", "Other government agencies that protect children"
    PANEL = "PANEL", "A citizen or fatality review panel"
    PROSECUTOR = "PROSECUTOR", "The prosecutor"
    REGISTRY = "REGISTRY", "The Federal Case Registry"
    OTHER_STATE = "OTHER_STATE", "Another state's child support agency"
    CHILD_PROTECTION = "CHILD_PROTECTION", "Child protection"
    OTHER_BENEFITS = "OTHER_BENEFITS", "Other benefit agencies, by matching"
    FUNDER = "FUNDER", "A funder or auditor"


OTHER_SIDE = frozenset(
    {Reached.OTHER_PARTY, Reached.COUNSEL, Reached.PUBLIC, Reached.EMPLOYER}
)
WHEREABOUTS = frozenset({Category.LOCATION, Category.CONTACT, Category.EMPLOYMENT})
SEALED_ON_ARRIVAL = WHEREABOUTS | {Category.SAFETY}


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency by its id, or a kind of holder by its code."""

    code: str
    label: str
    kind: AgencyKind = AgencyKind.NONE

    @property
    def is_other_side(self) -> bool:
        return self.code in OTHER_SIDE


def partition_in(kind: AgencyKind, category: Category) -> Partition:
    """In a child protection file, addresses and safety facts are sealed (CF-26)."""
    if kind is AgencyKind.CHILD_PROTECTION and category in SEALED_ON_ARRIVAL:
        return Partition.SEALED
    return Partition.GENERAL
