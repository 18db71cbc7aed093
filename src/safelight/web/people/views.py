"""One person on one page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from safelight.disclosure import outbox
from safelight.disclosure import people as reading
from safelight.disclosure import person as reading_person
from safelight.disclosure.advocacy import wish
from safelight.disclosure.compelled import open_demands
from safelight.records.opened import Opened
from safelight.web.opening import opens_person


@require_GET
@opens_person
def person(request: Any, opened: Opened) -> HttpResponse:
    context = {
        "opened": opened,
        "page": reading_person.read(opened),
        "family": reading.family(opened),
        "releases": outbox.releases_of(opened),
        "packets": outbox.packets_of(opened),
        "workers": reading.workers(opened),
        "demands": open_demands(opened),
        "wish": wish(opened),
    }
    return render(request, "people/person.html", context)
