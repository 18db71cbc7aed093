"""A held vault as its page shows it: who can open it; names no record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.agency import is_held, seal_key
from safelight.accounts.keys.held.asking import VaultLocked
from safelight.accounts.models import HolderPair, KeyHolder, Staff


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with words of their own, or the printed key (no `staff`)."""

    staff: UUID | None
    name: str
    made_at: datetime
    is_in_pair: bool


@dataclass(frozen=True, slots=True)
class VaultPage:
    is_held: bool
    is_locked: bool
    holders: tuple[Holder, ...]
    am_holder: bool


def vault(by: Principal) -> VaultPage:
    with acting_as(by):
        held = is_held()
        locked = held and not _opens()
    found = tuple(holders(by))
    mine = any(one.staff == by.worker for one in found)
    return VaultPage(held, locked, found, mine)


def require_open(by: Principal) -> None:
    """For pages that would look empty while the vault is locked. Raises VaultLocked."""
    with acting_as(by):
        if is_held():
            seal_key()


def _opens() -> bool:
    try:
        return bool(seal_key())
    except VaultLocked:
        return False


def holders(by: Principal) -> list[Holder]:
    """Those with words by name, the printed key last."""
    with acting_as(by):
        rows = list(KeyHolder.objects.filter(agency_id=by.agency))
        pairs = HolderPair.objects.filter(agency_id=by.agency)
        paired = {one for pair in pairs for one in (pair.first_id, pair.second_id)}
    names = dict(Staff.objects.filter(agency_id=by.agency).values_list("id", "name"))
    found = [
        Holder(row.staff_id, names.get(row.staff_id, "The printed key"), row.made_at,
               row.id in paired)
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.staff is None, one.name))
