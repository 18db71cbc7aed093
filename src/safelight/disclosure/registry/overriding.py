"""A court's one-time look at what the registry may not say (42 U.S.C. 653(b)(2)).

What the registry sends for the court passes through the memory of one request: in as an
upload, out as an envelope encrypted to the court. At the court it is opened in memory,
shown once, and gone. Nothing of it is written to a database, a log or a file (CS-21).
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys import envelope
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.accounts.models import Agency
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision
from safelight.core.gate.question import Asker, Ground, Item, Question
from safelight.core.leakguard.guard import Guarded
from safelight.core.vocabulary import (
    AgencyKind,
    Category,
    Channel,
    Flag,
    GroundKind,
    HarmFinding,
    Partition,
    Purpose,
    Source,
)
from safelight.disclosure import envelopes, standing
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.shown import Refused
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.registry import overrides
from safelight.records.registry.models import Delivery, Override

DAYS: Final = 30
WHEREABOUTS: Final = frozenset(
    {Category.LOCATION, Category.CONTACT, Category.EMPLOYMENT, Category.IDENTITY}
)
NOT_DELIVERED: Final = Refused(
    "Nothing can be delivered with this file and token. Each works once, for the court "
    "that made the order, and not after a finding of harm."
)
NOT_SEALED: Final = Refused(
    "This was sealed before, or the order has run out. Each order is sealed once; for "
    "another delivery the court makes a new order."
)


class NotAsked(ValueError):
    """The order cannot be recorded; the words say why."""


class NotACourt(NotAsked):
    def __init__(self) -> None:
        super().__init__("An override delivers to a court alone: choose a court.")


@dataclass(frozen=True, slots=True)
class Asked:
    """`token` is shown once and kept nowhere; it belongs in the court's own papers."""

    override: UUID
    token: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An override of this agency, and what became of it."""

    override: UUID
    court: str
    order_number: str
    asked_at: datetime
    ends: datetime
    sealed_at: datetime | None
    delivered_at: datetime | None
    finding: HarmFinding


def ask(opened: Opened, court: UUID, order_number: str) -> Asked:
    """Record a court's order for a one-time override; returns the token.

    Raises NotACourt, and NotAsked for an order that is recorded already, or after a
    court found that disclosing could be harmful (CS-22).
    """
    with acting_as(opened.by):
        if Agency.objects.get(id=court).kind != AgencyKind.COURT:
            raise NotACourt
        _require_open(opened, court, order_number)
        override, token = uuid4(), secrets.token_urlsafe(24)
        overrides.ask(
            opened, override, court=court, order_number=order_number,
            token=sha256(token.encode()).digest(), ends=opened.at + timedelta(days=DAYS),
        )  # fmt: skip
        return Asked(override, token)


def _require_open(opened: Opened, court: UUID, order_number: str) -> None:
    own = cipher(opened.person)
    rows = Override.objects.filter(agency_id=opened.by.agency, person_id=opened.person)
    found = Delivery.objects.filter(
        id__in=[row.id for row in rows], finding=HarmFinding.HARMFUL
    )
    if found.exists():
        raise NotAsked(
            "A court found that disclosing this could be harmful: nobody may have it, and "
            "nothing is asked for again."
        )
    numbers = {_number(own, row) for row in rows if row.court_id == court}
    if order_number.strip() in numbers:
        raise NotAsked(
            "This order is recorded already. Its token was shown once, then; if it is "
            "lost, the court makes a new order."
        )


def _number(own: DataCipher, row: Override) -> str:
    place = Place(overrides.OVERRIDE, "order_number", row.id)
    return own.open(place, bytes(row.order_number)).strip()


def undecided(by: Principal) -> list[UUID]:
    """What was delivered to this court and waits for its finding."""
    with acting_as(by):
        rows = Delivery.objects.filter(
            recipient_id=by.agency, delivered_at__isnull=False, finding=HarmFinding.NONE
        )
        return list(rows.order_by("delivered_at").values_list("id", flat=True))


def courts() -> list[tuple[UUID, str]]:
    rows = Agency.objects.filter(kind=AgencyKind.COURT).order_by("name")
    return list(rows.values_list("id", "name"))


def waiting(by: Principal) -> list[Waiting]:
    """The overrides that this agency asked for, newest first."""
    names = dict(Agency.objects.values_list("id", "name"))
    with acting_as(by):
        rows = {row.id: row for row in Delivery.objects.filter(sender_id=by.agency)}
        asked = Override.objects.filter(agency_id=by.agency).order_by("-asked_at")
        return [_waiting(one, rows[one.id], names) for one in asked if one.id in rows]


def _waiting(one: Override, row: Delivery, names: dict[UUID, str]) -> Waiting:
    return Waiting(
        one.id, names[one.court_id], _number(cipher(one.person_id), one), one.asked_at,
        row.ends, row.sealed_at, row.delivered_at, HarmFinding(row.finding),
    )  # fmt: skip


def seal(
    by: Principal, override: UUID, content: bytes, at: datetime
) -> bytes | Refused:
    """What the registry sent, as an envelope for the court alone. Once."""
    with acting_as(by):
        one = Override.objects.filter(agency_id=by.agency, id=override).first()
        row = Delivery.objects.filter(id=override, sender_id=by.agency).first()
        if one is None or row is None or not overrides.sealed(override, by=by, at=at):
            return NOT_SEALED
        own = cipher(one.person_id)
        leaving = Leaving(
            act=Act.OVERRIDE_SEALED, about=own, parts=(), guarded=Guarded(),
            details={"recipient": str(one.court_id), "override": str(override)},
        )  # fmt: skip
        decision = _decision(
            by.agency, one.person_id, row, standing.recipient(one.court_id), at
        )
        done = egress(
            leaving,
            decision,
            at=at,
            seal=lambda: envelopes.enclose(_header(row), content),
        )
        return NOT_DELIVERED if isinstance(done, Stopped) else done


def _decision(
    vault: UUID, person: UUID | None, row: Delivery, asker: Asker, at: datetime
) -> Decision:
    """The gate's answer to the court about federal locator data of a protected person."""
    ground = Ground(
        kind=GroundKind.COURT_ORDER, sender=str(vault), recipient=str(row.recipient_id),
        categories=WHEREABOUTS, purposes=frozenset({Purpose.LOCATE}),
        channels=frozenset({Channel.TRANSMIT}), harm_finding=HarmFinding(row.finding),
        starts=at, ends=row.ends, revoked=Flag.CLEAR,
    )  # fmt: skip
    question = Question(
        asker=asker,
        channel=Channel.TRANSMIT,
        purpose=Purpose.LOCATE,
        at=at,
        ground=ground,
    )
    item = Item(
        key="locate", category=Category.LOCATION, vault=str(vault),
        vault_kind=AgencyKind.CHILD_SUPPORT, subject=str(person or ""),
        partition=Partition.GENERAL, source=Source.FEDERAL_LOCATOR,
        confided_by_child=Flag.CLEAR, privileged=Flag.CLEAR, shelter=Flag.CLEAR,
    )  # fmt: skip
    return decide(question, [item], with_routes=False)


def _header(row: Delivery) -> envelope.Header:
    return envelopes.header(row.id, row.sender_id, row.recipient_id, row.ends)


def deliver(
    by: Principal, sealed: bytes, token: str, at: datetime
) -> tuple[UUID, str] | Refused:
    """At the court: open it in memory, once. Whatever does not fit gets the same words."""
    with acting_as(by):
        row = Delivery.objects.filter(id=_named(sealed), recipient_id=by.agency).first()
        digest = sha256(token.strip().encode()).digest()
        expected = bytes(row.token) if row else bytes(len(digest))
        fits = hmac.compare_digest(digest, expected)
        if row is None or not fits:
            return _refused(at)
        asker = standing.reader(by.worker).asker
        decision = _decision(row.sender_id, None, row, asker, at)
        if not decision.released():
            return _refused(at)
        try:
            content = envelopes.disclose(sealed, _header(row))
        except envelope.EnvelopeRefused:
            return _refused(at)
        if not overrides.delivered(row.id, by=by, at=at):
            return _refused(at)
        write(Act.OVERRIDE_DELIVERED, at=at, policies=decision.policies)
        return row.id, content.decode("ascii", "replace")


def _refused(at: datetime) -> Refused:
    write(Act.OVERRIDE_REFUSED, at=at)
    return NOT_DELIVERED


def _named(sealed: bytes) -> UUID:
    """The delivery an envelope names; that of nobody for what is no envelope."""
    try:
        return UUID(json.loads(sealed)["header"]["packet"])
    except (ValueError, KeyError, TypeError):
        return UUID(int=0)


def decided(by: Principal, override: UUID, finding: HarmFinding, at: datetime) -> bool:
    """The court's finding about harm, once; False where there is nothing to decide."""
    return overrides.found(override, finding, by=by, at=at)
