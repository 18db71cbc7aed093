"""Keeping what is being typed, every few seconds and without a click."""

import re
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
NAME: Final = re.compile(r"note(-[0-9a-f]{32})?")


@require_POST
@opens_person
def keep(request: Any, opened: Opened, form: str) -> HttpResponse:
    if not NAME.fullmatch(form):
        return not_found(request)
    typed = {f: request.POST[f][:LONGEST_NOTE] for f in FIELDS if f in request.POST}
    if typed.get("text", "").strip():
        drafts.keep(opened, form, typed)
    return render(request, "notes/kept.html", {"at": opened.at})


@require_POST
@opens_person
def discard(request: Any, opened: Opened, form: str) -> HttpResponse:
    if not NAME.fullmatch(form):
        return not_found(request)
    drafts.discard(opened, form)
    return redirect("person", person=opened.person)
