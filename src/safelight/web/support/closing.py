"""Closing a case: an act of its own, with its ground. The flag stays."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from safelight.core.support.closing import LAW, NOTICE_DAYS, Ground, check
from safelight.disclosure.shown import Refused
from safelight.disclosure.support import flag, planning
from safelight.records.cases.actions import close_case
from safelight.records.opened import Opened
from safelight.records.support import closing
from safelight.web.errors import not_found
from safelight.web.forms import Form, form_page, term_field
from safelight.web.opening import opens_person

INTRO = (
    f"The ground is one of {LAW}. Money that is withheld ends with its order alone, arrears "
    "owed to the state stop until somebody decides, and the indicator stays."
)


class CloseForm(Form):
    ground = term_field("Ground", Ground, radio=True)
    was_told = forms.BooleanField(
        label=f"They were told by their channel, {NOTICE_DAYS} days ago or at their own wish"
    )


@form_page
@opens_person
def close(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    found = planning.read(opened, case)
    if isinstance(found, Refused):
        return not_found(request)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        on: date = found.situation.on
        try:
            check(form.cleaned_data["ground"], good_cause=found.situation.good_cause)
            close_case(opened, case, on=on)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            closing.record(opened, found.case, form.cleaned_data["ground"])
            flag.after_closing(opened, found.case)
            messages.success(request, "Closed, with its ground. The indicator stays.")
            return redirect("plan", opened.person, case)
    context = {
        "opened": opened, "form": form, "title": "Close the case", "intro": INTRO,
        "button": "Close the case",
    }  # fmt: skip
    return render(request, "people/write.html", context)
