"""Who has seen this: on screen, and as a paper for the person it is about."""

from contextlib import suppress
from typing import Any
from uuid import UUID

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
    release = _release(request.GET)
    lines = accounting.under(opened, release) if release else accounting.account(opened)
    context = {"opened": opened, "lines": lines, "release": release}
    return render(request, "people/seen.html", context)


@require_POST
@opens_person
def paper(request: Any, opened: Opened) -> HttpResponse:
    release = _release(request.POST)
    lines = accounting.on_paper(opened, release)
    if isinstance(lines, Stopped):
        messages.error(
            request, "This list was not printed: it would show a whereabouts."
        )
        return redirect("person_seen", person=opened.person)
    context = {"opened": opened, "lines": lines, "release": release}
    return render(request, "people/seen_paper.html", context)


def _release(sent: Any) -> UUID | None:
    """The one release that is asked about."""
    with suppress(ValueError):
        return UUID(sent.get("release", ""))
    return None
