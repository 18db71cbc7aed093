"""Cases, hearings and family."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from safelight.core.case_kinds import CASE_RULES, Part
from safelight.core.vocabulary import AgencyKind
from safelight.disclosure import person as reading_person
from safelight.disclosure.access import open_person
from safelight.disclosure.shown import Shown
from safelight.records.cases import actions as cases
from safelight.records.opened import Opened
from safelight.records.people import actions
from safelight.records.protection import actions as protection
from safelight.web.errors import not_found
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.people.case_forms import (
    CaseForm,
    FileForm,
    HearingForm,
    RelateForm,
)
from safelight.web.people.writing import done, kind_of, own_people, page
from safelight.web.protection.forms import responsible_of

FROM_FILE = "An invitation as a file can be read too: its times and nothing else."


@form_page
@opens_person
def case(request: Any, opened: Opened) -> HttpResponse:
    kind = kind_of(request)
    people = own_people(request, opened)
    form = CaseForm(kind, people, request.POST or None)
    if form.is_valid():
        parts = _parts(request, form, people, opened)
        named = form.cleaned_data.get("responsible", "")
        taking_part = {str(one.person) for one, _ in parts}
        if named in dict(people) and named not in taking_part:
            form.add_error("responsible", "Give this person a part in the case too.")
        elif str(opened.person) in taking_part:
            _open(opened, parts, kind, form.cleaned_data)
            return done(request, opened, "Case opened.")
        else:
            words = "Say which part the person of this record has in the case."
            form.add_error(None, words)
    return page(request, opened, form, "Open a case", "Open the case")


def _open(
    opened: Opened, parts: list[tuple[Opened, Part]], kind: AgencyKind,
    given: dict[str, Any],
) -> None:  # fmt: skip
    """A child protection case begins with its report and who is responsible."""
    if kind is AgencyKind.CHILD_PROTECTION:
        state, who = responsible_of(given["responsible"])
        protection.open_reported(
            opened, parts, number=given["number"], reported_on=given["reported_on"],
            responsible=state, person=who,
        )  # fmt: skip
        return
    cases.open_case(parts, kind=CASE_RULES[kind].kind, number=given["number"])


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


@require_POST
@opens_person
def close(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    if kind_of(request) is AgencyKind.CHILD_SUPPORT:
        return redirect("plan_close", opened.person, case)
    try:
        cases.close_case(opened, case, on=timezone.localdate(opened.at))
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("person", person=opened.person)
    return done(request, opened, "Case closed.")


@form_page
@opens_person
def hearing(request: Any, opened: Opened) -> HttpResponse:
    form = HearingForm(_cases(opened), request.POST or None)
    if form.is_valid():
        day, hour = form.cleaned_data["day"], form.cleaned_data["hour"]
        at = timezone.make_aware(datetime.combine(day, hour))
        cases.set_hearing(opened, UUID(form.cleaned_data["case"]), hearing_at=at)
        return done(request, opened, "Hearing recorded.")
    return page(request, opened, form, "Record a hearing", "Record", FROM_FILE)


def _cases(opened: Opened) -> list[tuple[str, str]]:
    return [
        (f.key.partition(":")[2], f"{f.label} {f.text}")
        for f in reading_person.read(opened).of("case")
        if isinstance(f, Shown)
    ]


@form_page
@opens_person
def hearing_file(request: Any, opened: Opened) -> HttpResponse:
    """Each time of the file with a button that records it."""
    form = FileForm(_cases(opened), request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"opened": opened, "form": form}
    if form.is_valid():
        given = form.cleaned_data
        context |= {"times": given["file"], "case": given["case"]}
    return render(request, "people/hearing_file.html", context)


@form_page
@opens_person
def relate(request: Any, opened: Opened) -> HttpResponse:
    people = [
        row for row in own_people(request, opened) if row[0] != str(opened.person)
    ]
    form = RelateForm(people, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        other = open_person(request.principal, UUID(data["other"]), opened.at)
        if isinstance(other, Opened):
            actions.relate(opened, other, data["kind"], data["source"])
            return done(request, opened, "Relationship recorded.")
    return page(request, opened, form, "Record a relationship", "Record")


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
