from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from safelight.core.plans.plan import ASKED, STATES, Care, Change, State, Whose
from safelight.core.vocabulary import Source
from safelight.records.plans.actions import Said
from safelight.web.forms import Form, day_field, term_field
from safelight.web.people.forms import STAFF_SOURCES

TEXTS: Final = ("what", "place", "seen", "reason", *ASKED)


def _words(
    label: str, *, help_text: str = "", required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=600, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def _number(label: str, most: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, initial=initial,
        widget=forms.NumberInput(attrs={"class": "usa-input"}),
    )  # fmt: skip


class WhoseForm(Form):
    whose = term_field("Whose plan is it?", Whose, radio=True)


class ItemForm(Form):
    """`revision` is the one it was begun from."""

    what = _words(
        "What", required=True, help_text="In plain words: the person gets it."
    )
    state = term_field("How far", State)
    behavior = _words(ASKED["behavior"])
    source = term_field("How you know of it", STAFF_SOURCES)
    purpose = _words(ASKED["purpose"])
    evidence = _words(ASKED["evidence"])
    change = term_field("Change in behavior", Change)
    seen = _words("What was seen, when, by whom", help_text="Besides attendance.")
    day = day_field("Next time", required=False)
    hour = forms.TimeField(label="At", required=False, help_text="For example 14:30.")
    place = forms.CharField(
        label="Where",
        max_length=200,
        required=False,
        help_text="It stays here: it is never shared or printed.",
    )
    minutes = _number("How long, in minutes", 600, 60)
    times_a_week = _number("Times a week", 14, 1)
    travel = _number("Way there, in minutes", 300, 0)
    care = term_field("Somebody to look after the children meanwhile", Care)
    is_joint = forms.BooleanField(
        label="It is for both of them together", required=False
    )
    reason = _words("The supervisor's reason for something together")
    revision = forms.IntegerField(widget=forms.HiddenInput(), initial=0)

    def __init__(self, whose: Whose, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(one.value, one.label) for one in STATES[whose]]
        self.offer("state", states)
        if whose is not Whose.ACCOUNTABLE:
            for name in (*ASKED, "source", "change", "seen"):
                del self.fields[name]

    def said(self) -> Said:
        given = self.cleaned_data
        at = None
        if given["day"] and given["hour"]:
            at = timezone.make_aware(datetime.combine(given["day"], given["hour"]))
        return Said(
            state=given["state"], change=given.get("change") or Change.NOT_LOOKED,
            source=given.get("source") or Source.OBSERVATION,
            texts={name: given.get(name, "") for name in TEXTS if given.get(name)},
            is_joint=given["is_joint"], starts_at=at, minutes=given["minutes"],
            times_a_week=given["times_a_week"], travel=given["travel"],
            care=given["care"],
        )  # fmt: skip


def initial_of(said: Said, revision: int) -> dict[str, Any]:
    """The form's fields of an item that is there."""
    start = {name: getattr(said, name) for name in (
        "state", "change", "source", "minutes", "times_a_week", "travel", "care", "is_joint",
    )}  # fmt: skip
    when = said.starts_at
    timed = {"day": when.date(), "hour": when.strftime("%H:%M")} if when else {}
    return {**start, **said.texts, **timed, "revision": revision}


class ReviewForm(Form):
    words = _words("What was said when you looked at it together", required=True)
    again_on = day_field("Look at it again on")
