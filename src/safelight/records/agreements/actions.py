"""The only writers of agreements: proposed by one side, in force when both signed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.models import Agency
from safelight.core.periods import Period
from safelight.core.vocabulary import Category, Channel, Purpose
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.agreements.models import Agreement


class AgreementInvalid(ValueError):
    """The agreement cannot be made as it stands; the message says what to change."""


def propose(
    *,
    by: Principal,
    at: datetime,
    recipient: UUID,
    categories: Iterable[Category],
    answers: Iterable[Category] = (),
    purposes: Iterable[Purpose],
    period: Period,
) -> UUID:
    """Offer another agency some categories for some purposes. Raises AgreementInvalid."""
    wanted, asked, answered = sorted(categories), sorted(purposes), sorted(answers)
    if not (wanted or answered) or not asked:
        raise AgreementInvalid("Name at least one category and one purpose.")
    if period.ends <= at:
        raise AgreementInvalid("This period is over; choose a last day from today on.")
    with acting_as(by):
        _require_new(by.agency, recipient, asked, period)
        agreement = uuid4()
        Agreement.objects.create(
            id=agreement,
            sender_id=by.agency,
            recipient_id=recipient,
            categories=wanted,
            answers=answered,
            purposes=asked,
            channels=[Channel.SHARE, Channel.VIEW, Channel.PAPER],
            starts=period.starts,
            ends=period.ends,
            proposed_at=at,
            proposed_by=by.worker,
        )
        write(Act.AGREEMENT_PROPOSED, at=at)
        return agreement


def _require_new(
    sender: UUID, recipient: UUID, purposes: list[Purpose], period: Period
) -> None:
    if sender == recipient or not Agency.objects.filter(id=recipient).exists():
        raise AgreementInvalid("Choose another agency.")
    others = Agreement.objects.filter(
        sender_id=sender,
        recipient_id=recipient,
        ended_at=None,
        purposes__overlap=purposes,
        starts__lt=period.ends,
        ends__gt=period.starts,
    )
    if others.exists():
        raise AgreementInvalid(
            "An agreement for one of these purposes covers part of this period: end it "
            "first, or choose dates after it."
        )


def sign(agreement: UUID, *, by: Principal, at: datetime) -> None:
    """Sign for the acting agency. Raises AgreementInvalid if there is nothing to sign."""
    with acting_as(by):
        rows = Agreement.objects.filter(id=agreement, ended_at=None)
        signed = rows.filter(sender_id=by.agency, sender_signed_at=None).update(
            sender_signed_at=at, sender_signed_by=by.worker
        ) + rows.filter(recipient_id=by.agency, recipient_signed_at=None).update(
            recipient_signed_at=at, recipient_signed_by=by.worker
        )
        if not signed:
            raise AgreementInvalid("There is nothing here for your agency to sign.")
        write(Act.AGREEMENT_SIGNED, at=at)


def end(agreement: UUID, *, by: Principal, at: datetime) -> None:
    """End an agreement at once, from either side. Packets sent under it go dark."""
    with acting_as(by):
        rows = Agreement.objects.filter(
            Q(sender_id=by.agency) | Q(recipient_id=by.agency),
            id=agreement,
            ended_at=None,
        )
        if not rows.update(ended_at=at, ended_by=by.worker):
            raise AgreementInvalid("This agreement has already ended.")
        write(Act.AGREEMENT_ENDED, at=at)
