"""Runs with their reports and rejects, tasks, and the records sent about somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.disclosure.registry import desk as reading
from safelight.disclosure.registry import overriding
from safelight.records.opened import Opened
from safelight.records.registry import actions
from safelight.web.errors import not_found
from safelight.web.opening import opens_person


@require_GET
def desk(request: Any) -> HttpResponse:
    now = timezone.now()
    context = {
        "tasks": reading.tasks(request.principal, now),
        "runs": reading.runs(request.principal),
        "overrides": overriding.waiting(request.principal),
    }
    return render(request, "registry/desk.html", context)


@require_GET
def run(request: Any, run: UUID) -> HttpResponse:
    found = reading.run(request.principal, run)
    if found is None:
        return not_found(request)
    return render(request, "registry/run.html", {"run": found})


@require_GET
@opens_person
def person(request: Any, opened: Opened) -> HttpResponse:
    context = {
        "opened": opened,
        "rows": reading.sent_about(opened),
        "matches": reading.matches_about(opened),
        "tasks": reading.tasks_of(opened),
    }
    return render(request, "registry/person.html", context)


@require_POST
@opens_person
def done(request: Any, opened: Opened, task: UUID) -> HttpResponse:
    try:
        actions.done(opened, task)
    except actions.NoSuchTask as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Done.")
    return redirect("person_registry", person=opened.person)
