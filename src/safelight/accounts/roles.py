"""Roles are data: what each is called, where it exists, and which duties it carries."""

from collections.abc import Sequence
from dataclasses import dataclass

from safelight.core.vocabulary import AgencyKind as Kind
from safelight.core.vocabulary import Duty


@dataclass(frozen=True, slots=True)
class Role:
    """A role as an agency assigns it. The gate sees its duties only."""

    code: str
    label: str
    kinds: frozenset[Kind]
    duties: frozenset[Duty]


def _role(code: str, label: str, kinds: Sequence[Kind], *duties: Duty) -> Role:
    return Role(code, label, frozenset(kinds), frozenset(duties))


EVERYWHERE = [kind for kind in Kind if kind is not Kind.NONE]
PROVIDERS = [Kind.COMMUNITY_PROVIDER, Kind.BENEFITS, Kind.LAW_ENFORCEMENT]
ROLES = {
    role.code: role
    for role in (
        _role("ivd_worker", "Child support worker", [Kind.CHILD_SUPPORT], Duty.CASEWORK),
        _role("ivd_supervisor", "Child support supervisor", [Kind.CHILD_SUPPORT], Duty.CASEWORK, Duty.SUPERVISE, Duty.REGISTRY),
        _role("registry_operator", "Registry operator", [Kind.CHILD_SUPPORT], Duty.CASEWORK, Duty.REGISTRY),
        _role("cps_worker", "Child protection worker", [Kind.CHILD_PROTECTION], Duty.CASEWORK),
        _role("cps_supervisor", "Child protection supervisor", [Kind.CHILD_PROTECTION], Duty.CASEWORK, Duty.SUPERVISE),
        _role("agency_counsel", "Agency counsel", [Kind.CHILD_PROTECTION], Duty.CASEWORK, Duty.COUNSEL),
        _role("advocate", "Advocate", [Kind.VICTIM_SERVICES], Duty.ADVOCACY),
        _role("program_director", "Program director", [Kind.VICTIM_SERVICES], Duty.ADVOCACY, Duty.SUPERVISE, Duty.SIGN),
        _role("judge", "Judge", [Kind.COURT], Duty.ADJUDICATE, Duty.SUPERVISE),
        _role("court_clerk", "Court clerk", [Kind.COURT], Duty.CASEWORK),
        _role("case_worker", "Case worker", PROVIDERS, Duty.CASEWORK),
        _role("signatory", "Signatory", EVERYWHERE, Duty.SIGN),
        _role("auditor", "Auditor", EVERYWHERE, Duty.AUDIT),
        _role("administrator", "Administrator", EVERYWHERE, Duty.ADMINISTER),
    )
}  # fmt: skip


def duties_of(codes: list[str]) -> frozenset[Duty]:
    """The duties of some roles together; a code that is no role carries none."""
    found = (ROLES[code].duties for code in codes if code in ROLES)
    return frozenset().union(*found)
