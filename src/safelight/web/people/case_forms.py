from typing import Any

from django import forms
from django.utils import timezone

from safelight.core.calendar_files import MOST_BYTES, NotRead, Times, read
from safelight.core.case_kinds import CASE_RULES
from safelight.core.kinship import Kinship
from safelight.core.vocabulary import AgencyKind
from safelight.web.forms import Form, day_field, term_field
from safelight.web.people.forms import STAFF_SOURCES
from safelight.web.protection.forms import responsible_field


class CaseForm(Form):
    number = forms.CharField(label="Case number", max_length=40)

    def __init__(
        self, kind: AgencyKind, people: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        """One row for each person who can take part: `people` are (id, name)."""
        super().__init__(*args, **kwargs)
        parts = [(part.value, part.label) for part in CASE_RULES[kind].parts]
        for person, name in people:
            self.fields[f"part_{person}"] = forms.ChoiceField(
                label=name,
                choices=[("", "Not in this case"), *parts],
                required=False,
                widget=forms.Select(attrs={"class": "usa-select"}),
            )
        if kind is AgencyKind.CHILD_PROTECTION:
            self.fields["reported_on"] = day_field("Day of the report")
            self.fields["responsible"] = responsible_field(people)


class HearingForm(Form):
    case = forms.ChoiceField(label="Case", widget=forms.Select())
    day = day_field("Day")
    hour = forms.TimeField(label="Time", help_text="For example 14:30.")

    def __init__(self, cases: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("case", cases)


class FileForm(Form):
    """The times of a calendar file; only the one that is chosen is kept."""

    case = forms.ChoiceField(label="Case", widget=forms.Select())
    file = forms.FileField(
        label="Calendar file (.ics)",
        help_text="Only times are read: no title, place or guest is kept.",
    )

    def __init__(self, cases: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("case", cases)

    def clean_file(self) -> Times:
        zone = timezone.get_current_timezone()
        try:
            return read(self.cleaned_data["file"].read(MOST_BYTES + 1), zone)
        except NotRead as error:
            raise forms.ValidationError(str(error)) from error


class RelateForm(Form):
    kind = term_field(
        "This person is", [k for k in Kinship if k is not Kinship.SAME_PERSON]
    )
    other = forms.ChoiceField(label="Whom", widget=forms.Select())
    source = term_field("How you know", STAFF_SOURCES)

    def __init__(
        self, people: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("other", people)
