"""Who works with a person, and who is kept away."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from safelight.disclosure import people as reading
from safelight.records.opened import Opened
from safelight.records.people import actions
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.people.forms import ColleagueForm
from safelight.web.people.writing import done, page


@form_page
@opens_person
def assign(request: Any, opened: Opened) -> HttpResponse:
    form = ColleagueForm(reading.colleagues(opened.by), request.POST or None)
    if form.is_valid():
        actions.assign(opened, UUID(form.cleaned_data["staff"]))
        return done(request, opened, "Worker assigned.")
    return page(request, opened, form, "Assign a worker", "Assign")


@form_page
@opens_person
def block(request: Any, opened: Opened) -> HttpResponse:
    form = ColleagueForm(reading.colleagues(opened.by), request.POST or None)
    if form.is_valid():
        try:
            actions.block(opened, UUID(form.cleaned_data["staff"]))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return done(request, opened, "This worker is kept away from the record.")
    return page(
        request, opened, form, "Keep a worker away", "Keep away",
        "For a worker with a tie to the family. They are not told.",
    )  # fmt: skip
