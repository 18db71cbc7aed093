"""The fence as constraints of a model, so that a new table gets it by inheriting.

`Fence` is row-level security, `SameVault` a foreign key that includes the agency,
`AppendOnly` a trigger that no setting of the session can switch off.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Model

ACTING = "(SELECT nullif(current_setting('safelight.agency', true), '')::uuid)"


class TableRule(BaseConstraint, ABC):
    """SQL that belongs to one table and is made and dropped with it."""

    @abstractmethod
    def make(self, table: str) -> str:
        """The SQL that puts the rule on a table."""

    @abstractmethod
    def drop(self, table: str) -> str:
        """The SQL that takes it off again."""

    def constraint_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        if model is not None and schema_editor is not None:
            sql: Any = self.make(model._meta.db_table)
            schema_editor.deferred_sql.append(sql)
        return ""

    def create_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        return self.make(model._meta.db_table) if model else ""

    def remove_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        return self.drop(model._meta.db_table) if model else ""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Held by the database alone."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


class Fence(TableRule):
    """Row-level security, forced: rows whose agency is the acting one.

    `read` and `write` name the columns that may hold the acting agency. Rows of which
    `published` (a condition in SQL) is true may be read by every agency; those of which
    `shared` is true are read and written by the acting one.
    """

    def __init__(
        self,
        *,
        name: str,
        read: Sequence[str] = ("agency_id",),
        write: Sequence[str] = ("agency_id",),
        published: str = "",
        shared: str = "",
    ) -> None:
        super().__init__(name=name)
        self.read = tuple(read)
        self.write = tuple(write)
        self.published = published
        self.shared = shared

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        own = {"read": self.read, "write": self.write}
        if self.published:
            own["published"] = self.published  # type: ignore[assignment]
        if self.shared:
            own["shared"] = self.shared  # type: ignore[assignment]
        return path, args, {**kwargs, **own}

    def make(self, table: str) -> str:
        shared = [f"({self.shared})"] if self.shared else []
        read = " OR ".join([*(f"{column} = {ACTING}" for column in self.read), *shared])
        if self.published:
            read += f" OR ({self.published} AND {ACTING} IS NOT NULL)"
        write = " OR ".join(
            [*(f"{column} = {ACTING}" for column in self.write), *shared]
        )
        return f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY vault_read ON {table} FOR SELECT USING ({read});
            CREATE POLICY vault_add ON {table} FOR INSERT WITH CHECK ({write});
            CREATE POLICY vault_change ON {table} FOR UPDATE
                USING ({write}) WITH CHECK ({write});
            CREATE POLICY vault_remove ON {table} FOR DELETE USING ({write})"""

    def drop(self, table: str) -> str:
        names = ("vault_read", "vault_add", "vault_change", "vault_remove")
        return ";".join(f"DROP POLICY {name} ON {table}" for name in names)


class SameVault(TableRule):
    """A foreign key within a vault: (agency_id, column) to another table's key.

    Foreign keys are checked without row-level security, so one without the agency
    could point at another agency's row and reveal that it exists.
    """

    def __init__(self, *, name: str, column: str, to: str) -> None:
        super().__init__(name=name)
        self.column = column
        self.to = to

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "column": self.column, "to": self.to}

    def make(self, table: str) -> str:
        return f"""
            ALTER TABLE {table} ADD CONSTRAINT {self.name}
                FOREIGN KEY (agency_id, {self.column})
                REFERENCES {self.to} (agency_id, id);
            CREATE INDEX {self.name} ON {table} (agency_id, {self.column})"""

    def drop(self, table: str) -> str:
        return (
            f"ALTER TABLE {table} DROP CONSTRAINT {self.name}; DROP INDEX {self.name}"
        )


class AppendOnly(TableRule):
    """Rows are added and never changed or removed, whoever asks."""

    def make(self, table: str) -> str:
        return f"""
            CREATE OR REPLACE FUNCTION safelight_refuse_change() RETURNS trigger
                LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'this table is append-only'; END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION safelight_refuse_change();
            CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION safelight_refuse_change()"""

    def drop(self, table: str) -> str:
        return (
            f"DROP TRIGGER append_only ON {table}; "
            f"DROP TRIGGER append_only_all ON {table}"
        )
