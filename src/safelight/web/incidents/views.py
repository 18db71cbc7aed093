"""Opening an incident, its steps one after the other, closing it with what was learned."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safelight.core.incident import SCRIPT, UNANSWERED, Step
from safelight.disclosure import incidents
from safelight.records.incidents import actions
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.forms import Form, form_page
from safelight.web.opening import opens_person

BY_HAND = (Step.CALL, Step.TRACE, Step.REPORT, Step.HONEST)


class BeginForm(Form):
    has_locator_data = forms.BooleanField(
        label="Federal locator or new-hire data may be in it", required=False
    )
    is_drill = forms.BooleanField(label="This is a drill", required=False)


class CloseForm(Form):
    lessons = forms.CharField(
        label="What is done differently from now on", widget=forms.Textarea
    )


@form_page
@opens_person
def page(request: Any, opened: Opened) -> HttpResponse:
    found = incidents.current(opened)
    if found is not None:
        context = {
            "opened": opened, "found": found, "script": SCRIPT, "unanswered": UNANSWERED,
            "form": CloseForm(),
            "by_hand": [*BY_HAND, *([Step.HOLD] if found.is_drill else [])],
        }  # fmt: skip
        return render(request, "incidents/incident.html", context)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.begin(opened, **form.cleaned_data)
        messages.warning(request, "Opened. Call them before anything else.")
        return redirect("incident", opened.person)
    return render(request, "incidents/begin.html", {"opened": opened, "form": form})


@require_POST
@opens_person
def step(request: Any, opened: Opened) -> HttpResponse:
    found, wish = incidents.current(opened), request.POST.get("step")
    if found is None or wish not in set(Step):
        return not_found(request)
    actions.take(opened, found.incident, Step(wish))
    return redirect("incident", opened.person)


@require_POST
@opens_person
def recall(request: Any, opened: Opened) -> HttpResponse:
    found = incidents.current(opened)
    if found is None:
        return not_found(request)
    many = actions.recall(opened, found.incident)
    words = "What was read or printed already cannot be taken back: say so."
    real = f"Packets recalled: {many}. {words}"
    messages.success(
        request, "A drill: nothing was recalled." if found.is_drill else real
    )
    return redirect("incident", opened.person)


@require_POST
@opens_person
def close(request: Any, opened: Opened) -> HttpResponse:
    found, form = incidents.current(opened), CloseForm(request.POST)
    if found is None:
        return not_found(request)
    lessons = form.cleaned_data["lessons"] if form.is_valid() else ""
    try:
        actions.close(opened, found.incident, lessons=lessons)
    except actions.NotYet as error:
        messages.error(request, str(error))
        return redirect("incident", opened.person)
    held = "What is held stays held until a supervisor lets it go on."
    messages.success(
        request, "Closed. " + ("Nothing was held." if found.is_drill else held)
    )
    return redirect("person", opened.person)


@require_POST
@opens_person
def go_on(request: Any, opened: Opened) -> HttpResponse:
    """Let what was held go on, once no incident is open."""
    if incidents.current(opened) is not None:
        messages.error(request, "Close the incident first.")
        return redirect("incident", opened.person)
    actions.hold(opened, is_so=False)
    messages.success(request, "Nothing is held any more. The plan says what may go.")
    return redirect("person", opened.person)
