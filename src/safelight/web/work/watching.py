from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from safelight.disclosure.watching import on_day
from safelight.web.forms import Form, day_field


class DayForm(Form):
    day = day_field("Day")


@require_GET
def unusual(request: Any) -> HttpResponse:
    """Today's, or another day's."""
    form = DayForm(request.GET or {"day": timezone.localdate().isoformat()})
    day: date = form.cleaned_data["day"] if form.is_valid() else timezone.localdate()
    context = {"form": form, "day": day, "rows": on_day(request.principal, day)}
    return render(request, "work/unusual.html", context)
