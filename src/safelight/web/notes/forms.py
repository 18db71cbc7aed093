from typing import Any

from django import forms

from safelight.core.vocabulary import AgencyKind, Category, Partition, Source
from safelight.web.forms import Form, term_field
from safelight.web.people.forms import STAFF_SOURCES

LONGEST_NOTE = 20_000


def note_field() -> forms.CharField:
    return forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST_NOTE,
        help_text="Write what somebody did or said, and when. Leave addresses out.",
    )


class FiledForm(Form):
    """What something kept in a record is about, where it goes, and how it is known."""

    category = term_field("What it is about", Category)
    partition = term_field(
        "Where it goes",
        Partition,
        help_text="The general part of a file can reach parties and courts. Put violence, "
        "addresses, safety plans and what a child told you in the sealed part.",
        radio=True,
    )
    source = term_field("How you know", STAFF_SOURCES)

    def __init__(self, kind: AgencyKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("category", Category.NARRATIVE)
        self.initial.setdefault("source", Source.OBSERVATION)
        if kind is not AgencyKind.VICTIM_SERVICES:
            choices = [
                (c.value, c.label) for c in Category if c is not Category.ADVOCATE_NOTES
            ]
            self.offer("category", choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_confided = data.get("category") == Category.CHILDS_CONFIDENCE
        if is_confided and data.get("partition") == Partition.GENERAL:
            self.add_error(
                "partition",
                "What a child told in confidence goes to the sealed part: the general "
                "part can reach parties and courts.",
            )
        return data


class NoteForm(FiledForm):
    text = note_field()


class RevisionForm(Form):
    """`revision` is the version the worker began from."""

    text = note_field()
    revision = forms.IntegerField(widget=forms.HiddenInput())
