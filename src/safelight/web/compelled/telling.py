"""What a child told, in its two parts."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from safelight.core.compelled.steps import REPORTED, Kind
from safelight.core.confidence import ACTED_ON, HELD, Limits
from safelight.disclosure.compelled import recipients
from safelight.records.compelled import actions as compelled
from safelight.records.notes import actions
from safelight.records.opened import Opened
from safelight.web.forms import Form, form_page, term_field
from safelight.web.notes.forms import LONGEST_NOTE
from safelight.web.opening import opens_person


def _box(label: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(
        label=label, widget=widget, max_length=LONGEST_NOTE, required=False
    )


class TellingForm(Form):
    limits = term_field("Before the child spoke", Limits, radio=True)
    acted_on = _box("A disclosure or a threat that must be acted on")
    held = _box("What the child believes, feels, or does to be safe")


@form_page
@opens_person
def telling(request: Any, opened: Opened) -> HttpResponse:
    form = TellingForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        acted_on = given["acted_on"]
        try:
            actions.keep_telling(opened, given["limits"], acted_on=acted_on,
                                 held=given["held"])  # fmt: skip
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            if not acted_on.strip():
                messages.success(request, "Held. It leaves under no agreement.")
                return redirect("person", person=opened.person)
            known = recipients(Kind.REPORT)
            demand = compelled.begin(
                opened, Kind.REPORT, learned_at=opened.at, categories=REPORTED,
                recipient=UUID(known[0][0]) if len(known) == 1 else None,
            )  # fmt: skip
            messages.success(
                request, "Kept. Now decide what to do about it, step by step."
            )
            return redirect("demand", opened.person, demand)
    context = {"opened": opened, "form": form, "acted_on": ACTED_ON, "held": HELD}
    return render(request, "compelled/telling.html", context)
