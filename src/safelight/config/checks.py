"""What an installation must have before anybody's record is put into it."""

import os

from safelight.config.options import OPTIONS, option

SHORTEST_SECRET = 50
MASTER_KEY_DIGITS = 64


def faults() -> list[str]:
    """Everything that makes this installation unfit for production, in words."""
    missing = [o.name for o in OPTIONS.values() if o.is_required and not o.read()]
    found = [f"{name} is not set. {OPTIONS[name].meaning}" for name in missing]
    if not os.environ.get("DATABASE_URL"):
        found.append(
            "The embedded database is for a first run, never for real records."
        )
    if option("SAFELIGHT_DEMO") == "1":
        found.append("SAFELIGHT_DEMO is set: demo mode signs anybody in. Unset it.")
    if option("SAFELIGHT_HTTPS") != "1":
        found.append("SAFELIGHT_HTTPS is not 1: passwords would travel in the clear.")
    secret = option("SAFELIGHT_SECRET_KEY")
    if secret and len(secret) < SHORTEST_SECRET:
        found.append("SAFELIGHT_SECRET_KEY is shorter than 50 characters.")
    if (key := option("SAFELIGHT_MASTER_KEY")) and not _is_key(key):
        found.append("SAFELIGHT_MASTER_KEY is not 32 bytes in hexadecimal.")
    return found


def _is_key(text: str) -> bool:
    return len(text) == MASTER_KEY_DIGITS and set(text.lower()) <= set(
        "0123456789abcdef"
    )
