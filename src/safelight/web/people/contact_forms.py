from typing import Any

from django import forms

from safelight.core.contact_kinds import ContactKind, SafeUse
from safelight.core.identifiers import IdentifierKind
from safelight.core.protections import Basis, ProtectionKind
from safelight.core.vocabulary import (
    AgencyKind,
    Flag,
    Source,
)
from safelight.web.forms import Form, term_field
from safelight.web.people.forms import STAFF_SOURCES


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
