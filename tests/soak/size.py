"""How long each long test runs: short by default, full by SAFELIGHT_SOAK=full."""

import os

IS_FULL = os.environ.get("SAFELIGHT_SOAK") == "full"


def size(name: str, short: int, full: int) -> int:
    """The number of rounds; SAFELIGHT_SOAK_<NAME> sets it for one test."""
    given = os.environ.get(f"SAFELIGHT_SOAK_{name.upper()}")
    return int(given) if given else (full if IS_FULL else short)
