"""What the vault itself says of who may sign a release."""

from datetime import date
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.core.vocabulary import Flag
from safelight.disclosure import standing
from safelight.disclosure.guarding import everyone
from safelight.disclosure.person import PersonPage
from safelight.records.opened import Opened

ADULT_AT = 18


def is_minor(page: PersonPage, on: date) -> bool | None:
    """Whether the birth date on file says so; None where there is none."""
    if page.birth_date is None:
        return None
    born = page.birth_date
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return years < ADULT_AT


def may_abuse(opened: Opened, co_signer: UUID) -> bool:
    """Whether the vault gives reason to think a parent may be the one to fear.

    Looked up beyond what this worker may see; they learn only that the parent cannot
    sign. True where somebody in the family has a protection in force and this parent has none:
    42 U.S.C. 10406(c)(5)(B)(ii) bars the abuser or suspected abuser of the child or of
    the other parent from signing for the child.
    """
    with acting_as(opened.by):
        people = {co_signer, *everyone(opened.by.agency, opened.person)}
        facts = standing.about(opened.by.agency, people, None, opened.at)
    protected = {person for person, about in facts.items() if _is_protected(about)}
    return bool(protected) and co_signer not in protected


def _is_protected(about: standing.AboutPerson) -> bool:
    found = about.protections
    flags = (
        found.family_violence_indicator,
        found.protection_order,
        found.harm_belief,
        found.nondisclosure_finding,
        found.address_confidentiality,
    )
    return Flag.SET in flags
