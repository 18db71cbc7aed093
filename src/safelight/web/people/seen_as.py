"""See it as somebody else would get it, before writing or sharing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from safelight.disclosure.seen_as import NoSuchViewpoint, viewpoints
from safelight.disclosure.seen_as import seen_as as seen_by
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.opening import opens_person


@require_GET
@opens_person
def seen_as(request: Any, opened: Opened) -> HttpResponse:
    code, seen = request.GET.get("who", ""), None
    if code:
        try:
            seen = seen_by(opened, code)
        except NoSuchViewpoint:
            return not_found(request)
    context = {"opened": opened, "groups": viewpoints(opened), "seen": seen}
    return render(request, "people/seen_as.html", {**context, "code": code})
