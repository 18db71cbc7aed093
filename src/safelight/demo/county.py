"""Making the demo county: agencies and cast, then the families, one story each."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from safelight.accounts.actions import make_agency, make_staff
from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.demo.cast import AGENCIES, MEMBERS


@dataclass(slots=True)
class County:
    """Who and what was made, by the names the stories use."""

    now: datetime
    agencies: dict[str, UUID] = field(default_factory=dict)
    staff: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    packets: dict[str, UUID] = field(default_factory=dict)

    def acting(self, code: str) -> Principal:
        """The principal of a member of the cast."""
        agency = next(member.agency for member in MEMBERS if member.code == code)
        return Principal(PrincipalKind.STAFF, self.agencies[agency], self.staff[code])


def make_county(now: datetime) -> County:
    """The agencies and the cast, without any family yet."""
    county = County(now)
    for agency in AGENCIES:
        county.agencies[agency.code] = make_agency(
            name=agency.name,
            kind=agency.kind,
            jurisdiction="CT",
            funds=agency.funds,
            mailing_address=agency.mailing_address,
        )
    for member in MEMBERS:
        county.staff[member.code] = make_staff(
            agency=county.agencies[member.agency],
            email=member.email,
            name=member.name,
            roles=member.roles,
            supervisor=county.staff.get(member.supervisor),
        )
    return county
