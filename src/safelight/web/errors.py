"""Pages for what went wrong: what to do next, and nothing about anybody."""

import sys
from typing import Any, Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from safelight.accounts.keys.agency import KeyGone, MasterKeyWrong
from safelight.accounts.keys.material import CannotOpen

UNAVAILABLE_STATUS: Final = 503
UNAVAILABLE: Final = (
    "The records cannot be reached. Nothing you sent was saved, and nothing was shown "
    "to anybody. Keep your text, and try again in a few minutes."
)
FAILED: Final = (
    "Something failed on our side. What you sent was not saved, and nothing was shown "
    "to anybody. Try again; if it fails again, tell your administrator."
)


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context = {"title": title, "words": words}
    return render(request, "error.html", context, status=status)


def not_found(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    words = "There is nothing here that you can open. Go back to your work."
    return _page(request, 404, "Nothing here", words)


def bad_request(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    words = "The page could not read what was sent. Go back and try again."
    return _page(request, 400, "That did not work", words)


def unreadable() -> HttpResponse:
    """Before anything of the request is read."""
    return _bare(400, "That did not work", "Send the form as UTF-8 text.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = (
        "This form was open too long, or you signed in again since. Nothing was saved. "
        "Go back, copy what you typed, reload the page and send it again."
    )
    return _page(request, 403, "Please send the form again", words)


def somebody_else(request: HttpRequest) -> HttpResponse:
    """A text is saved as its writer's or not at all."""
    words = (
        "Somebody else began this text, and is signed out. It is not saved. Go back, and "
        "let them sign in and save it; what was kept is under their name."
    )
    return _page(request, 403, "This text is somebody else's", words)


def locked(request: HttpRequest) -> HttpResponse:
    """What was sent met a vault that had locked itself."""
    words = (
        "The vault is locked, and what you sent was not saved. Unlock it in another "
        "tab, come back to this page, and send it again."
    )
    return _page(request, 423, "Locked", words)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever failed; a page that asks nothing of the database or the session."""
    failed = sys.exc_info()[1]
    if isinstance(failed, OperationalError | MasterKeyWrong):
        return _bare(503, "Not available right now", UNAVAILABLE)
    if isinstance(failed, CannotOpen | KeyGone):
        return _bare(500, "A value cannot be read", str(failed))
    return _bare(500, "That did not work", FAILED)


def _bare(status: int, title: str, words: str) -> HttpResponse:
    page = render_to_string("error.html", {"title": title, "words": words})
    response = HttpResponse(page, status=status)
    if status == UNAVAILABLE_STATUS:
        response["Retry-After"] = "60"
    return response
