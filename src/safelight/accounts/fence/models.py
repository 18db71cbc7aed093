"""What every vault table is: fenced, keyed by its agency, a category for each field."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from safelight.accounts.fence.constraints import Fence
from safelight.core.vocabulary import Category

# Fields that say how rows hang together and nothing about a person.
STRUCTURE = None


class VaultQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        """Refused for sealed fields: a sealed value belongs to one row."""
        sealed = [n for n in kwargs if isinstance(_field(self.model, n), SealedField)]
        if sealed:
            raise TypeError(
                f"{sealed[0]}: seal a value for its row, then save that row"
            )
        return super().update(**kwargs)


def _field(model: type[models.Model], name: str) -> Any:
    return next((f for f in model._meta.fields if f.name == name), None)


class Sealed(bytes):
    """Ciphertext made for one row and field. Nothing else enters a sealed field."""


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A column of ciphertext. Raises TypeError for any value that is not Sealed."""

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        if not isinstance(value, Sealed | None):
            raise TypeError(f"{self.name}: only sealed values are stored")
        return super().get_db_prep_value(value, connection, prepared)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{self.name}: an expression cannot be sealed")
        return value


class VaultRecord(models.Model):
    """A row of one agency's vault."""

    pk = models.CompositePrimaryKey("agency_id", "id")
    agency_id = models.UUIDField()
    id = models.UUIDField(default=uuid4)

    objects = VaultQuerySet.as_manager()
    field_categories: ClassVar[dict[str, Category | None]]

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            Fence(name="%(class)s_fence")
        ]
