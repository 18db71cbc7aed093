"""Columns that hold codes of a closed set."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


def choices(terms: Any) -> list[tuple[str, str]]:
    """Django choices of a closed set: codes alone, so that words change freely."""
    return [(term.value, term.value) for term in terms]


def codes(terms: Any) -> Any:
    """Several codes of a closed set."""
    return ArrayField(models.CharField(max_length=24, choices=choices(terms)))


def keys() -> Any:
    """The keys of some items of a record."""
    return ArrayField(models.CharField(max_length=64))
