from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.protection.course import NotNow, Outcome
from safelight.core.vocabulary import AgencyKind, Partition
from safelight.disclosure import protecting
from safelight.disclosure.protecting import Course
from safelight.records.opened import Opened
from safelight.records.protection import actions
from safelight.web.errors import not_found
from safelight.web.forms import form_page
from safelight.web.notes.looking import remarked
from safelight.web.opening import opens_person
from safelight.web.people.writing import kind_of, page
from safelight.web.protection.forms import (
    FactForm,
    ResponsibleForm,
    StepForm,
    responsible_of,
)


def _people(found: Course) -> list[tuple[str, str]]:
    return [(str(one.person), one.name) for one in found.members]


@form_page
@opens_person
def course(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = protecting.course(opened, case)
    if not isinstance(found, Course):
        return not_found(request)
    today = timezone.localdate(opened.at)
    form = StepForm(request.POST or None, initial={"on": today})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.record(
                opened, found.case, Outcome(given["outcome"]), on=given["on"],
                not_asked=found.not_asked,
            )  # fmt: skip
        except NotNow as error:
            form.add_error("outcome", str(error))
        else:
            messages.success(request, "Recorded.")
            return redirect("protection_case", opened.person, case)
    context = {
        "opened": opened, "course": found, "form": form, "row": case,
        "productions": protecting.productions(opened, found.case),
    }  # fmt: skip
    return render(request, "protection/case.html", context)


@form_page
@opens_person
def responsible(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = protecting.course(opened, case)
    if not isinstance(found, Course):
        return not_found(request)
    form = ResponsibleForm(_people(found), request.POST or None)
    if form.is_valid():
        chosen = responsible_of(form.cleaned_data["responsible"])
        actions.name_responsible(opened, found.case, *chosen)
        messages.success(request, "Recorded.")
        return redirect("protection_case", opened.person, case)
    return page(request, opened, form, "Who is responsible for the harm", "Record it")


@require_GET
@opens_person
def pattern(request: Any, opened: Opened) -> HttpResponse:
    if kind_of(request) is not AgencyKind.CHILD_PROTECTION:
        return not_found(request)
    context = {"opened": opened, "pattern": protecting.pattern(opened)}
    return render(request, "protection/pattern.html", context)


@form_page
@opens_person
def fact(request: Any, opened: Opened) -> HttpResponse:
    """Blame is remarked once, as in a note; the facts are in the sealed part."""
    if kind_of(request) is not AgencyKind.CHILD_PROTECTION:
        return not_found(request)
    form = FactForm(request.POST or None)
    context: dict[str, Any] = {"opened": opened, "form": form}
    if form.is_valid():
        given = dict(form.cleaned_data)
        found = remarked(request, given["words"], Partition.SEALED)
        if not found:
            actions.add_fact(opened, given.pop("kind"), given.pop("words"), **given)
            messages.success(request, "Recorded.")
            return redirect("pattern", opened.person)
        context |= found
    return render(request, "protection/fact.html", context)


@require_POST
@opens_person
def strike(request: Any, opened: Opened, fact: UUID) -> HttpResponse:
    if not actions.strike_fact(opened, fact):
        return not_found(request)
    messages.success(request, "Struck. The history keeps it.")
    return redirect("pattern", opened.person)
