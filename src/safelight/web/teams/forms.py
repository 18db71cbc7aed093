from typing import Any

from django import forms

from safelight.core.teams.review import Decided, Task
from safelight.disclosure import directory
from safelight.disclosure.teams import TeamPage
from safelight.web.forms import Form, day_field, term_field


def everybody(request: Any) -> list[tuple[str, str]]:
    """Case staff of every agency: (id, name and agency)."""
    own = request.user.agency
    agencies = [(own.id, own.name)]
    agencies += [
        (card.id, card.name) for card in directory.other_agencies(request.principal)
    ]
    return [
        (staff, f"{name}, {agency}")
        for one, agency in agencies
        for staff, name in directory.case_staff(one)
    ]


class TeamForm(Form):
    name = forms.CharField(label="Name of the team", max_length=80)
    protocol = forms.CharField(
        label="How you work together",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="No family in it. It changes nothing of what a member may see.",
    )
    schedule = forms.CharField(
        label="When you meet", max_length=120, help_text="Every first Tuesday at ten."
    )
    quorum = forms.IntegerField(
        label="Members needed to decide", min_value=1, max_value=50, initial=3,
        widget=forms.NumberInput(attrs={"class": "usa-input"}),
    )  # fmt: skip
    members = forms.MultipleChoiceField(
        label="Members", widget=forms.CheckboxSelectMultiple()
    )


class MemberForm(Form):
    staff = forms.ChoiceField(label="Who joins", widget=forms.Select())


class MeetingForm(Form):
    day = day_field("Day")
    hour = forms.TimeField(label="Time", help_text="For example 14:30.")
    minutes = forms.IntegerField(
        label="How long, in minutes", min_value=15, max_value=480, initial=90,
        widget=forms.NumberInput(attrs={"class": "usa-input"}),
    )  # fmt: skip


class FamilyForm(Form):
    """For which list a record is meant: a new number, or one that is there."""

    where = forms.ChoiceField(label="On which list", widget=forms.Select())

    def __init__(self, pages: list[TeamPage], *args: Any) -> None:
        super().__init__(*args)
        choices = []
        for page in pages:
            choices.append((f"new:{page.team}", f"{page.name}: a new number"))
            choices += [
                (f"old:{one.entry}", f"{page.name}: also number {one.number}")
                for one in page.families
            ]
        self.offer("where", choices)


class DecideForm(Form):
    decided = term_field("Decided", Decided)
    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.offer("decided", [("", "Choose"), *((o.value, o.label) for o in Decided)])


class GiveForm(Form):
    task = term_field("What is to be done", Task)
    owner = forms.ChoiceField(label="Who does it", widget=forms.Select())
    due_on = day_field("By when")


class PacketForm(Form):
    packet = forms.ChoiceField(label="Which packet", widget=forms.Select())
