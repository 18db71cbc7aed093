"""How far behind the sealing is, and whether partners' ledgers held: two numbers."""

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.models import Agency
from safelight.ledger.models import Entry, Leaf, Witnessed


def waiting() -> tuple[int, int]:
    """(entries not sealed, partners' checkpoints with a fault), over all agencies."""
    unsealed = faults = 0
    for agency in Agency.objects.values_list("id", flat=True):
        with acting_as(Principal(PrincipalKind.AUDITOR, agency)):
            sealed = Leaf.objects.filter(agency_id=agency).values("id")
            entries = Entry.objects.filter(agency_id=agency)
            unsealed += entries.exclude(id__in=sealed).count()
            broken = Witnessed.objects.filter(agency_id=agency).exclude(fault="")
            faults += broken.count()
    return unsealed, faults
