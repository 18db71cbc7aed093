"""The workers of a crowd, and the vault it is written into."""

from uuid import UUID, uuid4

from django.db import transaction

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.agency import index_key, newest
from safelight.accounts.models import Agency, Staff
from safelight.demo.cast import AGENCIES
from safelight.demo.crowd import CASELOAD, Vault, now_before

TEAM = 10
SINCE_DAYS = 200


def vault_with_workers(people: int) -> Vault:
    """The child support vault, with a worker for every caseload."""
    agency = Agency.objects.get(name=AGENCIES[0].name).id
    staff = _workers(agency, -(-people // CASELOAD))
    with acting_as(Principal(PrincipalKind.UPGRADE, agency)):
        key_id, key = newest()
        return Vault(agency, key_id, key, index_key(), staff, now_before(SINCE_DAYS))


def _workers(agency: UUID, count: int) -> tuple[UUID, ...]:
    """Workers in teams, each with a supervisor; they sign in from the cast page alone."""
    made: list[Staff] = []
    supervisor = None
    for number in range(count):
        if number % TEAM == 0:
            supervisor = _staff(
                agency, f"Supervisor {number // TEAM}", "ivd_supervisor"
            )
            made.append(supervisor)
        worker = _staff(agency, f"Worker {number}", "ivd_worker")
        worker.supervisor = supervisor
        made.append(worker)
    with transaction.atomic():
        Staff.objects.bulk_create(made)
    return tuple(one.id for one in made if one.supervisor_id)


def _staff(agency: UUID, name: str, role: str) -> Staff:
    made = Staff(
        agency_id=agency,
        email=f"{uuid4().hex}@crowd.example",
        name=name,
        roles=[role],
    )
    made.set_unusable_password()
    return made
