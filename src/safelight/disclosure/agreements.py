"""Agreements as either of the two agencies sees them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.models import Agency
from safelight.core.vocabulary import Category, Purpose
from safelight.ledger.models import Witnessed
from safelight.ledger.witnessing import partners
from safelight.records.agreements.models import Agreement
from safelight.records.packets.models import ReceivedPacket


@dataclass(frozen=True, slots=True)
class AgreementRow:
    agreement: UUID
    sender: str
    recipient: str
    recipient_id: UUID
    we_send: bool
    categories: tuple[Category, ...]
    answers: tuple[Category, ...]
    purposes: tuple[Purpose, ...]
    starts: datetime
    ends: datetime
    standing: str
    can_sign: bool
    is_in_force: bool


def agreements(by: Principal, at: datetime) -> list[AgreementRow]:
    """Every agreement this agency is a party to, newest first."""
    names = dict(Agency.objects.values_list("id", "name"))
    with acting_as(by):
        rows = Agreement.objects.filter(
            Q(sender_id=by.agency) | Q(recipient_id=by.agency)
        ).order_by("-proposed_at")
        return [_row(dict(row), names, by.agency, at) for row in rows.values()]


PROVED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PartnerLedger:
    """How a partner's ledger stands, from the checkpoints that came with its packets.

    `unproven` are packets that came a while ago and whose proof did not.
    """

    name: str
    sealed_at: datetime | None
    checkpoints: int
    fault: str
    unproven: int


def partner_ledgers(by: Principal, at: datetime) -> list[PartnerLedger]:
    """Every agency that sent this one a packet, the broken ledgers first."""
    kept = {one.partner: one for one in partners(by.agency)}
    with acting_as(by):
        old = ReceivedPacket.objects.filter(
            agency_id=by.agency, received_at__lt=at - PROVED_WITHIN
        )
        proved = Witnessed.objects.filter(agency_id=by.agency).values("packet_id")
        missing = Counter(
            old.exclude(id__in=proved).values_list("sender_id", flat=True)
        )
    names = dict(Agency.objects.values_list("id", "name"))
    rows = []
    for agency in {**kept, **missing}:
        one = kept.get(agency)
        sealed_at, count, fault = (
            (one.sealed_at, one.checkpoints, one.fault) if one else (None, 0, "")
        )
        rows.append(
            PartnerLedger(names[agency], sealed_at, count, fault, missing[agency])
        )
    return sorted(rows, key=lambda row: (not row.fault, -row.unproven, row.name))


def _row(
    row: dict[str, Any], names: dict[UUID, str], agency: UUID, at: datetime
) -> AgreementRow:
    we_send = row["sender_id"] == agency
    ours = row["sender_signed_at" if we_send else "recipient_signed_at"]
    standing = _standing(row, at)
    return AgreementRow(
        row["id"],
        names[row["sender_id"]],
        names[row["recipient_id"]],
        row["recipient_id"],
        we_send,
        tuple(map(Category, row["categories"])),
        tuple(map(Category, row["answers"])),
        tuple(map(Purpose, row["purposes"])),
        row["starts"],
        row["ends"],
        standing,
        can_sign=ours is None and row["ended_at"] is None and at < row["ends"],
        is_in_force=standing == "In force",
    )


def _standing(row: dict[str, Any], at: datetime) -> str:
    if row["ended_at"]:
        return "Ended"
    if not (row["sender_signed_at"] and row["recipient_signed_at"]):
        return "Waiting for a signature"
    if at < row["starts"]:
        return "Not begun"
    return "In force" if at < row["ends"] else "Run out"
