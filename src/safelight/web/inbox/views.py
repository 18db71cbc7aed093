from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.disclosure import inbox as reading
from safelight.disclosure import people
from safelight.disclosure.holding import require_open
from safelight.disclosure.shown import Refused
from safelight.web.people.forms import ColleagueForm


@require_GET
def inbox(request: Any) -> HttpResponse:
    now = timezone.now()
    require_open(request.principal)
    context = {
        "rows": reading.inbox(request.principal, now),
        "ended": reading.ended(request.principal, now),
    }
    return render(request, "inbox/inbox.html", context)


@require_GET
def packet(request: Any, packet: UUID) -> HttpResponse:
    page = reading.read(request.principal, packet, timezone.now())
    if isinstance(page, Refused):
        return _dark(request, page)
    form = ColleagueForm(people.colleagues(request.principal))
    return render(request, "inbox/packet.html", {"page": page, "form": form})


@require_POST
def paper(request: Any, packet: UUID) -> HttpResponse:
    """The printout, with its end date and the notice; recorded as printed."""
    now = timezone.now()
    page = reading.read(request.principal, packet, now, on_paper=True)
    if isinstance(page, Refused):
        return _dark(request, page)
    return render(request, "inbox/paper.html", {"page": page, "at": now})


@require_POST
def hand_on(request: Any, packet: UUID) -> HttpResponse:
    form = ColleagueForm(people.colleagues(request.principal), request.POST)
    if not form.is_valid():
        return redirect("inbox_packet", packet=packet)
    staff = UUID(form.cleaned_data["staff"])
    if not reading.hand_on(request.principal, packet, staff, timezone.now()):
        messages.error(request, "Choose somebody who works on cases.")
        return redirect("inbox_packet", packet=packet)
    messages.success(request, "Handed on.")
    return redirect("inbox")


def _dark(request: Any, refused: Refused) -> HttpResponse:
    return render(request, "inbox/dark.html", {"words": refused.words}, status=404)
