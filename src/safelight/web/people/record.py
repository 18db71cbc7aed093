"""Writing on one person's record: a contact, a protection, a case, a worker."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from safelight.core.case_kinds import CASE_RULES, Part
from safelight.core.vocabulary import AgencyKind
from safelight.disclosure import people as reading
from safelight.disclosure import person as reading_person
from safelight.disclosure.access import open_person
from safelight.disclosure.shown import Shown
from safelight.records.cases import actions as cases
from safelight.records.opened import Opened
from safelight.records.people import actions
from safelight.web.errors import not_found
from safelight.web.forms import Form
from safelight.web.opening import opens_person
from safelight.web.people.forms import (
    CaseForm,
    ColleagueForm,
    ConfirmForm,
    ContactForm,
    HearingForm,
    IdentifierForm,
    ProtectionForm,
    RelateForm,
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
def contact(request: Any, opened: Opened) -> HttpResponse:
    form = ContactForm(_kind(request), request.POST or None)
    if form.is_valid():
        asked = form.cleaned_data["safe_use"] != "NOT_ASKED"
        today = timezone.localdate(opened.at) if asked else None
        actions.add_contact(opened, confirmed_on=today, **form.cleaned_data)
        return _done(request, opened, "Contact saved.")
    return _page(request, opened, form, "Add a way to reach or find them", "Save")


@both
@opens_person
def identifier(request: Any, opened: Opened) -> HttpResponse:
    form = IdentifierForm(request.POST or None)
    if form.is_valid():
        actions.add_identifier(opened, **form.cleaned_data)
        return _done(request, opened, "Saved. They are found by it from now on.")
    return _page(request, opened, form, "Add another name or number", "Save")


@both
@opens_person
def confirm_contact(request: Any, opened: Opened, contact: UUID) -> HttpResponse:
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        today = timezone.localdate(opened.at)
        if not actions.confirm_contact(opened, contact, on=today, **form.cleaned_data):
            return not_found(request)
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
        recalled = actions.record_protection(opened, **form.cleaned_data)
        words = "Protection recorded. It counts from now on."
        if recalled:
            words += f" Packets sent under agreements were recalled: {recalled}."
        return _done(request, opened, words)
    return _page(
        request, opened, form, "Record a protection", "Record",
        "A person's own statement is enough. What is not known counts as in force.",
    )  # fmt: skip


@both
@opens_person
def case(request: Any, opened: Opened) -> HttpResponse:
    kind = _kind(request)
    people = _own_people(request, opened)
    form = CaseForm(kind, people, request.POST or None)
    if form.is_valid():
        parts = _parts(request, form, people, opened)
        if opened.person in {one.person for one, _ in parts}:
            number = form.cleaned_data["number"]
            cases.open_case(parts, kind=CASE_RULES[kind].kind, number=number)
            return _done(request, opened, "Case opened.")
        form.add_error(
            None, "Say which part the person of this record has in the case."
        )
    return _page(request, opened, form, "Open a case", "Open the case")


def _own_people(request: Any, opened: Opened) -> list[tuple[str, str]]:
    """The person of this record first, then family, then the worker's other people."""
    this = reading_person.read(opened)
    rows = [*reading.family(opened), *reading.work(request.principal, opened.at).people]
    names = {str(opened.person): this.name}
    return list((names | {str(row.person): row.name for row in rows}).items())


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
    shown = reading_person.read(opened).of("case")
    cases_ = [
        (f.key.partition(":")[2], f"{f.label} {f.text}")
        for f in shown
        if isinstance(f, Shown)
    ]
    form = HearingForm(cases_, request.POST or None)
    if form.is_valid():
        day, hour = form.cleaned_data["day"], form.cleaned_data["hour"]
        at = timezone.make_aware(datetime.combine(day, hour))
        cases.set_hearing(opened, UUID(form.cleaned_data["case"]), hearing_at=at)
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
        try:
            actions.block(opened, UUID(form.cleaned_data["staff"]))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, opened, "This worker is kept away from the record.")
    return _page(
        request, opened, form, "Keep a worker away", "Keep away",
        "For a worker with a tie to the family. They are not told.",
    )  # fmt: skip


@both
@opens_person
def relate(request: Any, opened: Opened) -> HttpResponse:
    people = [
        row for row in _own_people(request, opened) if row[0] != str(opened.person)
    ]
    form = RelateForm(people, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        other = open_person(request.principal, UUID(data["other"]), opened.at)
        if isinstance(other, Opened):
            actions.relate(opened, other, data["kind"], data["source"])
            return _done(request, opened, "Relationship recorded.")
    return _page(request, opened, form, "Record a relationship", "Record")


@require_POST
@opens_person
def settle(request: Any, opened: Opened, other: UUID) -> HttpResponse:
    """Decide a possible match: the same person, or not."""
    known = open_person(request.principal, other, opened.at)
    if not isinstance(known, Opened):
        return not_found(request)
    try:
        actions.settle_match(opened, known, is_same="same" in request.POST)
    except actions.NoSuchMatch:
        return not_found(request)
    messages.success(request, "Settled.")
    return redirect("work")
