"""A legal request for a file: begun, prepared step by step, approved, produced."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safelight.core.protection.producing import NotProduced, Requester, Step
from safelight.core.vocabulary import AgencyKind, Category
from safelight.disclosure import directory, producing, protecting
from safelight.disclosure.egress import Stopped
from safelight.disclosure.producing import ProductionPage
from safelight.disclosure.protecting import Course
from safelight.disclosure.shown import Refused
from safelight.records.opened import Opened
from safelight.records.protection import producing as actions
from safelight.web.attached import attached
from safelight.web.errors import not_found
from safelight.web.forms import Form, form_page, term_field
from safelight.web.opening import opens_person
from safelight.web.people.writing import page

STOPPED = (
    "Not produced: nothing of it can go now, or the leak guard found a protected value in it. "
    "Marked items show where: move them to the sealed part, or write them anew without it."
)
INTRO = (
    "Nothing leaves by this yet. The page that follows shows, item by item, what the law lets "
    "the requester have."
)


class RequestForm(Form):
    requester = term_field("Who asks", Requester, radio=True)
    party = forms.ChoiceField(
        label="Which person in the case asks, or whose lawyer",
        required=False, widget=forms.Select(),
    )  # fmt: skip
    court = forms.ChoiceField(
        label="Which court ordered it", required=False, widget=forms.Select()
    )
    categories = forms.MultipleChoiceField(
        label="What the court's order names",
        required=False,
        choices=[(one.value, one.label) for one in Category],
        widget=forms.CheckboxSelectMultiple(),
    )
    items = forms.MultipleChoiceField(
        label="Sealed items that the court's order names one by one",
        required=False, widget=forms.CheckboxSelectMultiple(),
    )  # fmt: skip

    def __init__(self, opened: Opened, found: Course, *args: Any) -> None:
        super().__init__(*args)
        people = [(str(one.person), one.name) for one in found.members]
        courts = [
            (str(one.id), one.name) for one in directory.other_agencies(opened.by)
            if one.kind is AgencyKind.COURT
        ]  # fmt: skip
        self.offer("party", [("", "Nobody"), *people])
        self.offer("court", [("", "None"), *courts])
        self.offer("items", protecting.sealed(opened, found))


class StepForm(Form):
    words = forms.CharField(
        label="What was done",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@form_page
@opens_person
def new(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = protecting.course(opened, case)
    if not isinstance(found, Course):
        return not_found(request)
    form = RequestForm(opened, found, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.begin(
                opened, found.case, Requester(given["requester"]),
                party=UUID(given["party"]) if given["party"] else None,
                court=UUID(given["court"]) if given["court"] else None,
                categories=[Category(one) for one in given["categories"]],
                items=given["items"],
            )  # fmt: skip
        except NotProduced as error:
            form.add_error(None, str(error))
        else:
            return redirect("production", opened.person, made)
    return page(request, opened, form, "A legal request for the file", "Go on", INTRO)


@form_page
@opens_person
def production(request: Any, opened: Opened, production: UUID) -> HttpResponse:
    return _page(request, opened, production)


def _page(request: Any, opened: Opened, production: UUID, **more: Any) -> HttpResponse:
    found = producing.read(opened, production)
    if not isinstance(found, ProductionPage):
        if found == Refused():
            return not_found(request)
        messages.error(request, found.words)
        return redirect("person", opened.person)
    context = {"opened": opened, "found": found, "form": StepForm(), **more}
    return render(request, "protection/production.html", context)


@require_POST
@opens_person
def step(request: Any, opened: Opened, production: UUID, step: str) -> HttpResponse:
    form = StepForm(request.POST)
    if step not in set(Step) or not form.is_valid():
        return _page(request, opened, production, form=form, which=step)
    try:
        actions.record(
            opened, production, Step(step), form.cleaned_data["words"],
            seen=producing.seen(opened, production) if step == Step.APPROVED else "",
        )  # fmt: skip
    except NotProduced as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Recorded.")
    return redirect("production", opened.person, production)


@require_POST
@opens_person
def file(request: Any, opened: Opened, production: UUID) -> HttpResponse:
    return _sent(request, opened, production, producing.produce)


@require_POST
@opens_person
def log(request: Any, opened: Opened, production: UUID) -> HttpResponse:
    return _sent(request, opened, production, producing.log)


def _sent(request: Any, opened: Opened, production: UUID, make: Any) -> HttpResponse:
    try:
        made = make(opened, production)
    except NotProduced as error:
        messages.error(request, str(error))
        return redirect("production", opened.person, production)
    if isinstance(made, Stopped):
        messages.error(request, STOPPED)
        return redirect("production", opened.person, production)
    return attached(made, "file.pdf")
