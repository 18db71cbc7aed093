from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from safelight.accounts.keys.held.locks import FEWEST
from safelight.web.forms import Form


def words_field(label: str, *, required: bool = True) -> forms.CharField:
    widget = forms.PasswordInput()
    return forms.CharField(
        label=label, max_length=400, widget=widget, required=required
    )


class UnlockForm(Form):
    words = words_field("Your words")


class WordsForm(Form):
    """New words, typed twice."""

    words = words_field("Your words")
    again = words_field("The same words again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = (
            f"At least {FEWEST} different words that do not belong together. Not your "
            "password, and nowhere on this computer."
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("words") and given.get("words") != given.get("again"):
            raise ValidationError("The two are not the same. Type them again.")
        return given


class HoldForm(WordsForm):
    understood = forms.BooleanField(
        label="I understand: if every holder's words and the printed key are lost, nobody "
        "can open these records again, the makers of this software neither"
    )


class OtherForm(Form):
    """A printed key, or two holders with their words."""

    printed = forms.CharField(
        label="The printed key", max_length=200, required=False,
        help_text="Begins with AGE-SE. Spaces do not matter.",
    )  # fmt: skip
    first = forms.ChoiceField(label="Or two together: one", required=False)
    first_words = words_field("Their words", required=False)
    second = forms.ChoiceField(label="The other", required=False)
    second_words = words_field("Their words", required=False)

    def __init__(self, holders: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        for name in ("first", "second"):
            self.offer(name, [("", "Nobody"), *holders])


class EntrustForm(Form):
    staff = forms.MultipleChoiceField(
        label="Any two of these three", widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, holders: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.offer("staff", holders)
