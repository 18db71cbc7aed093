"""The desk card and the bench card, to print: nothing of any case is on them."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from safelight.core.papers.cards import CARDS
from safelight.web.errors import not_found


@require_GET
def card(request: Any, which: str) -> HttpResponse:
    if which not in CARDS:
        return not_found(request)
    named = {"Content-Disposition": f'inline; filename="{which}-card.pdf"'}
    return HttpResponse(CARDS[which]().as_pdf(), "application/pdf", headers=named)
