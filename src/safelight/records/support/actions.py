"""The only writers of choices, words, warnings and of what was asked."""

import json
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import cipher
from safelight.core.support.actions import ACTIONS, VERSION, WORRIES, Light
from safelight.core.support.planner import Default, Heard, Screened
from safelight.core.support.screening import AGAIN_AFTER_DAYS, Occasion
from safelight.core.support.standing import Fact, State
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.support.models import (
    Asked,
    Choice,
    OfCase,
    Scheduled,
    Settled,
    Warned,
    Word,
)

YES_LASTS: Final = timedelta(days=90)
NO_LASTS: Final = timedelta(days=365)


class OldWords(ValueError):
    """The table of actions changed while she was choosing."""

    def __init__(self) -> None:
        super().__init__(
            "The list of actions has changed since it was shown. Go through it with "
            "them again; nothing was recorded."
        )


def choose(
    opened: Opened,
    case: UUID,
    *,
    light: Light,
    worries: Collection[str],
    default: Default,
    shown: str,
) -> None:
    """Her light, after each action, its danger and its safer form was shown.

    `shown` is the version of the table she was shown. Raises OldWords, and ValueError
    for a worry that is none.
    """
    if shown != VERSION:
        raise OldWords
    if unknown := set(worries) - set(WORRIES):
        raise ValueError(f"Not among the worries: {', '.join(sorted(unknown))}.")
    with acting_as(opened.by):
        choice, own = uuid4(), cipher(opened.person)
        place = Place(Choice._meta.db_table, "worries", choice)
        sealed = own.seal(place, json.dumps(sorted(worries)))
        _add(Choice, opened, case, id=choice, light=light, worries=sealed,
             default=default, shown=shown)  # fmt: skip
        write(Act.CHOICE_MADE, at=opened.at, about=own)


def say(opened: Opened, case: UUID, action: str, *, is_yes: bool) -> None:
    """Her word on one action: a yes ends after 90 days, a not now when she says so.

    Raises KeyError for no such action.
    """
    with acting_as(opened.by):
        lasts = YES_LASTS if is_yes else NO_LASTS
        ends = timezone.localdate(opened.at) + lasts
        code = ACTIONS[action].code
        _add(Word, opened, case, action=code, is_yes=is_yes, ends_on=ends)
        write(Act.CHOICE_MADE, at=opened.at, about=cipher(opened.person))


def warn(
    opened: Opened, case: UUID, action: str, *, planned_on: date, heard: Heard
) -> None:
    """How far a warning came. Raises KeyError for no such action, and ValueError for a day
    that is past, or sooner than the warning period after the first word of it."""
    of = ACTIONS[action]
    with acting_as(opened.by):
        earlier = Warned.objects.filter(
            agency_id=opened.by.agency, person_id=opened.person, case_id=case,
            action=of.code, planned_on=planned_on,
        ).exists()  # fmt: skip
        today = timezone.localdate(opened.at)
        first = today if earlier else today + timedelta(days=of.warn_days)
        if planned_on < first:
            raise ValueError(
                f"{of.label} needs {of.warn_days} days between warning and action: "
                f"not before {first:%-d %b %Y}."
            )
        _add(Warned, opened, case, action=of.code, planned_on=planned_on, heard=heard)
        own = cipher(opened.person)
        write(Act.WARNING_GIVEN, at=opened.at, about=own, what=heard.label)


def schedule(
    opened: Opened, case: UUID, action: str, *, due_on: date, state: State
) -> None:
    """An action that is planned here, runs already, or ended."""
    with acting_as(opened.by):
        code = ACTIONS[action].code
        _add(Scheduled, opened, case, action=code, due_on=due_on, state=state)
        own = cipher(opened.person)
        write(Act.ACTION_SCHEDULED, at=opened.at, about=own, what=state.label)


def settle(opened: Opened, case: UUID, fact: Fact, *, is_so: bool) -> None:
    """That something which an action needs is there, or is not."""
    with acting_as(opened.by):
        _add(Settled, opened, case, fact=fact, is_so=is_so)
        own = cipher(opened.person)
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what="What an action needs")


def ask(opened: Opened, occasion: Occasion, outcome: Screened) -> None:
    """That somebody was asked; never what was said. It lowers no protection."""
    with acting_as(opened.by):
        again = None
        if outcome is Screened.NOT_YET:
            again = timezone.localdate(opened.at) + timedelta(days=AGAIN_AFTER_DAYS)
        Asked.objects.create(
            agency_id=opened.by.agency, person_id=opened.person, at=opened.at,
            recorded_by=opened.staff, occasion=occasion, outcome=outcome, again_on=again,
        )  # fmt: skip
        write(Act.SAFETY_ASKED, at=opened.at, about=cipher(opened.person))


def _add(model: type[OfCase], opened: Opened, case: UUID, **fields: Any) -> None:
    model._default_manager.create(
        agency_id=opened.by.agency, person_id=opened.person, case_id=case,
        at=opened.at, recorded_by=opened.staff, **fields,
    )  # fmt: skip
