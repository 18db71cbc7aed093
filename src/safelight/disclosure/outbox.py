"""A person's packets and releases, as the sending agency sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency, Staff
from safelight.core.gate.decision import Decision
from safelight.core.packet_life import PacketState, state_now
from safelight.core.vocabulary import Answer, Category, Channel, GroundKind, Purpose
from safelight.disclosure.parcels import Piece
from safelight.disclosure.person import decided
from safelight.disclosure.sharing import packet_row, prepared
from safelight.disclosure.shown import Field, Shown, Withheld
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.packets.models import Packet, Reading
from safelight.records.releases.models import Release


@dataclass(frozen=True, slots=True)
class ReadBy:
    """A receipt: who of the recipient agency opened it, and whether they got it."""

    at: datetime
    name: str
    agency: str
    on_paper: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class SentPacket:
    packet: UUID
    recipient: str
    purpose: Purpose
    ground: GroundKind
    state: PacketState
    ends: datetime
    drafted_at: datetime
    sent_at: datetime | None
    readings: tuple[ReadBy, ...]
    fields: tuple[Field, ...] = ()
    attention: str = ""
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedRelease:
    release: UUID
    recipient_id: UUID
    recipient: str
    purpose: Purpose
    categories: tuple[Category, ...]
    items: tuple[str, ...]
    starts: datetime
    ends: datetime
    withdrawn_at: datetime | None
    is_in_force: bool


def packets_of(opened: Opened) -> list[SentPacket]:
    """Every packet about this person, newest first."""
    with acting_as(opened.by):
        rows = Packet.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        ).order_by("-drafted_at")
        return [_sent(row, opened.at) for row in rows.values()]


def packet_of(opened: Opened, packet: UUID) -> SentPacket:
    """One packet with what this worker may see of it. Raises NoSuchPacket.

    A packet shows no more than the record does: each item is decided on for the reader.
    """
    with acting_as(opened.by):
        row = packet_row(opened, packet)
        parcel = prepared(opened, row)
        _, decision, _ = decided(opened, Channel.VIEW)
        write(
            Act.PERSON_VIEWED,
            at=opened.at,
            about=cipher(opened.person),
            policies=decision.policies,
            items=[piece.item.key for piece in parcel.pieces],
        )
        found = _sent(row, opened.at)
    fields = tuple(_field(piece, decision) for piece in parcel.pieces)
    return replace(found, fields=fields, obligations=parcel.obligations)


def _field(piece: Piece, decision: Decision) -> Field:
    key, category = piece.item.key, piece.item.category
    if decision.answer(key) is not Answer.RELEASE:
        words = "Part of this packet, and not shown to you."
        return Withheld(key, piece.label, category, words)
    return Shown(key, piece.label, category, piece.text, piece.at, piece.answer)


def _sent(row: dict[str, Any], at: datetime) -> SentPacket:
    readings = tuple(_readings(row["id"]))
    is_read = any(not reading.is_refused for reading in readings)
    return SentPacket(
        row["id"],
        Agency.objects.get(id=row["recipient_id"]).name,
        Purpose(row["purpose"]),
        GroundKind(row["ground_kind"]),
        state_now(PacketState(row["state"]), is_read=is_read, ends=row["ends"], at=at),
        row["ends"],
        row["drafted_at"],
        row["sent_at"],
        readings,
        attention=Staff.objects.get(id=to).name if (to := row["attention_id"]) else "",
    )


def _readings(packet: UUID) -> Iterator[ReadBy]:
    rows = Reading.objects.filter(packet_id=packet).order_by("at")
    for row in rows:
        staff = Staff.objects.select_related("agency").get(id=row.staff_id)
        yield ReadBy(
            row.at, staff.name, staff.agency.name, row.on_paper, row.is_refused
        )


def releases_of(opened: Opened) -> list[SignedRelease]:
    """Every release this person signed here, newest first."""
    names = dict(Agency.objects.values_list("id", "name"))
    with acting_as(opened.by):
        rows = Release.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person
        ).order_by("-recorded_at")
        return [_signed(row, names, opened.at) for row in rows.values()]


def _signed(row: dict[str, Any], names: dict[UUID, str], at: datetime) -> SignedRelease:
    in_period = row["starts"] <= at < row["ends"]
    return SignedRelease(
        row["id"],
        row["recipient_id"],
        names[row["recipient_id"]],
        Purpose(row["purpose"]),
        tuple(map(Category, row["categories"])),
        tuple(row["items"]),
        row["starts"],
        row["ends"],
        row["withdrawn_at"],
        in_period and row["withdrawn_at"] is None,
    )
