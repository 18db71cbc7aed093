from typing import Any

from django import forms

from safelight.core.case_kinds import CASE_RULES
from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.identifiers import IdentifierKind
from safelight.core.kinship import Kinship
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.release_rules import WithdrawnHow
from safelight.core.vocabulary import (
    AgencyKind,
    Flag,
    Source,
)
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


class ContactForm(Form):
    kind = term_field(
        "What it is",
        ContactKind,
        help_text="Each shows something to whoever has it; the record says what.",
    )
    value = forms.CharField(
        label="Address, number or email",
        max_length=200,
        help_text="An address with commas: 12 Elm Street Apt 4, Alder 00001.",
    )
    shelter = term_field(
        "Could this address show where a shelter is?",
        [Flag.CLEAR, Flag.SET, Flag.UNKNOWN],
        help_text="A shelter's address leaves nobody's vault. Not known counts as yes.",
    )
    source = term_field("How you know", STAFF_SOURCES)
    safe_use = term_field("May it be used?", SafeUse, radio=True)
    how = forms.CharField(
        label="When and how it is safe",
        required=False,
        max_length=200,
        help_text="Hours, what to say, what name to use. Leave empty if nobody said.",
    )

    def __init__(self, kind: AgencyKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {Flag.CLEAR: "No", Flag.SET: "Yes", Flag.UNKNOWN: "Not known"}
        self.offer("shelter", words.items())
        self.initial.setdefault("shelter", Flag.UNKNOWN)
        if kind is not AgencyKind.VICTIM_SERVICES:
            del self.fields["shelter"]
        self.initial.setdefault("safe_use", SafeUse.NOT_ASKED)
        self.initial.setdefault("source", Source.SURVIVOR)


class IdentifierForm(Form):
    kind = term_field("What it is", IdentifierKind)
    value = forms.CharField(label="Name or number", max_length=120)
    source = term_field("How you know", STAFF_SOURCES)


class ConfirmForm(Form):
    safe_use = term_field("What did they say today?", SafeUse, radio=True)


class ProtectionForm(Form):
    kind = term_field("Protection", ProtectionKind)
    standing = term_field("What is known", Flag, radio=True)
    basis = term_field("It rests on", Basis)


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


class HearingForm(Form):
    case = forms.ChoiceField(label="Case", widget=forms.Select())
    day = day_field("Day")
    hour = forms.TimeField(label="Time", help_text="For example 14:30.")

    def __init__(self, cases: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("case", cases)


class ColleagueForm(Form):
    staff = forms.ChoiceField(label="Worker", widget=forms.Select())

    def __init__(
        self, colleagues: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("staff", colleagues)


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


class WithdrawByNameForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    birth_date = day_field("Birth date")
    how = term_field(
        "How it was withdrawn",
        [WithdrawnHow.ORAL, WithdrawnHow.WRITTEN],
        help_text="Saying so is enough. Be as sure as you can that it is them.",
        radio=True,
    )
