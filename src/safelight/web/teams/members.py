"""Pages that members of a team alone have; for anybody else there is nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from safelight.core.teams.review import NotInMeeting
from safelight.web.errors import not_found

View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    """What a view does not answer itself of NotInMeeting is not found."""

    @wraps(view)
    def handle(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotInMeeting:
            return not_found(request)

    return handle
