"""Flag and good cause: four facts, each with its own form."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.support.flags import FlagRefused, GoodCause, Request, Waived
from safelight.disclosure.support import flag
from safelight.records.opened import Opened
from safelight.records.support import flagging
from safelight.web.errors import not_found
from safelight.web.forms import Form, day_field, form_page, term_field, terms_field
from safelight.web.opening import opens_person


class SetForm(Form):
    code = forms.ChoiceField(label="On what it rests")
    initiator = forms.ChoiceField(label="Who began it", required=False)


class StepForm(Form):
    signed_on = day_field("Day of their signed request", required=False)
    noticed_on = day_field("Day they were told by their channel", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        signed, noticed = given.get("signed_on"), given.get("noticed_on")
        for name, day in (("signed_on", signed), ("noticed_on", noticed)):
            if day and day > timezone.localdate():
                self.add_error(name, "This day is still to come.")
        if signed and noticed and noticed < signed:
            self.add_error("noticed_on", "They are told after they asked, not before.")
        return given


class ClaimForm(Form):
    state = term_field("Good cause", GoodCause, radio=True)
    waived = terms_field("Requirements that are waived", Waived)
    is_trained = forms.BooleanField(
        label="I am trained to assess this, or the decision is by somebody who is"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["waived"].required = False


class AddressForm(Form):
    state = term_field("The request for the address", Request, radio=True)
    on = day_field("Notice, objection or decision on")


class SafetyForm(Form):
    is_set = forms.BooleanField(label="Meet this person with care", required=False)


@require_GET
@opens_person
def page(request: Any, opened: Opened) -> HttpResponse:
    context = {"opened": opened, "page": flag.read(opened)}
    return render(request, "support/flag.html", context)


@form_page
@opens_person
def set_flag(request: Any, opened: Opened) -> HttpResponse:
    rules = flag.read(opened).rules
    form = SetForm(request.POST or None)
    form.offer("code", [(c.code, c.label) for c in rules.codes.values()])
    form.offer("initiator", [("", "Not known"), *((i, i) for i in rules.initiators)])
    if form.is_valid():
        try:
            copied = flag.set_flag(opened, **form.cleaned_data)
        except FlagRefused as error:
            form.add_error(None, str(error))
        else:
            also = f" Also for {len(copied)} of the children." if copied else ""
            return _done(request, opened, f"In force on all their cases.{also}")
    intro = f"{rules.name}. No document is asked for where a statement is enough."
    return _write(request, opened, form, "Set the indicator", intro)


@form_page
@opens_person
def steps(request: Any, opened: Opened) -> HttpResponse:
    now = flag.read(opened)
    initial = {"signed_on": now.signed_on, "noticed_on": now.noticed_on}
    form = StepForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        if given["noticed_on"] and not now.has_channel:
            form.add_error(
                "noticed_on",
                "There is no channel that they called safe. Ask them for one first; "
                "nothing was sent.",
            )
        else:
            flagging.record_step(opened, **given)
            return _done(request, opened, "Recorded. The indicator is still on.")
    return _write(request, opened, form, "Steps of a removal", "")


@require_POST
@opens_person
def remove(request: Any, opened: Opened) -> HttpResponse:
    missing = flag.remove_flag(opened)
    for one in missing:
        messages.error(request, f"The indicator stays on. It needs: {one.label}")
    if not missing:
        messages.success(request, "The indicator is off.")
    return redirect("flag", opened.person)


@form_page
@opens_person
def good_cause(request: Any, opened: Opened) -> HttpResponse:
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            now = flag.claim(opened, given["state"], given["waived"])
        except ValueError as error:
            form.add_error("waived", str(error))
        else:
            words = "Recorded. Flag and light are as they were."
            if now is not given["state"]:
                words = f"Granted: they take part in an address program. {words}"
            return _done(request, opened, words)
    intro = "No sanction while it is pending. A grant is looked at again in six months."
    return _write(request, opened, form, "Good cause", intro)


@form_page
@opens_person
def address(request: Any, opened: Opened) -> HttpResponse:
    initial = {"on": timezone.localdate(opened.at)}
    form = AddressForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        if given["state"] is Request.NOTICED:
            if not flag.read(opened).has_channel:
                form.add_error(None, "There is no channel that they called safe. Nothing "
                               "may be answered before they were told.")  # fmt: skip
                return _write(request, opened, form, "Request for the address", "")
            flagging.ask_address(opened, noticed_on=given["on"])
        elif not flagging.settle_address(
            opened, given["state"], decided_on=given["on"]
        ):
            form.add_error("state", "There is no request yet: give notice first.")
            return _write(request, opened, form, "Request for the address", "")
        return _done(request, opened, "Recorded.")
    intro = (
        "They are told first. Until then, and while it is held, nothing is answered."
    )
    return _write(request, opened, form, "Request for the address", intro)


@form_page
@opens_person
def staff_safety(request: Any, opened: Opened) -> HttpResponse:
    form = SafetyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        flagging.staff_safety(opened, is_set=form.cleaned_data["is_set"])
        return _done(request, opened, "Recorded, for staff alone.")
    return _write(request, opened, form, "Staff safety", "No party ever sees this.")


@require_POST
@opens_person
def done(request: Any, opened: Opened, task: UUID) -> HttpResponse:
    if not flagging.task_done(opened, task):
        return not_found(request)
    return _done(request, opened, "Done.")


def _done(request: Any, opened: Opened, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("flag", opened.person)


def _write(
    request: Any, opened: Opened, form: Form, title: str, intro: str
) -> HttpResponse:
    context = {
        "opened": opened, "form": form, "title": title, "intro": intro,
        "button": "Record it",
    }  # fmt: skip
    return render(request, "people/write.html", context)
