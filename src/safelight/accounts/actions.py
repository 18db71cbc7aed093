"""The only writers of agencies and staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q
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


@dataclass(frozen=True, slots=True)
class Card:
    """How an agency of another installation is known here: names and public keys."""

    agency: UUID
    name: str
    kind: AgencyKind
    jurisdiction: str
    funds: tuple[Fund, ...]
    signing: bytes
    encryption: bytes

    @property
    def fingerprint(self) -> str:
        """To be read over the phone: eight groups of four."""
        said = "|".join([str(self.agency), self.name, self.kind, self.jurisdiction,
                         *self.funds, self.signing.hex(), self.encryption.hex()])  # fmt: skip
        found = sha256(said.encode()).hexdigest()
        return " ".join(found[at : at + 4] for at in range(0, 32, 4))


def card_of(agency: UUID) -> Card:
    """What another installation needs to know an agency of this one."""
    row = Agency.objects.get(id=agency)
    return Card(
        row.id, row.name, AgencyKind(row.kind), row.jurisdiction,
        tuple(Fund(code) for code in row.funds),
        bytes(row.signing_public or b""), bytes(row.encryption_public or b""),
    )  # fmt: skip


def know_agency(card: Card) -> None:
    """An agency of another installation, without any key of its own here. Raises
    ValueError where one of this id or name is known already."""
    known = Agency.objects.filter(Q(id=card.agency) | Q(name=card.name))
    if known.exists():
        raise ValueError("An agency of this name or id is known already.")
    agency = Agency(
        id=card.agency, name=card.name, kind=card.kind, jurisdiction=card.jurisdiction,
        funds=sorted(card.funds),
        signing_public=card.signing, encryption_public=card.encryption,
    )  # fmt: skip
    with acting_as(Principal(PrincipalKind.STAFF, card.agency)):
        agency.save(force_insert=True)


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
