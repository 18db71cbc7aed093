"""Only the owner's connection changes the schema."""

from typing import Any


class OwnerMigrates:
    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        return db == "owner"
