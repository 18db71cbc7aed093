from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone

from safelight.core.protection.course import OUTCOMES, Responsible
from safelight.core.protection.pattern import FactKind, Towards
from safelight.web.forms import Form, day_field, term_field
from safelight.web.people.forms import STAFF_SOURCES

NOBODY_YET: Final = (Responsible.NOT_YET_KNOWN, Responsible.ELSEWHERE)


def responsible_field(people: list[tuple[str, str]]) -> forms.ChoiceField:
    """Required, and never chosen for the worker (CF-34)."""
    others = [(one.value, one.label) for one in NOBODY_YET]
    return forms.ChoiceField(
        label="Who is responsible for the harm",
        choices=[("", "Choose"), *others, *people],
        widget=forms.Select(attrs={"class": "usa-select"}),
        help_text="Whoever did it; never the parent to whom it was done. It may be not "
        "yet known.",
    )


def responsible_of(chosen: str) -> tuple[Responsible, UUID | None]:
    if chosen in set(Responsible):
        return Responsible(chosen), None
    return Responsible.ON_FILE, UUID(chosen)


def _not_ahead(form: Form) -> Any:
    day = form.cleaned_data["on"]
    if day > timezone.localdate():
        raise forms.ValidationError("This day has not come yet.")
    return day


class ResponsibleForm(Form):
    def __init__(self, people: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["responsible"] = responsible_field(people)


class StepForm(Form):
    outcome = forms.ChoiceField(label="What the case came to", widget=forms.Select())
    on = day_field("On")

    clean_on = _not_ahead

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (step.label, [(one.value, one.label) for one in outcomes])
            for step, outcomes in OUTCOMES.items()
        ]
        self.fields["outcome"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class FactForm(Form):
    kind = term_field("What kind of fact", FactKind)
    towards = term_field("Whom it concerns", Towards)
    on = day_field("When", help_text="The day, or the first day known.")
    source = term_field("How you know", STAFF_SOURCES)
    words = forms.CharField(
        label="What was done",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text='What somebody did, not what they are: "He took the car keys on paydays."',
    )

    clean_on = _not_ahead
