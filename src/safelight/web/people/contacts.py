"""Ways to reach or find somebody, their other names and numbers, what protects them."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from safelight.core.contact_kinds import ContactKind
from safelight.core.vocabulary import Source
from safelight.records.opened import Opened
from safelight.records.people import actions
from safelight.web.errors import not_found
from safelight.web.exposure.forms import WhatForm
from safelight.web.exposure.views import of_contact, panel
from safelight.web.forms import Form, chosen, form_page
from safelight.web.opening import opens_person
from safelight.web.people.contact_forms import (
    ConfirmForm,
    ContactForm,
    IdentifierForm,
    ProtectionForm,
)
from safelight.web.people.writing import done, kind_of, page


@form_page
@opens_person
def contact(request: Any, opened: Opened) -> HttpResponse:
    form = ContactForm(kind_of(request), request.POST or None)
    if form.is_valid():
        asked = form.cleaned_data["safe_use"] != "NOT_ASKED"
        today = timezone.localdate(opened.at) if asked else None
        actions.add_contact(opened, confirmed_on=today, **form.cleaned_data)
        return done(request, opened, "Contact saved.")
    kind = str(form["kind"].value() or ContactKind.HOME)
    what = of_contact(request, kind)
    source = chosen(form["source"], Source, Source.SURVIVOR)
    shown = WhatForm({**what, "source": source})
    context = {
        "opened": opened,
        "form": form,
        "title": "Add a way to reach or find them",
    }
    if shown.is_valid():
        is_substitute = kind == ContactKind.SUBSTITUTE
        context |= panel(opened, **shown.cleaned_data, is_substitute=is_substitute)
    return render(request, "people/contact.html", {**context, "button": "Save"})


@form_page
@opens_person
def identifier(request: Any, opened: Opened) -> HttpResponse:
    form = IdentifierForm(request.POST or None)
    if form.is_valid():
        actions.add_identifier(opened, **form.cleaned_data)
        return done(request, opened, "Saved. They are found by it from now on.")
    return page(request, opened, form, "Add another name or number", "Save")


@form_page
@opens_person
def confirm_contact(request: Any, opened: Opened, contact: UUID) -> HttpResponse:
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        today = timezone.localdate(opened.at)
        if not actions.confirm_contact(opened, contact, on=today, **form.cleaned_data):
            return not_found(request)
        return done(request, opened, "Saved with today's date.")
    return page(
        request, opened, form, "Ask again", "Save with today's date",
        "Ask on a channel they called safe. Nothing is sent to a channel without a yes.",
    )  # fmt: skip


class AuthorityForm(Form):
    authority = forms.CharField(
        label="Who wrote it, when, and where the paper is", max_length=300
    )


@form_page
@opens_person
def shelter_authority(request: Any, opened: Opened, contact: UUID) -> HttpResponse:
    """Only with the written authority of whoever operates the shelter."""
    form = AuthorityForm(request.POST or None)
    if form.is_valid():
        if not actions.authorise_shelter(opened, contact, **form.cleaned_data):
            return not_found(request)
        return done(request, opened, "Recorded. It is an address like others now.")
    return page(
        request, opened, form, "The operator's authority", "Record it",
        "A shelter's address is given to nobody without its operator's written authority "
        "(42 U.S.C. 10406(c)(5)(H)).",
    )  # fmt: skip


@form_page
@opens_person
def protection(request: Any, opened: Opened) -> HttpResponse:
    form = ProtectionForm(request.POST or None)
    if form.is_valid():
        try:
            recalled = actions.record_protection(opened, **form.cleaned_data)
        except actions.StaysOn as error:
            form.add_error("standing", str(error))
            return page(request, opened, form, "Record a protection", "Record")
        words = "Protection recorded. It counts from now on."
        if recalled:
            words += f" Packets sent under agreements were recalled: {recalled}."
        return done(request, opened, words)
    return page(
        request, opened, form, "Record a protection", "Record",
        "A person's own statement is enough. What is not known counts as in force.",
    )  # fmt: skip
