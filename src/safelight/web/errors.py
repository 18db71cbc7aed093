"""Pages for what went wrong: what to do next, and nothing about anybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context = {"title": title, "words": words}
    return render(request, "error.html", context, status=status)


def not_found(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    words = "There is nothing here that you can open. Go back to your work."
    return _page(request, 404, "Nothing here", words)


def bad_request(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    words = "The page could not read what was sent. Go back and try again."
    return _page(request, 400, "That did not work", words)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = (
        "This form was open too long, or you signed in again since. Nothing was saved. "
        "Go back, copy what you typed, reload the page and send it again."
    )
    return _page(request, 403, "Please send the form again", words)


def server_error(request: HttpRequest) -> HttpResponse:
    words = (
        "Something failed on our side. What you sent was not saved, and nothing was "
        "shown to anybody. Try again; if it fails again, tell your administrator."
    )
    return _page(request, 500, "That did not work", words)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is down: a page that needs nothing from it."""
    response = HttpResponse(
        "<!doctype html><html lang=en><title>Not available</title>"
        "<h1>Not available right now</h1><p>The records cannot be reached. Nothing you "
        "sent was saved. Keep your text, and try again in a few minutes.</p></html>",
        status=503,
    )
    response["Retry-After"] = "60"
    return response
