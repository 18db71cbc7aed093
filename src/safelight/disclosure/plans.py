"""One person's service plan: this agency's own items, and what others shared of theirs.

It says nothing of what was not shared, and nothing of anybody else's plan (CF-33).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher, ciphers
from safelight.core.documents.files import texts
from safelight.core.gate.decide import decide
from safelight.core.leakguard.guard import Guarded
from safelight.core.papers.rendering import Format, render
from safelight.core.plans.copy import filled
from safelight.core.plans.load import Slot, problems
from safelight.core.plans.plan import Care, Change, State, Whose
from safelight.core.release_paper import Language
from safelight.core.support import calendar
from safelight.core.support.calendar import Kind, Visit
from safelight.core.vocabulary import Purpose, Source
from safelight.disclosure import inbox, person, standing
from safelight.disclosure.access import own_question
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.guarding import (
    allowed_for,
    everyone,
    protected_dates,
    protected_values,
)
from safelight.disclosure.inbox import PacketPage
from safelight.disclosure.items import held
from safelight.disclosure.parcels import Parcel
from safelight.disclosure.purging import received_about
from safelight.disclosure.shown import Refused, Shown
from safelight.ledger.acts import Act
from safelight.records.opened import Opened
from safelight.records.plans import actions
from safelight.records.plans.actions import Said
from safelight.records.plans.models import PlanItem, Review

KEY = "planitem"
WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """An item of this agency's own part."""

    item: UUID
    said: Said
    changed_at: datetime
    revision: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """What another agency shared of its part, and until when."""

    sender: str
    ends: datetime
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`is_new` items changed since the last review. `problems` are for this plan alone."""

    whose: Whose | None
    items: tuple[Kept, ...]
    problems: tuple[str, ...]
    reviews: tuple[tuple[date, str], ...]
    again_on: date | None
    shared: tuple[Shared, ...]


def read(opened: Opened) -> PlanPage | Refused:
    """The plan as the gate shows it to this worker; packets are read like in the inbox."""
    page = person.read(opened)
    shown = {f.key for f in page.of(KEY) if isinstance(f, Shown)}
    with acting_as(opened.by):
        where = {"agency_id": opened.by.agency, "person_id": opened.person}
        rows = list(PlanItem.objects.filter(**where).order_by("at", "id"))
        if any(f"{KEY}:{row.id}" not in shown for row in rows):
            return Refused()
        own = cipher(opened.person)
        past = list(Review.objects.filter(**where).order_by("-at"))
        last = past[0].at if past else None
        items = [
            Kept(row.id, said_of(row, actions.texts_of(row, own)), row.changed_at,
                 row.revision, last is None or last < row.changed_at)
            for row in rows
        ]  # fmt: skip
        whose = actions.whose_plan(opened.by.agency, opened.person)
        told = [
            (timezone.localdate(one.at),
             own.open(Place(actions.REVIEW, "words", one.id), bytes(one.words)))
            for one in past
        ]  # fmt: skip
    slots = [_slot(one.said) for one in items if _is_on(one.said.state)]
    return PlanPage(
        whose, tuple(items), tuple(problems(slots)), tuple(told),
        past[0].again_on if past else None, tuple(_shared(opened)),
    )  # fmt: skip


def said_of(row: PlanItem, texts: Mapping[str, str]) -> Said:
    starts = timezone.localtime(row.starts_at) if row.starts_at else None
    return Said(
        state=State(row.state), texts=texts, change=Change(row.change),
        source=Source(row.source),
        is_joint=row.is_joint, starts_at=starts, minutes=row.minutes,
        times_a_week=row.times_a_week, travel=row.travel, care=Care(row.care),
    )  # fmt: skip


def _is_on(state: State) -> bool:
    return state not in (State.ENDED, State.NOT_NOW, State.COMPLETED)


def _slot(said: Said) -> Slot:
    return Slot(
        what=said.texts["what"], starts_at=said.starts_at, minutes=said.minutes,
        times_a_week=said.times_a_week, travel=said.travel, care=said.care,
    )  # fmt: skip


def _shared(opened: Opened) -> Iterator[Shared]:
    """Of packets that carry items of a plan, and this person's name and birth date: a name
    alone may be somebody else's."""
    born = str(person.read(opened).birth_date)
    with acting_as(opened.by):
        about = set(received_about(opened))
        carrying = [
            row.id for row, parcel in inbox.readable(opened.by, opened.at)
            if row.id in about and born in _births(parcel)
            and any(p.item.key.startswith(KEY) for p in parcel.pieces)
        ]  # fmt: skip
    for packet in carrying:
        found = inbox.read(opened.by, packet, opened.at)
        if isinstance(found, PacketPage):
            lines = [f.text for f in found.fields
                     if isinstance(f, Shown) and f.key.startswith(KEY)]  # fmt: skip
            yield Shared(found.sender, found.ends, tuple(lines))


def _births(parcel: Parcel) -> set[str]:
    return {p.text for p in parcel.pieces if p.item.key.startswith("birth_date:")}


def require_apart(
    opened: Opened, whose: Whose, said: Said, item: UUID | None = None
) -> None:
    """Raises Clash where somebody of the other side of the family would be there; the words
    tell nobody's time or place."""
    if said.starts_at is None or not said.texts.get("place"):
        return
    visit = _visit(said.starts_at, said.minutes, said.texts["place"], whose)
    with acting_as(opened.by):
        calendar.check(visit, list(_others(opened, item, said.starts_at)))


def _others(opened: Opened, item: UUID | None, near: datetime) -> Iterator[Visit]:
    """What comes back every week is taken in the week of `near`."""
    agency = opened.by.agency
    people = everyone(agency, opened.person) - {opened.person}
    rows = list(
        PlanItem.objects.filter(
            agency_id=agency, person_id__in=people, starts_at__isnull=False
        ).exclude(id=item)
    )  # fmt: skip
    keys = ciphers(sorted({row.person_id for row in rows}))
    for row in rows:
        place = actions.texts_of(row, keys[row.person_id]).get("place")
        if place and row.starts_at and _is_on(State(row.state)):
            starts = timezone.localtime(row.starts_at)
            if row.times_a_week:
                starts += WEEK * round((near - starts) / WEEK)
            yield _visit(starts, row.minutes, place, Whose(row.whose))


def _visit(starts: datetime, minutes: int, place: str, whose: Whose) -> Visit:
    return Visit(
        kind=Kind.OFFICE, site=place, starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes), is_remote=False,
        is_hers=whose is not Whose.ACCOUNTABLE,
    )  # fmt: skip


def on_paper(opened: Opened, language: Language) -> bytes | Stopped | Refused:
    """The plan for the person it is for, as a tagged PDF: each item as the gate gives it to
    them, searched, recorded."""
    found = read(opened)
    if isinstance(found, Refused) or found.whose is None:
        return Refused()
    with acting_as(opened.by):
        vault = standing.vault(opened.by.agency)
        facts = standing.about(vault.agency, [opened.person], None, opened.at)
        every = held(vault, opened.person, facts[opened.person])
        own = own_question(opened.person, opened.at)
        asked = replace(own, purpose=Purpose.SERVICE_PLANNING)
        items = [h.item for h in every if h.item.key.startswith(f"{KEY}:")]
        decision = decide(asked, items, with_routes=False)
        given = decision.released()
        told = [(one.said.texts["what"], one.said.state) for one in found.items
                if f"{KEY}:{one.item}" in given]  # fmt: skip
        page = filled(found.whose, told, found.again_on, language)
        content = render(page, Format.PDF)
        values = protected_values(vault.agency, opened.person) + protected_dates(opened)
        leaving = Leaving(
            act=Act.PLAN_PRINTED, about=cipher(opened.person), parts=texts(content),
            guarded=Guarded(tuple(values), (), allowed_for(opened)), details={},
        )  # fmt: skip
        return egress(leaving, decision, at=opened.at, seal=lambda: content)
