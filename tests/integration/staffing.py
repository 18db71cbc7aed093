"""A program of its own, so that locking it locks nobody else out."""

from itertools import count

from django.utils import timezone

from safelight.accounts.actions import make_agency, make_staff
from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.core.vocabulary import AgencyKind, Fund
from safelight.demo.county import County

ROLES = {"dina": "program_director", "rosa": "advocate", "lou": "advocate"}
_numbers = count(1)


class Program(County):
    def acting(self, code: str) -> Principal:
        if code not in ROLES:
            return County.acting(self, code)
        return Principal(
            PrincipalKind.STAFF, self.agencies["lantern"], self.staff[code]
        )


def program(county: County) -> Program:
    """The county, with another program in place of its own."""
    number, now = next(_numbers), timezone.now()
    agency = make_agency(
        name=f"Program {number} {now:%f}", kind=AgencyKind.VICTIM_SERVICES,
        jurisdiction="CT", funds=tuple(Fund),
    )  # fmt: skip
    here = Program(
        now, {**county.agencies, "lantern": agency}, dict(county.staff), {}, {}
    )
    for code, role in ROLES.items():
        here.staff[code] = make_staff(
            agency=agency, email=f"{code}{number}.{now:%f}@program.example",
            name=f"{code.title()} Held", roles=(role,),
            supervisor=here.staff["dina"] if code != "dina" else None,
        )  # fmt: skip
    return here
