"""A file as an answer: saved by the browser under a name that says nothing."""

from typing import Final

from django.http import HttpResponse

PDF: Final = "application/pdf"


def attached(content: bytes, name: str, kind: str = PDF) -> HttpResponse:
    """`kind` is its media type."""
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, kind, headers=named)
