"""Appointments of a person in a case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from safelight.core.support.calendar import Kind
from safelight.disclosure.support import visits
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.forms import Form, day_field, form_page, term_field
from safelight.web.opening import opens_person


class VisitForm(Form):
    kind = term_field("What for", Kind)
    site = forms.CharField(label="Where", max_length=120)
    on = day_field("Day")
    begins = forms.TimeField(label="From", widget=forms.TimeInput({"type": "time"}))
    ends = forms.TimeField(label="Until", widget=forms.TimeInput({"type": "time"}))
    is_remote = forms.BooleanField(label="By phone or video", required=False)


@form_page
@opens_person
def appointments(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = visits.of_person(opened, case)
    if found is None:
        return not_found(request)
    form = VisitForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            visits.book(
                opened, case, kind=given["kind"], site=given["site"],
                starts_at=_at(given["on"], given["begins"]),
                ends_at=_at(given["on"], given["ends"]), is_remote=given["is_remote"],
            )  # fmt: skip
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Booked.")
            return redirect("appointments", opened.person, case)
    context = {"opened": opened, "case": case, "visits": found, "form": form}
    return render(request, "support/appointments.html", context)


def _at(on: Any, time: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, time))
