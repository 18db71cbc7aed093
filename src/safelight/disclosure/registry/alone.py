"""One command over an agency's registry files at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


class AtWork(ValueError):
    def __init__(self) -> None:
        super().__init__(
            "Another registry command is at work for this agency: wait until it is done."
        )


@contextmanager
def alone(agency: UUID) -> Iterator[None]:
    """Until it ends no other command gets in; the lock goes with the process.

    Raises AtWork.
    """
    name = [f"registry {agency}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", name)
        if not cursor.fetchone()[0]:
            raise AtWork
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
