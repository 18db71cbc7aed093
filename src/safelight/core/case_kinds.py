"""Each kind of agency has its own kind of case, with its own parts and category."""

from dataclasses import dataclass
from typing import Final

from safelight.core.vocabulary import AgencyKind, Category, Term


class CaseKind(Term):
    IVD_CASE = "IVD_CASE", "Child support case"
    CPS_CASE = "CPS_CASE", "Child protection case"
    ADVOCACY_FILE = "ADVOCACY_FILE", "Advocacy file"
    COURT_MATTER = "COURT_MATTER", "Court matter"
    SERVICE_FILE = "SERVICE_FILE", "Service file"


class Part(Term):
    """What a person is in a case. No part says who was violent."""

    CUSTODIAL_PARTY = "CUSTODIAL_PARTY", "Custodial party"
    NONCUSTODIAL_PARENT = "NONCUSTODIAL_PARENT", "Noncustodial parent"
    PUTATIVE_FATHER = "PUTATIVE_FATHER", "Putative father"
    CHILD = "CHILD", "Child"
    PARENT = "PARENT", "Parent"
    PARTICIPANT = "PARTICIPANT", "Participant"
    PETITIONER = "PETITIONER", "Petitioner"
    RESPONDENT = "RESPONDENT", "Respondent"


@dataclass(frozen=True, slots=True)
class CaseRule:
    """`category` is what taking part in such a case says about a person."""

    kind: CaseKind
    category: Category
    parts: tuple[Part, ...]


IVD_PARTS = (
    Part.CUSTODIAL_PARTY, Part.NONCUSTODIAL_PARENT, Part.PUTATIVE_FATHER, Part.CHILD,
)  # fmt: skip
# Who stands on the other side of a custodial party.
PAYING: Final = (Part.NONCUSTODIAL_PARENT, Part.PUTATIVE_FATHER)
SERVICE = CaseRule(CaseKind.SERVICE_FILE, Category.SERVICES, (Part.PARTICIPANT,))
CASE_RULES: Final = {
    AgencyKind.CHILD_SUPPORT: CaseRule(CaseKind.IVD_CASE, Category.MONEY, IVD_PARTS),
    AgencyKind.CHILD_PROTECTION: CaseRule(
        CaseKind.CPS_CASE, Category.CHILDS_REPORT, (Part.PARENT, Part.CHILD)
    ),
    AgencyKind.VICTIM_SERVICES: CaseRule(
        CaseKind.ADVOCACY_FILE, Category.SERVICES, (Part.PARTICIPANT, Part.CHILD)
    ),
    AgencyKind.COURT: CaseRule(
        CaseKind.COURT_MATTER,
        Category.COURT,
        (Part.PETITIONER, Part.RESPONDENT, Part.CHILD),
    ),
    AgencyKind.LAW_ENFORCEMENT: SERVICE,
    AgencyKind.COMMUNITY_PROVIDER: SERVICE,
    AgencyKind.BENEFITS: SERVICE,
}
