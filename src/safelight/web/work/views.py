from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from safelight.disclosure import protecting, teams, worklist
from safelight.disclosure.inbox import inbox
from safelight.web.access import CASE


@require_GET
def work(request: Any) -> HttpResponse:
    """What waits today; somebody without cases gets a page that says so."""
    if not request.user.duties & CASE:
        return render(request, "work/no_cases.html")
    now, everybody = timezone.now(), "all" in request.GET
    context = {
        "work": worklist.work(request.principal, now, everybody=everybody),
        "requests": protecting.waiting(request.principal, now),
        "actions": teams.mine_to_do(request.principal),
        "packets": [row for row in inbox(request.principal, now) if row.is_new],
    }
    return render(request, "work/work.html", context)
