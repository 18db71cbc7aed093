"""Writing on one person's record: a note, a contact, a protection, a case, a worker."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safelight.core.case_kinds import CASE_RULES, Part
from safelight.core.vocabulary import AgencyKind
from safelight.disclosure import people as reading
from safelight.disclosure.access import open_person
from safelight.records.cases import actions as cases
from safelight.records.notes.actions import write_note
from safelight.records.opened import Opened
from safelight.records.people import actions
from safelight.web.forms import Form
from safelight.web.opening import opens_person
from safelight.web.people.forms import (
    CaseForm,
    ColleagueForm,
    ConfirmForm,
    ContactForm,
    HearingForm,
    NoteForm,
    ProtectionForm,
)

both = require_http_methods(["GET", "POST"])


def _page(
    request: Any, opened: Opened, form: Form, title: str, button: str, intro: str = ""
) -> HttpResponse:
    context = {"opened": opened, "form": form, "title": title, "button": button}
    return render(request, "people/write.html", {**context, "intro": intro})


def _done(request: Any, opened: Opened, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("person", person=opened.person)


def _kind(request: Any) -> AgencyKind:
    return AgencyKind(request.user.agency.kind)


@both
@opens_person
def note(request: Any, opened: Opened) -> HttpResponse:
    form = NoteForm(_kind(request), request.POST or None)
    if form.is_valid():
        write_note(opened, **form.cleaned_data)
        return _done(request, opened, "Note saved.")
    return _page(request, opened, form, "Write a note", "Save note")


@both
@opens_person
def contact(request: Any, opened: Opened) -> HttpResponse:
    form = ContactForm(request.POST or None)
    if form.is_valid():
        asked = form.cleaned_data["safe_use"] != "NOT_ASKED"
        today = timezone.localdate(opened.at) if asked else None
        actions.add_contact(opened, confirmed_on=today, **form.cleaned_data)
        return _done(request, opened, "Contact saved.")
    return _page(request, opened, form, "Add a way to reach or find them", "Save")


@both
@opens_person
def confirm_contact(request: Any, opened: Opened, contact: UUID) -> HttpResponse:
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        today = timezone.localdate(opened.at)
        actions.confirm_contact(opened, contact, on=today, **form.cleaned_data)
        return _done(request, opened, "Saved with today's date.")
    return _page(
        request, opened, form, "Ask again", "Save with today's date",
        "Ask on a channel they called safe. Nothing is sent to a channel without a yes.",
    )  # fmt: skip


@both
@opens_person
def protection(request: Any, opened: Opened) -> HttpResponse:
    form = ProtectionForm(request.POST or None)
    if form.is_valid():
        actions.record_protection(opened, **form.cleaned_data)
        return _done(request, opened, "Protection recorded. It counts from now on.")
    return _page(
        request, opened, form, "Record a protection", "Record",
        "A person's own statement is enough. What is not known counts as in force.",
    )  # fmt: skip


@both
@opens_person
def case(request: Any, opened: Opened) -> HttpResponse:
    kind = _kind(request)
    rows = reading.work(request.principal, opened.at).people
    people = [(str(row.person), row.name) for row in rows]
    form = CaseForm(kind, people, request.POST or None)
    if form.is_valid() and (parts := _parts(request, form, people, opened)):
        number = form.cleaned_data["number"]
        cases.open_case(parts, kind=CASE_RULES[kind].kind, number=number)
        return _done(request, opened, "Case opened.")
    if form.is_bound:
        form.add_error(None, "Say for at least one person which part they have.")
    return _page(request, opened, form, "Open a case", "Open the case")


def _parts(
    request: Any, form: CaseForm, people: list[tuple[str, str]], opened: Opened
) -> list[tuple[Opened, Part]]:
    found = []
    for person, _ in people:
        if part := form.cleaned_data[f"part_{person}"]:
            other = open_person(request.principal, UUID(person), opened.at)
            if isinstance(other, Opened):
                found.append((other, Part(part)))
    return found


@both
@opens_person
def hearing(request: Any, opened: Opened) -> HttpResponse:
    form = HearingForm(reading.cases(opened), request.POST or None)
    if form.is_valid():
        day, hour = form.cleaned_data["day"], form.cleaned_data["hour"]
        at = timezone.make_aware(datetime.combine(day, hour))
        case_id = UUID(form.cleaned_data["case"])
        cases.set_hearing(opened, case_id, hearing_at=at)
        return _done(request, opened, "Hearing recorded.")
    return _page(request, opened, form, "Record a hearing", "Record")


@both
@opens_person
def assign(request: Any, opened: Opened) -> HttpResponse:
    form = ColleagueForm(reading.colleagues(opened.by), request.POST or None)
    if form.is_valid():
        actions.assign(opened, UUID(form.cleaned_data["staff"]))
        return _done(request, opened, "Worker assigned.")
    return _page(request, opened, form, "Assign a worker", "Assign")


@both
@opens_person
def block(request: Any, opened: Opened) -> HttpResponse:
    form = ColleagueForm(reading.colleagues(opened.by), request.POST or None)
    if form.is_valid():
        actions.block(opened, UUID(form.cleaned_data["staff"]))
        return _done(request, opened, "This worker is kept away from the record.")
    return _page(
        request, opened, form, "Keep a worker away", "Keep away",
        "For a worker with a tie to the family. They are not told.",
    )  # fmt: skip
