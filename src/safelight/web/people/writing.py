"""What the pages that write on a record share: the frame, the way back, the choices."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from safelight.core.vocabulary import AgencyKind
from safelight.disclosure import people as reading
from safelight.disclosure import person as reading_person
from safelight.disclosure.worklist import work
from safelight.records.opened import Opened
from safelight.web.forms import Form


def page(
    request: Any, opened: Opened, form: Form, title: str, button: str, intro: str = ""
) -> HttpResponse:
    context = {"opened": opened, "form": form, "title": title, "button": button}
    return render(request, "people/write.html", {**context, "intro": intro})


def done(request: Any, opened: Opened, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("person", person=opened.person)


def kind_of(request: Any) -> AgencyKind:
    return AgencyKind(request.user.agency.kind)


def own_people(request: Any, opened: Opened) -> list[tuple[str, str]]:
    """The person of this record first, then family, then the worker's other people."""
    this = reading_person.read(opened)
    rows = [*reading.family(opened), *work(request.principal, opened.at).people]
    names = {str(opened.person): this.name}
    return list((names | {str(row.person): row.name for row in rows}).items())
