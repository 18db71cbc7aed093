from typing import Any

from django import forms

from safelight.core.retention import SCHEDULES, SHORTEST_DAYS, Kept
from safelight.web.forms import Form

WORD = "PURGE"


class HoldForm(Form):
    reason = forms.CharField(
        label="Who asked for it, and for which matter",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )


class PurgeForm(Form):
    """Items, or the whole record; the typed word stands against a slip of the hand."""

    items = forms.MultipleChoiceField(
        label="Items", widget=forms.CheckboxSelectMultiple(), required=False
    )
    received = forms.BooleanField(
        label="Also the packets received about somebody of this name", required=False
    )
    word = forms.CharField(
        label=f"Type {WORD} to confirm",
        help_text="What is purged cannot be read again by anybody, from any copy.",
        max_length=10,
    )

    def __init__(
        self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("items", choices)

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if word.strip().upper() != WORD:
            raise forms.ValidationError(f"Type {WORD}. Nothing was purged.")
        return word


class ScheduleForm(Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for what in Kept:
            self.fields[what.value] = forms.IntegerField(
                label=f"{what.label}: days",
                help_text=f"{SCHEDULES[what].words} Empty: kept until somebody asks.",
                min_value=SHORTEST_DAYS,
                max_value=36_500,
                required=False,
                widget=forms.NumberInput(attrs={"class": "usa-input"}),
            )
