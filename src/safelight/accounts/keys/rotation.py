"""Rotating keys: the same secrets, wrapped anew. It may be stopped and begun again.

An agency's new key wraps what is new from the first moment on; the old one is removed
when nothing is wrapped with it any more, which a foreign key holds.
"""

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from safelight.accounts.fence.acting import Principal, PrincipalKind, acting_as
from safelight.accounts.keys import material
from safelight.accounts.keys.agency import (
    MasterKeyWrong,
    add_agency_key,
    agency_keys,
    is_held,
    master_key,
)
from safelight.accounts.keys.material import CannotOpen
from safelight.accounts.models import Agency, AgencySecret, DataKey

BATCH: Final = 2000


def rotate(agency: UUID, *, at: datetime) -> int:
    """Give an agency a new key and wrap everything with it; returns how many keys.

    A rotation that was stopped is finished first.
    """
    by, done = Principal(PrincipalKind.ROTATION, agency), 0
    with acting_as(by):
        if len(agency_keys()) == 1:
            add_agency_key(at=at, held=is_held())
    while True:
        with acting_as(by):
            wrapped = _rewrap(agency)
        done += wrapped
        if not wrapped and _remove_old(by):
            return done


def _rewrap(agency: UUID) -> int:
    keys = agency_keys()
    new, key = list(keys.items())[-1]
    rows = DataKey.objects.filter(agency_id=agency, under=None).order_by("id")
    stale = rows.exclude(wrapped_by=new).select_for_update(no_key=True)
    old = list(stale[:BATCH])
    for row in old:
        secret = material.unwrap(keys[row.wrapped_by], bytes(row.wrapped))
        row.wrapped, row.wrapped_by = material.wrap(key, secret), new
    DataKey.objects.bulk_update(old, ["wrapped", "wrapped_by"], batch_size=500)
    return len(old)


def _remove_old(by: Principal) -> bool:
    """False where somebody was given a key by the old one meanwhile: go round again."""
    try:
        with acting_as(by), transaction.atomic():
            new = list(agency_keys())[-1]
            AgencySecret.objects.filter(agency_id=by.agency).exclude(id=new).delete()
    except IntegrityError:
        return False
    return True


def rotate_master(following: bytes) -> int:
    """Wrap every agency's key with another master key, but for held vaults, which it does
    not open; returns how many.

    The application is stopped meanwhile. What is already wrapped with the new one
    stays, so that it can be begun again. Raises MasterKeyWrong, changing nothing more.
    """
    done, rewrap = 0, _rewrapper(material.unwrap, material.wrap, following)
    for agency in Agency.objects.values_list("id", flat=True):
        with acting_as(Principal(PrincipalKind.ROTATION, agency)):
            for row in AgencySecret.objects.filter(held=False).select_for_update():
                row.wrapped_key = rewrap(master_key(), bytes(row.wrapped_key))
                row.save(update_fields=["wrapped_key"])
                done += 1
    return done + _second_factors(following)


def _second_factors(following: bytes) -> int:
    """The staff's second-factor secrets, which the master key seals too."""
    rewrap = _rewrapper(
        material.open_second_factor, material.seal_second_factor, following
    )
    done = 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update():
            for name in {"secret", "seed"} & set(row.data):
                sealed = rewrap(master_key(), base64.b64decode(row.data[name]))
                row.data[name] = base64.b64encode(sealed).decode()
                done += 1
            row.save(update_fields=["data"])
    return done


def _rewrapper(
    unwrap: Callable[[bytes, bytes], bytes],
    wrap: Callable[[bytes, bytes], bytes],
    following: bytes,
) -> Callable[[bytes, bytes], bytes]:
    def rewrap(master: bytes, wrapped: bytes) -> bytes:
        try:
            return wrap(following, unwrap(master, wrapped))
        except CannotOpen:
            pass
        try:
            unwrap(following, wrapped)
        except CannotOpen:
            raise MasterKeyWrong from None
        return wrapped

    return rewrap
