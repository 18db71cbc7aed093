"""The only writers of releases."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.release_rules import (
    Draft,
    SignedHow,
    WithdrawnHow,
    require_valid,
)
from safelight.core.vocabulary import Category, Channel, Purpose
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.packets import actions as packets
from safelight.records.releases.models import Release

RELEASE = Release._meta.db_table
METHODS = (Channel.SHARE, Channel.VIEW, Channel.PAPER)


class AlreadyWithdrawn(ValueError):
    def __init__(self) -> None:
        super().__init__(
            "This release was already withdrawn, or is not on this record."
        )


def record(
    opened: Opened,
    draft: Draft,
    *,
    purpose: Purpose,
    categories: Mapping[str, Category],
    signed_how: SignedHow,
    co_signer: UUID | None = None,
    may_print: bool = True,
) -> UUID:
    """Record a release she signed; `categories` are those of its items, by key.

    Raises ReleaseInvalid with every fault.
    """
    require_valid(draft)
    row = drawn_up(
        opened, draft, purpose=purpose, categories=categories, may_print=may_print
    )
    with acting_as(opened.by):
        own = cipher(opened.person)
        row.co_signer_id, row.signed_how = co_signer, signed_how
        for field in ("risks", "alternatives"):
            sealed = own.seal(Place(RELEASE, field, row.id), getattr(draft, field))
            setattr(row, field, sealed)
        row.save(force_insert=True)
        release, recipient = str(row.id), draft.recipient
        write(
            Act.RELEASE_SIGNED, at=opened.at, about=own, release=release,
            recipient=recipient,
        )  # fmt: skip
        return row.id


def drawn_up(
    opened: Opened, draft: Draft, *, purpose: Purpose,
    categories: Mapping[str, Category], may_print: bool,
) -> Release:  # fmt: skip
    """What a release would say, not recorded."""
    return Release(
        agency_id=opened.by.agency, id=uuid4(), person_id=opened.person,
        recipient_id=UUID(draft.recipient), purpose=purpose,
        items=sorted(draft.items),
        categories=sorted({categories[key] for key in draft.items}),
        channels=[c for c in METHODS if may_print or c is not Channel.PAPER],
        signer=draft.signer, starts=draft.period.starts, ends=draft.period.ends,
        recorded_at=opened.at, recorded_by=opened.staff,
        withdrawn_how=WithdrawnHow.NOT,
    )  # fmt: skip


def withdraw(opened: Opened, release: UUID, *, how: WithdrawnHow) -> int:
    """End a release at once, because she said so or wrote so; nothing more is asked.

    Every packet that rests on it is recalled in the same transaction. Returns how many.
    Raises AlreadyWithdrawn.
    """
    with acting_as(opened.by):
        rows = Release.objects.filter(
            agency_id=opened.by.agency,
            person_id=opened.person,
            id=release,
            withdrawn_at=None,
        )
        changed = rows.update(
            withdrawn_at=opened.at, withdrawn_by=opened.staff, withdrawn_how=how
        )
        if not changed:
            raise AlreadyWithdrawn
        own = cipher(opened.person)
        write(Act.RELEASE_WITHDRAWN, at=opened.at, about=own, release=str(release))
        return packets.recall_on_ground(opened, release)


def withdraw_all(opened: Opened, *, how: WithdrawnHow) -> int:
    """Withdraw every release of a person that is in force; returns how many."""
    with acting_as(opened.by):
        rows = Release.objects.filter(
            agency_id=opened.by.agency,
            person_id=opened.person,
            withdrawn_at=None,
            ends__gt=opened.at,
        )
        found = list(rows.values_list("id", flat=True))
        for release in found:
            withdraw(opened, release, how=how)
        return len(found)
