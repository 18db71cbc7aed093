"""Opening a person's record from a page, or the page that says there is none."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from safelight.disclosure.access import open_person
from safelight.records.opened import Opened
from safelight.web.errors import not_found

View = Callable[..., HttpResponse]


def opens_person(view: View) -> View:
    """The view gets `opened` in place of the person's id, if the gate lets it."""

    @wraps(view)
    def handle(request: Any, person: UUID, **kwargs: Any) -> HttpResponse:
        found = open_person(request.principal, person, timezone.now())
        if not isinstance(found, Opened):
            return not_found(request)
        request.opened = found
        return view(request, found, **kwargs)

    return handle
