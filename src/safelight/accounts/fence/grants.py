"""What the application's role may do to each table: nothing that is not listed.

Set anew after every migration, so that a table without a line here is out of reach.
"""

from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connections

ALL: Final = "SELECT, INSERT, UPDATE, DELETE"
APPEND: Final = "SELECT, INSERT"
BACKUP: Final = "safelight_backup"  # may bypass row-level security, and only reads
# Functions that only triggers of the owner call.
OWNERS_ALONE: Final = ("safelight_remember()", "safelight_mark(uuid, uuid, text)")
# Libraries' tables, by app label.
LIBRARIES: Final = {
    "sessions": ALL,
    "account": ALL,
    "mfa": ALL,
    "auth": "SELECT",
    "contenttypes": "SELECT",
}


def privileges() -> dict[str, str]:
    """Table name to the application's privileges on it."""
    found = {"rate_limit": ALL}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        given = getattr(model, "app_privileges", None) or LIBRARIES.get(meta.app_label)
        if meta.managed and not meta.proxy and given:
            found[meta.db_table] = given
    return found


def grant(using: str = "owner", **_: Any) -> None:
    """Take everything from the application's role, then grant the list."""
    if using != "owner":
        return
    role = settings.DATABASES["default"]["USER"]
    with connections[using].cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        tables = set(connections[using].introspection.table_names(cursor))
        for table, given in privileges().items():
            if table in tables:
                cursor.execute(f"GRANT {given} ON {table} TO {role}")
        for name in OWNERS_ALONE:
            cursor.execute("SELECT to_regprocedure(%s)", [name])
            if cursor.fetchone() != (None,):
                cursor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        for table in tables:
            if table.startswith("procrastinate_"):
                cursor.execute(f"GRANT {ALL} ON {table} TO {role}")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [BACKUP])
        if cursor.fetchone():
            for kind in ("TABLES", "SEQUENCES"):
                cursor.execute(
                    f"GRANT SELECT ON ALL {kind} IN SCHEMA public TO {BACKUP}"
                )
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {BACKUP}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
