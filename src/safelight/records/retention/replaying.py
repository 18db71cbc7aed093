"""After a restore: every purge made since the backup is made again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys.material import Place
from safelight.core.packet_life import PacketState
from safelight.core.retention import Purged
from safelight.records.packets.models import Exchange, Packet
from safelight.records.retention import erasing
from safelight.records.retention.models import Purge


def replay(purges: Iterable[Mapping[str, str]]) -> int:
    """Purge again what is listed (columns of the purge table, as text); returns how
    many were not in the restored database yet."""
    return sum(_replay(row) for row in purges)


def go_dark(agency: UUID, *, at: datetime) -> int:
    """After a restore: end all reading of what this agency sent; returns how many.

    Withdrawals, recalls and protections made since the backup are not known here.
    """
    with acting_as(Principal(PrincipalKind.RETENTION, agency)):
        sent = Packet.objects.filter(
            agency_id=agency, state__in=[PacketState.SENT, PacketState.READ]
        )
        sent.update(state=PacketState.RECALLED)
        alive = Exchange.objects.filter(sender_id=agency, recalled_at=None)
        done: int = alive.update(recalled_at=at)
        return done


def _replay(row: Mapping[str, str]) -> int:
    agency, subject = UUID(row["agency_id"]), UUID(row["subject"])
    with acting_as(Principal(PrincipalKind.RETENTION, agency)):
        known = Purge.objects.filter(
            agency_id=agency,
            subject=subject,
            what=row["what"],
            table=row["table"],
            column=row["column"],
        )
        if known.exists():
            return 0
        at = datetime.fromisoformat(row["at"])
        match Purged(row["what"]):
            case Purged.PERSON:
                erasing.erase_person(subject, at=at)
            case Purged.PACKET:
                erasing.erase_packet(subject, at=at)
            case Purged.VALUE:
                place = Place(row["table"], row["column"], subject)
                erasing.erase_value(place, at=at)
    return 1
