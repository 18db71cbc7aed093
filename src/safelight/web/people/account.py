"""Who has seen this: on screen, and as a paper for the person it is about."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from safelight.disclosure import accounting
from safelight.disclosure.egress import Stopped
from safelight.records.opened import Opened
from safelight.web.opening import opens_person


@require_GET
@opens_person
def seen(request: Any, opened: Opened) -> HttpResponse:
    context = {"opened": opened, "lines": accounting.account(opened)}
    return render(request, "people/seen.html", context)


@require_POST
@opens_person
def paper(request: Any, opened: Opened) -> HttpResponse:
    lines = accounting.on_paper(opened)
    if isinstance(lines, Stopped):
        messages.error(
            request, "This list was not printed: it would show a whereabouts."
        )
        return redirect("person_seen", person=opened.person)
    context = {"opened": opened, "lines": lines}
    return render(request, "people/seen_paper.html", context)
