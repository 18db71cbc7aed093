"""Who is acting: set once for a transaction, and gone with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from safelight.core.vocabulary import Term


class PrincipalKind(Term):
    STAFF = "STAFF", "Agency staff"
    DELIVERY = "DELIVERY", "Delivery job"
    SEALER = "SEALER", "Ledger sealer"
    AUDITOR = "AUDITOR", "Auditor"
    RETENTION = "RETENTION", "Purge by schedule"
    ROTATION = "ROTATION", "Rotation of keys"
    REGISTRY = "REGISTRY", "Registry files"
    SUPPORT = "SUPPORT", "Support cases: what is due, what the state system brings"
    UPGRADE = "UPGRADE", "Upgrade of the keys"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts, and for which agency. Jobs and auditors are nobody's staff."""

    kind: PrincipalKind
    agency: UUID
    staff: UUID | None = None

    @property
    def worker(self) -> UUID:
        """The member of staff acting. Raises NotStaff for jobs and auditors."""
        if self.kind is not PrincipalKind.STAFF or self.staff is None:
            raise NotStaff("only staff act on records")
        return self.staff


class NotStaff(RuntimeError):
    """A principal that is nobody's staff tried to act on a record."""


class WrongAgency(RuntimeError):
    """Code acting for one agency tried to act for another inside it."""


_current: ContextVar[Principal | None] = ContextVar("principal", default=None)
_noted: ContextVar[dict[object, Any] | None] = ContextVar("noted", default=None)
T = TypeVar("T")
SET = """SELECT set_config('safelight.agency', %s, true),
                set_config('safelight.actor', %s, true),
                set_config('safelight.principal', %s, true)"""


@contextmanager
def acting_as(principal: Principal) -> Iterator[Principal]:
    """Open a transaction in which the database shows this agency's rows.

    Inside another `acting_as` for the same principal it joins that transaction.
    Raises WrongAgency inside one for anybody else. Querysets are lazy: read them
    before leaving, because afterwards they return nothing.
    """
    current = _current.get()
    if current is not None:
        if current != principal:
            raise WrongAgency("acting for one agency inside another's transaction")
        yield principal
        return
    token, noted = _current.set(principal), _noted.set({})
    try:
        with transaction.atomic(durable=True):
            _set(principal)
            yield principal
    finally:
        _noted.reset(noted)
        _current.reset(token)


def once(key: tuple[str, object], read: Callable[[], T]) -> T:
    """What was read before in this transaction, or what `read` gives now."""
    noted = _noted.get()
    if noted is None:
        return read()
    if key not in noted:
        noted[key] = read()
    found: T = noted[key]
    return found


def _set(principal: Principal) -> None:
    who = [str(principal.agency), str(principal.staff or ""), principal.kind.value]
    with connection.cursor() as cursor:
        cursor.execute(SET, who)


def current() -> Principal:
    """Who is acting now. Raises WrongAgency where nobody is."""
    principal = _current.get()
    if principal is None:
        raise WrongAgency("nobody is acting: open acting_as(...) first")
    return principal
