"""A demand, and the steps about it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.compelled.steps import Duty, Kind, Step
from safelight.core.vocabulary import HarmFinding
from safelight.disclosure import compelled
from safelight.disclosure.compelled import DemandPage
from safelight.records.compelled import actions
from safelight.records.compelled.actions import NotNow
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.forms import Form, form_page, term_field, terms_field
from safelight.web.opening import opens_person

LONGEST = 2000


class NewForm(Form):
    kind = term_field("What is it?", Kind, radio=True)
    learned_at = forms.DateTimeField(
        label="When you learned of it, or when it came",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "usa-input"},
            format="%Y-%m-%dT%H:%M",
        ),
    )

    def clean_learned_at(self) -> Any:
        at = self.cleaned_data["learned_at"]
        if at > timezone.now():
            raise forms.ValidationError("This is still to come.")
        return at


class WhatForm(Form):
    """To whom, and what; of an order also what the court found about harm."""

    recipient = forms.ChoiceField(
        label="Who gets it, if it is sent from here", required=False
    )
    harm_finding = term_field("Harm, as the court decided", HarmFinding)

    def __init__(self, kind: Kind, *args: Any) -> None:
        super().__init__(*args)
        self.offer("recipient", [("", "Nobody: told by phone, or not decided"),
                                 *compelled.recipients(kind)])  # fmt: skip
        if kind is Kind.COURT_ORDER:
            named = terms_field("What the order names", compelled.categories(kind))
            named.widget.attrs["class"] = "usa-checkbox__input"
            self.fields["categories"] = named
        else:
            del self.fields["harm_finding"]


class StepForm(Form):
    words = forms.CharField(
        label="In a few words",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
    )


class DutyForm(Form):
    duty = term_field("Does the law bind this program?", Duty, radio=True)


@form_page
@opens_person
def new(request: Any, opened: Opened) -> HttpResponse:
    initial = {"learned_at": timezone.localtime(opened.at)}
    form = NewForm(request.POST or None, initial=initial)
    kind = Kind(request.POST["kind"]) if request.POST.get("kind") in set(Kind) else None
    what = (
        WhatForm(kind, request.POST) if kind and "recipient" in request.POST else None
    )
    if form.is_valid() and kind is Kind.SUBPOENA:
        return _begun(opened, actions.begin(opened, kind, **_given(form)))
    if form.is_valid() and what is not None and what.is_valid():
        more = what.cleaned_data
        demand = actions.begin(
            opened, form.cleaned_data["kind"], **_given(form),
            recipient=UUID(more["recipient"]) if more["recipient"] else None,
            categories=more.get("categories") or compelled.categories(kind or Kind.REPORT),
            harm_finding=more.get("harm_finding", HarmFinding.NONE),
        )  # fmt: skip
        return _begun(opened, demand)
    if form.is_valid() and kind and what is None:
        what = WhatForm(kind)
    context = {"opened": opened, "form": form, "what": what}
    return render(request, "compelled/new.html", context)


def _given(form: NewForm) -> dict[str, Any]:
    return {"learned_at": form.cleaned_data["learned_at"]}


def _begun(opened: Opened, demand: UUID) -> HttpResponse:
    return redirect("demand", opened.person, demand)


@require_GET
@opens_person
def demand(request: Any, opened: Opened, demand: UUID) -> HttpResponse:
    page = compelled.read(opened, demand)
    if page is None:
        return not_found(request)
    context = {
        "opened": opened,
        "page": page,
        "duty": DutyForm(initial={"duty": page.duty}),
    }
    return render(request, "compelled/demand.html", context)


@form_page
@opens_person
def step(request: Any, opened: Opened, demand: UUID, step: str) -> HttpResponse:
    page = compelled.read(opened, demand)
    one = next((s for s in Step if s.value.lower() == step), None)
    if page is None or one is None:
        return not_found(request)
    form = StepForm(request.POST or None)
    if one is Step.ELEMENT and page.guide is not None and not page.is_old:
        _with_elements(form, page)
    if form.is_valid():
        given = form.cleaned_data
        elements = given.get("elements", ())
        try:
            actions.record(opened, demand, one, given["words"], elements=elements)
        except NotNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Recorded.")
            return redirect("demand", opened.person, demand)
    context = {"opened": opened, "page": page, "step": one, "form": form}
    return render(request, "compelled/step.html", context)


def _with_elements(form: StepForm, page: DemandPage) -> None:
    assert page.guide is not None
    field = forms.MultipleChoiceField(
        label=f"Which of these? ({page.guide.statute})", required=False,
        choices=[(one.code, one.label) for one in page.guide.elements],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
    )  # fmt: skip
    form.fields = {"elements": field, **form.fields}


@require_POST
@opens_person
def duty(request: Any, opened: Opened, demand: UUID) -> HttpResponse:
    form = DutyForm(request.POST)
    try:
        if form.is_valid():
            actions.decide_duty(opened, demand, form.cleaned_data["duty"])
    except NotNow as error:
        messages.error(request, str(error))
    return redirect("demand", opened.person, demand)


@require_POST
@opens_person
def close(request: Any, opened: Opened, demand: UUID) -> HttpResponse:
    try:
        recalled = actions.close(opened, demand)
    except NotNow as error:
        messages.error(request, str(error))
    else:
        also = f" {recalled} packets were recalled." if recalled else ""
        messages.success(request, f"Closed. Nothing more leaves by it.{also}")
    return redirect("person", person=opened.person)
