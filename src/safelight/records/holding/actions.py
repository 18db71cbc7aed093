"""The only writer of key-holders: holding a vault, opening it, locking it, changing hands."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import combinations
from typing import Final
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys import material
from safelight.accounts.keys.agency import add_agency_key, is_held, seal_key
from safelight.accounts.keys.held import asking, locks
from safelight.accounts.keys.held.locks import NOBODY, Lock, WrongWords
from safelight.accounts.keys.rotation import rotate
from safelight.accounts.models import Agency, AgencySecret, HolderPair, KeyHolder, Staff
from safelight.core.vocabulary import AgencyKind
from safelight.ledger.acts import Act
from safelight.ledger.entries import write

TOGETHER: Final = 3


class NotAllowedHere(ValueError):
    """It was not done; the message says why and what next."""


def hold(by: Principal, words: str, *, at: datetime) -> str:
    """From now on this agency's people alone open its vault. Returns the key to be printed,
    which is shown once and kept nowhere. Raises TooShort, NotAllowedHere, AgentGone."""
    if Agency.objects.get(id=by.agency).kind != AgencyKind.VICTIM_SERVICES:
        raise NotAllowedHere("Only a victim services program holds its own key.")
    lock, (identity, recipient) = locks.new_lock(words, *_names(by)), locks.printed()
    vault = material.new_key()
    with acting_as(Principal(PrincipalKind.ROTATION, by.agency)):
        if is_held():
            raise NotAllowedHere("This vault is held already.")
        asking.unlock(by.agency, vault)
        _keep(by.agency, by.worker, lock, vault, at)
        KeyHolder.objects.create(
            agency_id=by.agency, id=uuid4(), recipient=recipient, made_at=at,
            sealed=locks.close_to(vault, recipient),
        )  # fmt: skip
        add_agency_key(at=at, held=True)
        write(Act.VAULT_HELD, at=at)
    rotate(by.agency, at=at)
    return identity


def unlock(by: Principal, words: str, *, at: datetime) -> None:
    """Open the vault with the words of whoever asks. Raises WrongWords, after as long for
    somebody who is no holder; AgentGone."""
    with acting_as(by):
        row = KeyHolder.objects.filter(
            agency_id=by.agency, staff_id=by.worker, sealed__isnull=False
        ).first()
    _open(by, at, lambda: _with_words(row, words))


def unlock_printed(by: Principal, identity: str, *, at: datetime) -> None:
    """Open it with the printed key. Raises WrongWords, AgentGone."""
    with acting_as(by):
        row = KeyHolder.objects.filter(agency_id=by.agency, staff_id=None).first()
    closed = bytes(row.sealed) if row and row.sealed else b""
    _open(by, at, lambda: locks.open_with(closed, identity))


def unlock_together(
    by: Principal, given: Iterable[tuple[UUID, str]], *, at: datetime
) -> None:
    """Open it with the words of two. Raises WrongWords, AgentGone."""
    (first, words), (second, others) = given
    with acting_as(by):
        rows = KeyHolder.objects.filter(agency_id=by.agency)
        holders = {row.staff_id: row for row in rows if row.closed}
        pairs = {
            (row.first_id, row.second_id): bytes(row.sealed)
            for row in HolderPair.objects.filter(agency_id=by.agency)
        }
    one, two = holders.get(first), holders.get(second)
    opened = {
        row.id: locks.open_lock(_lock(row), said)
        for row, said in ((one, words), (two, others))
        if row is not None
    }
    found = next((pair for pair in pairs if set(pair) == set(opened)), None)

    def key() -> bytes:
        if found is None:
            raise WrongWords
        return locks.open_with(pairs[found], opened[found[0]], opened[found[1]])

    _open(by, at, key)


def lock(by: Principal, *, at: datetime) -> None:
    """Raises AgentGone."""
    asking.lock(by.agency)
    with acting_as(by):
        write(Act.VAULT_LOCKED, at=at)


def become_holder(by: Principal, words: str, *, at: datetime) -> None:
    """Whoever asks can open the vault from now on with these words; their earlier words
    open nothing. Raises VaultLocked, TooShort."""
    made = locks.new_lock(words, *_names(by))
    with acting_as(by):
        vault = seal_key()
        _forget(by.agency, by.worker)
        _keep(by.agency, by.worker, made, vault, at)
        write(Act.HOLDER_ADDED, at=at)


def print_anew(by: Principal, *, at: datetime) -> str:
    """Another printed key; the one before opens nothing. Raises VaultLocked."""
    identity, recipient = locks.printed()
    with acting_as(by):
        sealed = locks.close_to(seal_key(), recipient)
        KeyHolder.objects.filter(agency_id=by.agency, staff_id=None).delete()
        KeyHolder.objects.create(
            agency_id=by.agency, id=uuid4(), recipient=recipient, made_at=at,
            sealed=sealed,
        )  # fmt: skip
        write(Act.HOLDER_ADDED, at=at)
    return identity


def entrust(by: Principal, staff: Iterable[UUID], *, at: datetime) -> None:
    """Three holders, any two of whom open the vault together, besides what each opens.
    Raises VaultLocked, NotAllowedHere for any other number or somebody without words."""
    chosen = set(staff)
    with acting_as(by):
        rows = KeyHolder.objects.filter(agency_id=by.agency, staff_id__in=chosen)
        holders = [row for row in rows if row.closed]
        if len(chosen) != TOGETHER or len(holders) != TOGETHER:
            raise NotAllowedHere("Choose three people who have words of their own.")
        vault = seal_key()
        HolderPair.objects.filter(agency_id=by.agency).delete()
        for one, two in combinations(holders, 2):
            sealed = locks.close_to(vault, one.recipient, two.recipient)
            HolderPair.objects.create(
                agency_id=by.agency, id=uuid4(), first_id=one.id, second_id=two.id,
                sealed=sealed,
            )  # fmt: skip
        write(Act.HOLDER_ADDED, at=at)


def remove_holder(by: Principal, staff: UUID, *, at: datetime) -> None:
    """Somebody left, or lost a device: they open nothing any more, and what they could have
    copied opens nothing either, for the vault gets another key. Raises VaultLocked,
    NotAllowedHere for the last one with words."""
    following = material.new_key()
    with acting_as(by):
        before = seal_key()
        rows = KeyHolder.objects.filter(agency_id=by.agency, staff_id__isnull=False)
        if not rows.exclude(staff_id=staff).filter(sealed__isnull=False).exists():
            raise NotAllowedHere(
                "Nobody else could open the vault. Have somebody else choose words first."
            )
        _forget(by.agency, staff)
        _change_key(by.agency, before, following)
        write(Act.HOLDER_REMOVED, at=at)
    asking.unlock(by.agency, following)
    rotate(by.agency, at=at)


def _change_key(agency: UUID, before: bytes, following: bytes) -> None:
    recipients = {}
    for row in KeyHolder.objects.filter(agency_id=agency):
        recipients[row.id] = row.recipient
        if row.sealed is not None:
            row.sealed = locks.close_to(following, row.recipient)
            row.save(update_fields=["sealed"])
    for pair in HolderPair.objects.filter(agency_id=agency):
        both = recipients[pair.first_id], recipients[pair.second_id]
        pair.sealed = locks.close_to(following, *both)
        pair.save(update_fields=["sealed"])
    for secret in AgencySecret.objects.filter(agency_id=agency, held=True):
        key = material.unwrap(before, bytes(secret.wrapped_key))
        secret.wrapped_key = material.wrap(following, key)
        secret.save(update_fields=["wrapped_key"])


def _names(by: Principal) -> tuple[str, str]:
    staff = Staff.objects.select_related("agency").get(id=by.worker)
    return staff.agency.name, staff.name


def _forget(agency: UUID, staff: UUID) -> None:
    rows = KeyHolder.objects.filter(agency_id=agency, staff_id=staff)
    for holder in rows.values_list("id", flat=True):
        HolderPair.objects.filter(agency_id=agency, first_id=holder).delete()
        HolderPair.objects.filter(agency_id=agency, second_id=holder).delete()
    rows.delete()


def _keep(agency: UUID, staff: UUID, made: Lock, vault: bytes, at: datetime) -> None:
    KeyHolder.objects.create(
        agency_id=agency, id=uuid4(), staff_id=staff, salt=made.salt, closed=made.closed,
        recipient=made.recipient, sealed=locks.close_to(vault, made.recipient), made_at=at,
    )  # fmt: skip


def _with_words(row: KeyHolder | None, words: str) -> bytes:
    identity = locks.open_lock(_lock(row) if row else NOBODY, words)
    return locks.open_with(bytes(row.sealed or b"") if row else b"", identity)


def _lock(row: KeyHolder) -> Lock:
    return Lock(bytes(row.salt or b""), bytes(row.closed or b""), row.recipient)


def _open(by: Principal, at: datetime, key: Callable[[], bytes]) -> None:
    try:
        found = key()
    except WrongWords:
        with acting_as(by):
            write(Act.UNLOCK_REFUSED, at=at)
        raise
    asking.unlock(by.agency, found)
    with acting_as(by):
        write(Act.VAULT_UNLOCKED, at=at)
