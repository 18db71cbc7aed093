"""The only writers of agencies and staff."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.agency import make_agency_keys
from safelight.accounts.models import Agency, Staff
from safelight.accounts.roles import ROLES
from safelight.core.vocabulary import AgencyKind, Fund


class RoleInvalid(ValueError):
    """A role that does not exist, or not in this kind of agency."""


def make_agency(
    *,
    name: str,
    kind: AgencyKind,
    jurisdiction: str,
    funds: Iterable[Fund] = (),
    mailing_address: str = "",
) -> UUID:
    """Make an agency with its own key and its two key pairs; returns its id."""
    agency = Agency(
        name=name,
        kind=kind,
        jurisdiction=jurisdiction,
        funds=sorted(funds),
        mailing_address=mailing_address,
    )
    with acting_as(Principal(PrincipalKind.STAFF, agency.id)):
        agency.save(force_insert=True)
        make_agency_keys(agency, at=timezone.now())
    return agency.id


def make_staff(
    *,
    agency: UUID,
    email: str,
    name: str,
    roles: Sequence[str],
    supervisor: UUID | None = None,
    password: str | None = None,
) -> UUID:
    """Add a member of staff. Raises RoleInvalid."""
    kind = AgencyKind(Agency.objects.get(id=agency).kind)
    for code in roles:
        if code not in ROLES or kind not in ROLES[code].kinds:
            raise RoleInvalid(f"{code}: not a role of a {kind.label.lower()} agency.")
    with transaction.atomic():
        staff = Staff.objects.create_user(
            email,
            password,
            agency_id=agency,
            name=name,
            roles=list(roles),
            supervisor_id=supervisor,
        )
    return staff.id
