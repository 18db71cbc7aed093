"""Exit codes, and how a command says what it found."""

import json
from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0  # done, and nothing is wrong
    FOUND = 1  # done, and something is wrong: a fault, a failed check
    BAD_INPUT = 2  # the command or what it was given cannot be used
    NOT_AVAILABLE = 3  # the database or another service cannot be reached


class BadInput(ValueError):
    """What was given cannot be used; the message says what, which rule, what next."""


def say(as_json: bool, result: Mapping[str, Any], words: str) -> None:
    """Print the result for a program, or the words for a person."""
    print(json.dumps(result, indent=2) if as_json else words)
