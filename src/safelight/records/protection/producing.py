"""The only writer of legal requests for a file and of the steps before it is produced."""

from collections.abc import Collection
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.protection.producing import (
    COUNSELS,
    OF_A_PARTY,
    NotProduced,
    Requester,
    Step,
)
from safelight.core.vocabulary import Category, Duty
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.duties import has_duty
from safelight.records.opened import Opened
from safelight.records.protection.models import Production, ProductionStep
from safelight.records.rows import row_of

STEP = ProductionStep._meta.db_table


def begin(
    opened: Opened, case: UUID, requester: Requester, *, party: UUID | None = None,
    court: UUID | None = None, categories: Collection[Category] = (),
    items: Collection[str] = (),
) -> UUID:  # fmt: skip
    """Nothing leaves by it yet. Raises NotProduced for a request that does not say whose it
    is, or an order without a court or without what it names."""
    if (requester in OF_A_PARTY) != (party is not None):
        raise NotProduced("Say which person in the case asks, or whose lawyer.")
    if requester is Requester.COURT and not (court and categories):
        raise NotProduced("Say which court ordered it, and what the order names.")
    with acting_as(opened.by):
        production = uuid4()
        Production.objects.create(
            **row_of(opened), id=production, case_id=case, requester=requester,
            party_id=party, recipient_id=court, categories=sorted(categories),
            items=sorted(items),
        )  # fmt: skip
        _tell(opened, production, requester.label)
        return production


def record(
    opened: Opened, production: UUID, step: Step, words: str, *, seen: str = ""
) -> None:
    """A step with what was done; `seen` is the digest of what would go, for the approval.
    Raises NotProduced for one without words, for counsel's steps by anybody else, and for
    an approval by whoever began the request, or before the other steps."""
    if not words.strip():
        raise NotProduced("Say in a few words what was done, or why it was not safe.")
    with acting_as(opened.by):
        row = of(opened, production)
        if row.produced_at:
            raise NotProduced("This was produced already; begin another request.")
        if step in COUNSELS and not has_duty(opened, Duty.COUNSEL):
            raise NotProduced("Only the agency's counsel records this.")
        if step is Step.APPROVED and row.recorded_by == opened.staff:
            raise NotProduced("Somebody else approves it than who began it.")
        if step is Step.APPROVED:
            _approve(row, seen)
        own, made = cipher(opened.person), uuid4()
        sealed = own.seal(Place(STEP, "words", made), words)
        ProductionStep.objects.create(
            **row_of(opened), id=made, production_id=production, step=step, words=sealed
        )
        _tell(opened, production, step.label)


def _approve(row: Production, seen: str) -> None:
    before = {Step(one.step) for one in steps_of(row)}
    if missing := [s.label for s in Step if s is not Step.APPROVED and s not in before]:
        raise NotProduced("Before the approval: " + "; ".join(missing) + ".")
    row.approved = seen
    row.save(update_fields=["approved"])


def of(opened: Opened, production: UUID) -> Production:
    """A request on this person's record, held still, inside `acting_as`. Raises
    NotProduced."""
    row: Production | None = (
        Production.objects.select_for_update()
        .filter(agency_id=opened.by.agency, person_id=opened.person, id=production)
        .first()
    )
    if row is None:
        raise NotProduced("There is no such request on this record.")
    return row


def steps_of(row: Production) -> list[ProductionStep]:
    """The oldest first; inside `acting_as`."""
    rows = ProductionStep.objects.filter(agency_id=row.agency_id, production_id=row.id)
    return list(rows.order_by("at", "id"))


def close(opened: Opened, production: UUID, digest: str) -> None:
    """It was produced, with the SHA-256 of the file in hexadecimal; inside `acting_as`."""
    row = of(opened, production)
    row.produced_at, row.digest = opened.at, digest
    row.save(update_fields=["produced_at", "digest"])


def _tell(opened: Opened, production: UUID, what: str) -> None:
    write(Act.PRODUCTION_STEP, at=opened.at, about=cipher(opened.person), what=what,
          production=str(production))  # fmt: skip
