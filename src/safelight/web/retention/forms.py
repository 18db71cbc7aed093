from collections.abc import Mapping
from typing import Any, Final

from django import forms

from safelight.core.minimizing import FIELDS, Asked, Rule
from safelight.core.retention import SCHEDULES, SHORTEST_DAYS, Kept
from safelight.web.forms import Form, term_field

FORMS: Final = {
    "ReceiveForm": "Taking somebody in", "ContactForm": "A way to reach or find them",
    "IdentifierForm": "Another name or number", "ServiceForm": "A service",
    "AimForm": "What they want", "NoteForm": "A note", "DocumentForm": "A document",
}  # fmt: skip


Row = tuple[str, forms.BoundField, forms.BoundField | None]


class FieldsForm(Form):
    """Each field's name, and whether it is asked."""

    def __init__(self, rules: Mapping[str, Rule], *args: Any) -> None:
        super().__init__(*args)
        for one in FIELDS:
            now, name = rules.get(one.code, Rule()), one.code.replace(".", "_")
            self.fields[f"label_{name}"] = forms.CharField(
                label=f"Your own name for: {one.label}", max_length=60, required=False,
                initial=now.label, widget=forms.TextInput(attrs={
                    "class": "usa-input", "aria-label": f"Your own name for: {one.label}",
                }),
            )  # fmt: skip
            if len(one.may) > 1:
                field = term_field(f"Asked: {one.label}", one.may)
                field.initial = now.asked
                field.widget.attrs |= {"class": "usa-select", "aria-label": field.label}
                self.fields[f"asked_{name}"] = field

    @property
    def tables(self) -> dict[str, list[Row]]:
        """By form the fields: its name, the box for another one, and whether it is asked."""
        found: dict[str, list[Row]] = {}
        for one in FIELDS:
            name = one.code.replace(".", "_")
            asked = self[f"asked_{name}"] if len(one.may) > 1 else None
            row = one.label, self[f"label_{name}"], asked
            found.setdefault(FORMS[one.form], []).append(row)
        return found

    def chosen(self) -> dict[str, Rule]:
        given, found = self.cleaned_data, {}
        for one in FIELDS:
            name = one.code.replace(".", "_")
            asked = given.get(f"asked_{name}", Asked.AS_IT_IS)
            found[one.code] = Rule(asked, given[f"label_{name}"].strip())
        return found


class HoldForm(Form):
    reason = forms.CharField(
        label="Who asked for it, and for which matter",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )


class PurgeForm(Form):
    """Items, or the whole record; the typed name stands against a slip of the hand."""

    items = forms.MultipleChoiceField(
        label="Items", widget=forms.CheckboxSelectMultiple(), required=False
    )
    received = forms.BooleanField(
        label="Also the packets received about somebody of this name", required=False
    )
    name = forms.CharField(
        label="Type the person's name to confirm",
        help_text="What is purged cannot be read again by anybody, from any copy.",
        max_length=120,
    )

    def __init__(
        self, whose: str, choices: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.whose = whose
        self.offer("items", choices)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.split() != self.whose.split():
            raise forms.ValidationError(
                "This is not the name on the record. Nothing was purged."
            )
        return name


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
