"""What an installation must have before anybody's record is put into it."""

import os

import psycopg

from safelight.config.options import OPTIONS, option

SHORTEST_SECRET = 50
MASTER_KEY_DIGITS = 64
ROLE = """
    SELECT rolsuper, rolbypassrls,
           (SELECT count(*) FROM pg_class WHERE relowner = r.oid AND relkind = 'r')
    FROM pg_roles r WHERE rolname = current_user
"""


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
    if (key := option("SAFELIGHT_MASTER_KEY")) and not is_key(key):
        found.append("SAFELIGHT_MASTER_KEY is not 32 bytes in hexadecimal.")
    return found + _role_faults()


def _role_faults() -> list[str]:
    """What the application's role could do that it must not: it is asked of the server."""
    address = os.environ.get("DATABASE_URL")
    if not address:
        return []
    try:
        with psycopg.connect(address, connect_timeout=5) as session:
            row = session.execute(ROLE).fetchone()
    except psycopg.OperationalError:
        return ["The database cannot be reached: check DATABASE_URL."]
    is_super, bypasses, owned = row or (True, True, 1)
    found = []
    if is_super or bypasses:
        found.append(
            "DATABASE_URL's role bypasses row-level security; use one that cannot."
        )
    if owned:
        found.append(
            "DATABASE_URL's role owns tables; let OWNER_DATABASE_URL's own them."
        )
    return found


def is_key(text: str) -> bool:
    """Whether this is 32 bytes in hexadecimal."""
    return len(text) == MASTER_KEY_DIGITS and set(text.lower()) <= set(
        "0123456789abcdef"
    )
