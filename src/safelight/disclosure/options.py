"""The grounds a worker can share on: her releases in force, agreements in force."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.models import Agency
from safelight.core.compelled.steps import GROUND, PURPOSE, Kind
from safelight.core.vocabulary import Category, GroundKind, Purpose
from safelight.disclosure.agreements import agreements
from safelight.disclosure.grounds import DEMAND_LASTS, GroundRef, is_open
from safelight.disclosure.outbox import releases_of
from safelight.disclosure.shown import Field
from safelight.records.compelled.models import Demand
from safelight.records.opened import Opened


@dataclass(frozen=True, slots=True)
class Option:
    """A ground in force: to whom, for what, until when; a release names its items."""

    ref: GroundRef
    recipient_id: UUID
    recipient: str
    purposes: tuple[Purpose, ...]
    categories: tuple[Category, ...]
    items: frozenset[str]
    ends: datetime

    def covers(self, field: Field) -> bool:
        """Whether the worker can choose this item on this ground."""
        if self.ref.kind is GroundKind.RELEASE:
            return field.key in self.items
        return field.category in self.categories


def ground_options(opened: Opened) -> list[Option]:
    """Releases first; an agreement appears where this agency is its sender."""
    releases = [
        Option(
            GroundRef(GroundKind.RELEASE, row.release),
            row.recipient_id,
            row.recipient,
            (row.purpose,),
            row.categories,
            frozenset(row.items),
            row.ends,
        )
        for row in releases_of(opened)
        if row.is_in_force
    ]
    shared = [
        Option(
            GroundRef(GroundKind.AGREEMENT, row.agreement),
            row.recipient_id,
            row.recipient,
            row.purposes,
            tuple(sorted({*row.categories, *row.answers})),
            frozenset(),
            row.ends,
        )
        for row in agreements(opened.by, opened.at)
        if row.is_in_force and row.we_send
    ]
    return [*releases, *_demands(opened), *shared]


def _demands(opened: Opened) -> list[Option]:
    """A reporting law, an order or danger to life, once its steps are recorded."""
    names = dict(Agency.objects.values_list("id", "name"))
    with acting_as(opened.by):
        rows = Demand.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person,
            recipient_id__isnull=False, closed_at=None,
        )  # fmt: skip
        return [
            Option(
                GroundRef(GROUND[Kind(row.kind)], row.id), row.recipient_id,
                names[row.recipient_id], (PURPOSE[Kind(row.kind)],),
                tuple(map(Category, row.categories)), frozenset(),
                row.opened_at + DEMAND_LASTS,
            )
            for row in rows.order_by("opened_at")
            if is_open(row)
        ]  # fmt: skip
