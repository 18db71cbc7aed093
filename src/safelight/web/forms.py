"""Forms as the design system draws them, and fields that the forms share."""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.views.decorators.http import require_http_methods

from safelight.core.minimizing import FIELDS, SAYS_NOTHING, Asked, Rule
from safelight.core.vocabulary import Term

CLASSES: dict[type, str] = {
    forms.TextInput: "usa-input",
    forms.PasswordInput: "usa-input",
    forms.ClearableFileInput: "usa-file-input",
    forms.TimeInput: "usa-input",
    forms.Textarea: "usa-textarea",
    forms.Select: "usa-select",
    forms.RadioSelect: "usa-radio__input usa-radio__input--tile",
    forms.CheckboxSelectMultiple: "usa-checkbox__input",
    forms.CheckboxInput: "usa-checkbox__input",
}


T = TypeVar("T", bound=Term)
# A page that shows a form and takes it.
form_page = require_http_methods(["GET", "POST"])


class Renderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


# What the agency of this request asks, by form and field; set where it is known who asks.
asked_here: ContextVar[Callable[[], Mapping[str, Rule]] | None] = ContextVar(
    "asked", default=None
)


class Form(forms.Form):
    """A form with the design system's classes, and no browser autofill; with the fields
    that the agency asks, under its own names for them."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._minimize()
        for field in self.fields.values():
            widget = field.widget
            widget.attrs.setdefault("autocomplete", "off")
            if css := CLASSES.get(type(widget)):
                widget.attrs["class"] = css

    def _minimize(self) -> None:
        """A field that is hidden here is not on the form, and says nothing."""
        self.hidden_here: list[str] = []
        own = [one for one in FIELDS if one.form == type(self).__name__]
        asked = asked_here.get()
        rules = asked() if own and asked else {}
        for one in own:
            rule = rules.get(one.code, Rule())
            if rule.asked is Asked.HIDDEN:
                del self.fields[one.name]
                self.hidden_here.append(one.name)
                continue
            field = self.fields[one.name]
            field.label = rule.label or field.label
            field.required = field.required and rule.asked is Asked.AS_IT_IS

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        return {**data, **{name: SAYS_NOTHING[name] for name in self.hidden_here}}

    def offer(self, field: str, choices: Iterable[tuple[str, str]]) -> None:
        """Set the choices of a field that depend on who asks."""
        self.fields[field].choices = list(choices)  # type: ignore[attr-defined]


def chosen(field: forms.BoundField, terms: type[T], otherwise: T) -> T:
    """The member of a closed set that a form says so far; another where it says none."""
    value = field.value()
    return terms(value) if value in set(terms) else otherwise


EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
IN_RANGE = (
    MinValueValidator(EARLIEST, "A date from 1900 to 2100."),
    MaxValueValidator(LATEST, "A date from 1900 to 2100."),
)


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day that a case could have."""
    return forms.DateField(label=label, widget=Day(), validators=IN_RANGE, **options)


class Day(forms.DateInput):
    """A native date box."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "usa-input"}, format="%Y-%m-%d")


def term_field(
    label: str, terms: Iterable[Term], *, help_text: str = "", radio: bool = False
) -> forms.TypedChoiceField:
    """One member of a closed set."""
    members = list(terms)
    choices = [(member.value, member.label) for member in members]
    widget = forms.RadioSelect() if radio else forms.Select()
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=type(members[0]),
        help_text=help_text,
        widget=widget,
    )


def terms_field(label: str, terms: Iterable[Term]) -> forms.TypedMultipleChoiceField:
    """Several members of a closed set."""
    members = list(terms)
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=[(member.value, member.label) for member in members],
        coerce=type(members[0]),
        widget=forms.CheckboxSelectMultiple(),
    )


def reason_field(*, required: bool = True) -> forms.CharField:
    """Why what the leak guard found may go; whoever it is about can read it."""
    return forms.CharField(
        label="Reason why it must go", max_length=200, required=required,
        help_text="Without an address or number. The person can read it.",
    )  # fmt: skip


class ReasonForm(Form):
    reason = reason_field()
