"""A note's earlier versions, and its way to the sealed part with all of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_GET,
    require_POST,
)

from safelight.disclosure import noting
from safelight.disclosure.shown import Refused
from safelight.disclosure.versions import versions as versions_of
from safelight.records.notes import actions
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.opening import opens_person


@require_POST
@opens_person
def seal(request: Any, opened: Opened, note: UUID) -> HttpResponse:
    if isinstance(noting.note_now(opened, note), Refused):
        return not_found(request)
    recalled = actions.move_to_sealed(opened, note)
    words = "Sealed, with everything it ever said."
    if recalled:
        words += (
            f" Packets sent under agreements that carried it were recalled: {recalled}."
        )
    messages.success(request, words)
    return redirect("person", person=opened.person)


@require_GET
@opens_person
def versions(request: Any, opened: Opened, note: UUID) -> HttpResponse:
    found = versions_of(opened, f"note:{note}")
    if isinstance(found, Refused):
        return not_found(request)
    context = {"opened": opened, "versions": found, "note": note}
    return render(request, "notes/versions.html", context)
