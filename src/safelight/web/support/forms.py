"""Her choice, her word, warnings, and what is there."""

from typing import Any

from django import forms

from safelight.core.support.actions import VERSION, WORRIES, Light
from safelight.core.support.planner import Default, Heard
from safelight.core.support.screening import Condition, Occasion, Opening
from safelight.core.support.standing import Fact, State
from safelight.web.forms import Form, day_field, term_field, terms_field

WORRY_CHOICES = [(one.code, one.label) for one in WORRIES.values()]


class ChoiceForm(Form):
    light = term_field("Light", Light, radio=True)
    worries = forms.MultipleChoiceField(
        label="What worries them",
        choices=WORRY_CHOICES,
        widget=forms.CheckboxSelectMultiple(),
        required=False,
        help_text="What a worry touches waits for their yes, whatever the light.",
    )
    default = term_field("When they cannot be reached", Default, radio=True)


class RecordForm(ChoiceForm):
    was_shown = forms.BooleanField(
        label="I went through every action with them: its danger and its safer form"
    )
    is_hers = forms.BooleanField(label="They chose; I did not")
    shown = forms.CharField(widget=forms.HiddenInput(), initial=VERSION)


class WordForm(Form):
    is_yes = forms.TypedChoiceField(
        label="Their word on this action",
        choices=[("1", "Yes, for the next 90 days"), ("0", "Not now")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )


class WarnForm(Form):
    heard = term_field(
        "How far the warning came",
        [Heard.SENT, Heard.DELIVERED, Heard.ACKNOWLEDGED, Heard.NOT_REACHED],
        radio=True,
        help_text="Only acknowledged counts. Delivered is not acknowledged: call them.",
    )
    planned_on = day_field("The action is planned for")


class StateForm(Form):
    state = term_field("This action", State, radio=True)
    due_on = day_field("From, or on")


class FactsForm(Form):
    """Each that is ticked is there."""

    facts = terms_field("What is so in this case", Fact)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facts"].required = False


class AskForm(Form):
    occasion = term_field("Why now", Occasion)
    opening = term_field("Before anything is asked", Opening, radio=True)
    instrument = forms.ChoiceField(label="Questions")
    language = forms.ChoiceField(
        label="Language of the questions",
        choices=[("en", "English"), ("es", "Español")],
    )
    conditions = terms_field("Each of these, confirmed", Condition)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        confirmed = set(given.get("conditions") or ())
        if given.get("opening") is Opening.READY and confirmed != set(Condition):
            self.add_error(
                "conditions",
                "Every one must be so before the questions. If one is not, it is not "
                "safe now: choose another time.",
            )
        return given
