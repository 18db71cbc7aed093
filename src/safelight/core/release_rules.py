"""What makes a release of information valid, and what to ask before it is signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from safelight.core.periods import Period
from safelight.core.vocabulary import AgencyKind, Signer, Term

# NNEDV practice: two weeks to a month fit most purposes (CF-8).
PROMPT_ABOVE_DAYS: Final = 30


class SignedHow(Term):
    ON_PAPER = "ON_PAPER", "On paper, in person"
    ELECTRONIC = "ELECTRONIC", "Electronically, identity checked on another channel"


class WithdrawnHow(Term):
    NOT = "NOT", "Not withdrawn"
    ORAL = "ORAL", "Said so"
    WRITTEN = "WRITTEN", "In writing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A release before it is recorded, as the rules look at it.

    `is_minor` is None where no birth date is known. `co_signer_may_abuse` is what the
    worker and the vault say of the parent who signs with a minor; unknown counts as yes.
    """

    recipient: str
    items: tuple[str, ...]
    period: Period
    signer: Signer
    is_minor: bool | None
    has_co_signer: bool
    co_signer_may_abuse: bool
    minor_may_sign_alone: bool
    risks: str
    alternatives: str
    long_period_confirmed: bool
    cap_days: int


class ReleaseInvalid(ValueError):
    """The release lacks what the law asks for; each fault with its rule."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def require_valid(draft: Draft) -> None:
    """Raises ReleaseInvalid with every fault of a release."""
    if faults := tuple(_faults(draft)):
        raise ReleaseInvalid(faults)


def _faults(draft: Draft) -> Iterator[str]:
    if not draft.recipient:
        yield "Choose one recipient (28 C.F.R. 90.4(b)(3)(ii))."
    if not draft.items:
        yield "Name the items; a release of everything is not valid (28 C.F.R. 90.4)."
    if draft.period.days > draft.cap_days:
        yield f"At most {draft.cap_days} days here; choose an earlier end date."
    elif draft.period.days > PROMPT_ABOVE_DAYS and not draft.long_period_confirmed:
        yield "More than 30 days: confirm that the purpose needs so long."
    if not draft.risks.strip():
        yield "Write down which risks you talked about before the signature (28 C.F.R. 90.4)."
    if not draft.alternatives.strip():
        yield "Write down which other ways you offered first; a release is the last one."
    yield from _signer_faults(draft)


def _signer_faults(draft: Draft) -> Iterator[str]:
    match draft.signer:
        case Signer.NONE:
            yield "Say who signed (34 U.S.C. 12291(b)(2)(B)(ii))."
        case Signer.ADULT if draft.is_minor:
            yield (
                "The birth date says this is a minor: a minor signs with a parent, or "
                "alone where the law allows (34 U.S.C. 12291(b)(2)(B)(ii))."
            )
        case Signer.MINOR | Signer.MINOR_AND_PARENT if draft.is_minor is False:
            yield "The birth date says this is an adult, who signs for themselves."
        case Signer.MINOR if not draft.minor_may_sign_alone:
            yield (
                "A minor signs alone only where the law lets the minor have the service "
                "alone (34 U.S.C. 12291(b)(2)(B)(ii)). Ask a parent who is not abusive."
            )
        case Signer.MINOR_AND_PARENT if not draft.has_co_signer:
            yield "Say which parent signed with the minor."
        case Signer.MINOR_AND_PARENT if draft.co_signer_may_abuse:
            yield (
                "This parent cannot sign for the child: recorded as, or not ruled out "
                "as, abusive (42 U.S.C. 10406(c)(5)(B)(ii))."
            )


RECIPIENT_DUTIES: Final = {
    AgencyKind.CHILD_PROTECTION: (
        "Child protection may have to keep this and pass it on to other government "
        "agencies, courts and subjects of a report (42 U.S.C. 5106a(b)(2)(B)(viii)-(x))."
    ),
    AgencyKind.CHILD_SUPPORT: (
        "Child support may have to use this in court papers that the other parent sees "
        "(UIFSA section 311), unless a nondisclosure finding is made."
    ),
    AgencyKind.COURT: "What a court gets becomes part of its file; parties may see it.",
    AgencyKind.LAW_ENFORCEMENT: (
        "Police may have to give this to a prosecutor, and through discovery to the "
        "other side."
    ),
    AgencyKind.VICTIM_SERVICES: (
        "Another program keeps it as confidential as its own records."
    ),
    AgencyKind.COMMUNITY_PROVIDER: "Ask the provider who else can open their records.",
    AgencyKind.BENEFITS: "Benefit agencies may match their records with other programs.",
}
