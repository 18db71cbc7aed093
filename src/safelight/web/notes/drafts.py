"""Keeping what is being typed, every few seconds and without a click."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safelight.records.notes import drafts
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.notes.forms import LONGEST_NOTE
from safelight.web.opening import opens_person

FIELDS: Final = ("category", "partition", "source", "text", "revision")
LONGEST_NAME: Final = 48


@require_POST
@opens_person
def keep(request: Any, opened: Opened, form: str) -> HttpResponse:
    if len(form) > LONGEST_NAME:
        return not_found(request)
    typed = {f: request.POST[f][:LONGEST_NOTE] for f in FIELDS if f in request.POST}
    if typed.get("text", "").strip():
        drafts.keep(opened, form, typed)
    return render(request, "notes/kept.html", {"at": opened.at, "form": form})


@require_POST
@opens_person
def discard(request: Any, opened: Opened, form: str) -> HttpResponse:
    drafts.discard(opened, form)
    return redirect("person", person=opened.person)
