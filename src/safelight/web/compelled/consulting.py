"""A question without a name: of a program to child protection, or the other way."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from safelight.core.compelled import letters
from safelight.core.compelled.letters import LETTERS
from safelight.core.compelled.scenario import Scenario, scenario
from safelight.core.papers.rendering import Format
from safelight.core.vocabulary import AgencyKind
from safelight.disclosure.compelled import advice
from safelight.records.compelled import actions
from safelight.web.attached import attached
from safelight.web.errors import not_found
from safelight.web.forms import CLASSES, Form, form_page, term_field
from safelight.web.people.writing import kind_of
from safelight.web.support.papers import TYPES

DOCX = TYPES[Format.DOCX]
ASKERS: Final = (AgencyKind.VICTIM_SERVICES, AgencyKind.CHILD_PROTECTION)
NOT_SAID = [("", "Not said")]


class ConsultForm(Form):
    """Closed choices alone; no box to write in."""

    def __init__(self, asked: Scenario, *args: Any) -> None:
        super().__init__(*args)
        for part in asked.parts:
            said = [(f"{part.code}.{code}", words) for code, words in part.said.items()]
            self.fields[part.code] = forms.ChoiceField(
                label=part.label, choices=[*NOT_SAID, *said], required=False,
                widget=forms.Select(attrs={"class": "usa-select"}),
            )  # fmt: skip

    def chosen(self) -> list[str]:
        return [value for value in self.cleaned_data.values() if value]


class AdviceForm(Form):
    def __init__(self, asked: Scenario, *args: Any) -> None:
        super().__init__(*args)
        self.fields["advice"] = term_field(
            "What they advised", asked.advice, radio=True
        )
        self.fields["advice"].widget.attrs["class"] = CLASSES[forms.RadioSelect]


@require_GET
def letter(request: Any, which: str) -> HttpResponse:
    """A letter that names nobody, to be filled in."""
    if which not in LETTERS:
        return not_found(request)
    return attached(letters.letter(which), f"{which}.docx", DOCX)


@form_page
def consult(request: Any) -> HttpResponse:
    """Choose, read it out on the phone, record the advice."""
    kind = kind_of(request)
    if kind not in ASKERS:
        return not_found(request)
    asked = scenario(kind)
    form = ConsultForm(asked, request.POST or None)
    answer = AdviceForm(asked, request.POST if "advice" in request.POST else None)
    lines: list[str] = []
    if form.is_valid():
        lines = asked.script(form.chosen())
        if answer.is_valid():
            actions.consult(request.principal, form.chosen(),
                            answer.cleaned_data["advice"], at=timezone.now())  # fmt: skip
            messages.success(request, "Recorded, without anybody in it.")
            return redirect("consult")
    context = {"form": form, "answer": answer, "lines": lines,
               "before": advice(request.principal)}  # fmt: skip
    return render(request, "compelled/consult.html", context)
