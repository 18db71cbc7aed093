"""Rows that are added and never changed: the newest of each counts."""

from collections.abc import Iterator, Mapping
from typing import Any


def newest(model: Any, where: Mapping[str, Any], *by: str) -> Iterator[Any]:
    """The newest row for each value of these columns, inside `acting_as`."""
    rows = model.objects.filter(**where).order_by("at", "id")
    yield from {tuple(getattr(row, name) for name in by): row for row in rows}.values()
