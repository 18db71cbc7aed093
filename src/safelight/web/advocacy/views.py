from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safelight.core.advocacy import Aim, Came, Service, Wish, topics
from safelight.disclosure import advocacy
from safelight.disclosure.advocacy import SafetyPlan
from safelight.records.advocacy import actions
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.forms import Form, form_page, term_field
from safelight.web.opening import opens_person
from safelight.web.people.writing import done, page

LONGEST = 4000


def _text(label: str, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class ServiceForm(Form):
    service = term_field("Service", Service)
    came = term_field("What came of it", Came, radio=True)
    words = _text("Anything to remember", required=False)


class AimForm(Form):
    aim = term_field("What is it?", Aim, radio=True)
    words = _text("In their words")


class WishForm(Form):
    wish = term_field("Who begins?", Wish, radio=True)


class PlanForm(Form):
    """`version` is the one it was begun from."""

    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in topics().items():
            self.fields[code] = _text(label, required=False)
            self.fields[code].widget.attrs |= {
                "class": "usa-textarea", "autocomplete": "off",
            }  # fmt: skip


@form_page
@opens_person
def service(request: Any, opened: Opened) -> HttpResponse:
    form = ServiceForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        actions.record_service(
            opened, given["service"], given["came"], words=given["words"]
        )
        return done(request, opened, "Recorded.")
    intro = "A service is an offer. Asked for and refused is as secret as used."
    return page(request, opened, form, "A service", "Record it", intro)


@form_page
@opens_person
def aim(request: Any, opened: Opened) -> HttpResponse:
    form = AimForm(request.POST or None)
    if form.is_valid():
        actions.add_aim(opened, form.cleaned_data["aim"], form.cleaned_data["words"])
        return done(request, opened, "Recorded.")
    return page(
        request, opened, form, "What they want, do and are helped by", "Record it"
    )


@require_POST
@opens_person
def end_aim(request: Any, opened: Opened, aim: UUID) -> HttpResponse:
    if not actions.end_aim(opened, aim):
        return not_found(request)
    return done(request, opened, "It is no longer on the record's page.")


@form_page
@opens_person
def contact(request: Any, opened: Opened) -> HttpResponse:
    form = WishForm(request.POST or None, initial={"wish": advocacy.wish(opened)})
    if form.is_valid():
        actions.record_wish(opened, form.cleaned_data["wish"])
        return done(request, opened, "Recorded.")
    return page(request, opened, form, "Who begins contact", "Record it")


@form_page
@opens_person
def plan(request: Any, opened: Opened) -> HttpResponse:
    """The safety plan, written with them; every version stays."""
    found = advocacy.plan(opened)
    if not isinstance(found, SafetyPlan):
        return not_found(request)
    start = {**found.texts, "version": found.version}
    form = PlanForm(request.POST or None, initial=start)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            number = actions.save_plan(opened, given, version=given.pop("version"))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved as version {number}.")
            return redirect("advocacy_plan", person=opened.person)
    context = {"opened": opened, "plan": found, "form": form}
    return render(request, "advocacy/plan.html", context)


@require_POST
@opens_person
def print_plan(request: Any, opened: Opened) -> HttpResponse:
    """Small and neutral: it says neither what it is nor where it is from."""
    found = advocacy.on_paper(opened)
    if not isinstance(found, SafetyPlan):
        return not_found(request)
    return render(request, "advocacy/paper.html", {"plan": found})
