"""The plan, what if, and what the worker records of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from safelight.core.support import planner
from safelight.core.support.actions import ACTIONS, SAFER, VERSION, Action, Go, Light
from safelight.core.support.standing import Fact
from safelight.disclosure.shown import Refused
from safelight.disclosure.support import planning, timeline
from safelight.disclosure.support.planning import Plan
from safelight.records.opened import Opened
from safelight.records.support import actions
from safelight.web.errors import not_found
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.support.forms import (
    ChoiceForm,
    FactsForm,
    RecordForm,
    StateForm,
    WarnForm,
    WordForm,
)


@require_GET
@opens_person
def plan(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    """The plan; with a light in the query, what it would be, and nothing saved."""
    found = planning.read(opened, case)
    if isinstance(found, Refused):
        return not_found(request)
    given = request.GET.copy()
    given.setdefault("default", found.situation.default.value)
    form = ChoiceForm(given if "light" in given else None, initial={
        "light": found.situation.light, "default": found.situation.default,
    })  # fmt: skip
    after = _what_if(form, found) if form.is_bound and form.is_valid() else None
    context = {
        "opened": opened, "case": case, "plan": found, "form": form,
        "groups": _groups(after or found.actions), "is_what_if": after is not None,
        "changed": _changed(found.actions, after), "lights": list(Light),
    }  # fmt: skip
    return render(request, "support/plan.html", context)


@require_GET
@opens_person
def timeline_of(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = timeline.read(opened, case)
    if isinstance(found, Refused):
        return not_found(request)
    context = {"opened": opened, "case": case, "timeline": found}
    return render(request, "support/timeline.html", context)


def _what_if(form: ChoiceForm, found: Plan) -> tuple[planner.Planned, ...]:
    given = form.cleaned_data
    other = replace(
        found.situation,
        light=given["light"],
        worries=frozenset(given["worries"]),
        default=given["default"],
    )
    return planner.plan(other)


def _groups(
    planned: tuple[planner.Planned, ...],
) -> list[tuple[Go, list[planner.Planned]]]:
    return [(go, [one for one in planned if one.go is go]) for go in Go]


def _changed(
    before: tuple[planner.Planned, ...], after: tuple[planner.Planned, ...] | None
) -> set[str]:
    pairs = zip(before, after or before, strict=True)
    return {a.action.code for a, b in pairs if (a.go, a.why) != (b.go, b.why)}


@form_page
@opens_person
def choose(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = planning.read(opened, case)
    if isinstance(found, Refused):
        return not_found(request)
    initial = {
        "light": found.situation.light, "default": found.situation.default,
        "worries": sorted(found.situation.worries), "shown": VERSION,
    }  # fmt: skip
    form = RecordForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.choose(
                opened, found.case, light=given["light"], worries=given["worries"],
                default=given["default"], shown=given["shown"],
            )  # fmt: skip
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Recorded that it was shown and chosen.")
            return redirect("plan", opened.person, case)
    context = {
        "opened": opened, "case": case, "form": form, "lights": list(Light),
        "actions": [(a, [SAFER[code] for code in a.safer]) for a in ACTIONS.values()],
    }  # fmt: skip
    return render(request, "support/choose.html", context)


def _opens_action(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the plan and the action in place of the action's code, if both are."""

    @wraps(view)
    def handle(request: Any, opened: Opened, case: UUID, action: str) -> HttpResponse:
        one = ACTIONS.get(action.upper())
        found = planning.read(opened, case)
        if one is None or isinstance(found, Refused):
            return not_found(request)
        return view(request, opened, case, found, one)

    return handle


@form_page
@opens_person
@_opens_action
def word(
    request: Any, opened: Opened, case: UUID, of: Plan, one: Action
) -> HttpResponse:
    form = WordForm(request.POST or None)
    if form.is_valid():
        actions.say(opened, of.case, one.code, is_yes=form.cleaned_data["is_yes"])
        return _done(request, opened, case, "Recorded. Nobody is asked why.")
    return _write(request, opened, case, form, one, "Their word")


@form_page
@opens_person
@_opens_action
def warned(
    request: Any, opened: Opened, case: UUID, of: Plan, one: Action
) -> HttpResponse:
    told = of.situation.told.get(one.code)
    form = WarnForm(request.POST or None, initial={"planned_on": told and told.on})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.warn(opened, of.case, one.code, planned_on=given["planned_on"],
                         heard=given["heard"])  # fmt: skip
        except ValueError as error:
            form.add_error("planned_on", str(error))
        else:
            return _done(
                request, opened, case, f"Warning: {given['heard'].label.lower()}."
            )
    return _write(request, opened, case, form, one, "Their warning")


@form_page
@opens_person
@_opens_action
def state(
    request: Any, opened: Opened, case: UUID, of: Plan, one: Action
) -> HttpResponse:
    form = StateForm(request.POST or None, initial={"due_on": timezone.localdate()})
    if form.is_valid():
        given = form.cleaned_data
        actions.schedule(opened, of.case, one.code, due_on=given["due_on"],
                         state=given["state"])  # fmt: skip
        return _done(request, opened, case, "Recorded.")
    return _write(request, opened, case, form, one, "Plan or record it")


@form_page
@opens_person
def facts(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = planning.read(opened, case)
    if isinstance(found, Refused):
        return not_found(request)
    now = set(planning.facts_of(found))
    form = FactsForm(request.POST or None, initial={"facts": [f.value for f in now]})
    if form.is_valid():
        wished = set(form.cleaned_data["facts"])
        for fact in Fact:
            if (fact in wished) != (fact in now):
                actions.settle(opened, found.case, fact, is_so=fact in wished)
        return _done(request, opened, case, "Recorded.")
    context = {
        "title": "What is so in this case", "button": "Record it", "form": form,
        "opened": opened,
    }  # fmt: skip
    return render(request, "people/write.html", context)


def _done(request: Any, opened: Opened, case: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("plan", opened.person, case)


def _write(
    request: Any, opened: Opened, case: UUID, form: Any, one: Action, title: str
) -> HttpResponse:
    context = {
        "opened": opened, "case": case, "form": form, "action": one, "title": title,
    }  # fmt: skip
    return render(request, "support/action.html", context)
