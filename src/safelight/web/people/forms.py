from typing import Any

from django import forms

from safelight.core.release_rules import WithdrawnHow
from safelight.core.vocabulary import Source
from safelight.web.forms import Form, day_field, term_field

STAFF_SOURCES = [
    Source.SURVIVOR,
    Source.CHILD,
    Source.OBSERVATION,
    Source.PUBLIC_RECORD,
    Source.OTHER_PARTY,
    Source.PARTNER_AGENCY,
    Source.FEDERAL_TAX,
    Source.FEDERAL_LOCATOR,
    Source.PART_2,
    Source.HEALTH_RECORD,
    Source.UNKNOWN,
]


class SearchForm(Form):
    text = forms.CharField(
        label="Name, birth date, phone or number",
        help_text="How a name starts (three letters or more), 1991-04-02 or 4/2/1991, a "
        "phone number, a case or participant number.",
        max_length=80,
    )


class ReceiveForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    birth_date = day_field("Birth date", required=False)
    source = term_field("Who told you", STAFF_SOURCES)


class WithdrawByNameForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    birth_date = day_field("Birth date")
    how = term_field(
        "How it was withdrawn",
        [WithdrawnHow.ORAL, WithdrawnHow.WRITTEN],
        help_text="Saying so is enough. Be as sure as you can that it is them.",
        radio=True,
    )


class ColleagueForm(Form):
    staff = forms.ChoiceField(label="Worker", widget=forms.Select())

    def __init__(
        self, colleagues: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("staff", colleagues)
