"""The only writer of what an agency asks on its forms."""

from collections.abc import Mapping
from datetime import datetime

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.core.minimizing import BY_CODE, Asked, Rule, require_possible
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.retention.models import FieldRule


def ask(by: Principal, rules: Mapping[str, Rule], *, at: datetime) -> None:
    """From now on. What was kept before stays until it is purged. Raises NotPossible."""
    for code, rule in rules.items():
        require_possible(code, rule.asked)
    with acting_as(by):
        for code, rule in rules.items():
            FieldRule.objects.update_or_create(
                agency_id=by.agency, field=code,
                defaults={"asked": rule.asked, "label": rule.label, "since": at,
                          "recorded_by": by.worker},
            )  # fmt: skip
        write(Act.FIELDS_SET, at=at)


def rules(by: Principal) -> dict[str, Rule]:
    """What the acting agency chose, by field."""
    with acting_as(by):
        rows = FieldRule.objects.filter(agency_id=by.agency)
        found = rows.values_list("field", "asked", "label")
        return {
            code: Rule(Asked(asked), label)
            for code, asked, label in found
            if code in BY_CODE
        }
