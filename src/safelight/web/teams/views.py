from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.teams.review import NotInMeeting
from safelight.disclosure import inbox
from safelight.disclosure import teams as reading
from safelight.records.opened import Opened
from safelight.records.teams import actions
from safelight.web.forms import Form, form_page
from safelight.web.opening import opens_person
from safelight.web.people.writing import page as person_page
from safelight.web.teams.forms import (
    FamilyForm,
    MeetingForm,
    MemberForm,
    PacketForm,
    TeamForm,
    everybody,
)
from safelight.web.teams.members import for_members


@require_GET
def teams(request: Any) -> HttpResponse:
    context = {"teams": reading.teams(request.principal)}
    return render(request, "teams/teams.html", context)


@form_page
def new(request: Any) -> HttpResponse:
    form = TeamForm(request.POST or None)
    form.offer("members", everybody(request))
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["members"] = [UUID(one) for one in given["members"]]
        try:
            made = actions.found(request.principal, **given, at=timezone.now())
        except NotInMeeting as error:
            form.add_error(None, str(error))
        else:
            return redirect("team", made)
    return _write(request, form, "A review team", "Begin it")


@require_GET
@for_members
def team(request: Any, team: UUID) -> HttpResponse:
    now = timezone.now()
    found = reading.read(request.principal, team, now)
    late = reading.overdue(found, timezone.localdate(now))
    return render(request, "teams/team.html", {"found": found, "late": late})


@form_page
@for_members
def join(request: Any, team: UUID) -> HttpResponse:
    form = MemberForm(request.POST or None)
    form.offer("staff", everybody(request))
    if form.is_valid():
        who = UUID(form.cleaned_data["staff"])
        actions.join(request.principal, team, who, at=timezone.now())
        return redirect("team", team)
    return _write(request, form, "Somebody joins", "Add")


@require_POST
@for_members
def leave(request: Any, team: UUID, staff: UUID) -> HttpResponse:
    actions.leave(request.principal, team, staff, at=timezone.now())
    messages.success(request, "No member any more, from this moment.")
    if staff == request.user.id:
        return redirect("teams")
    return redirect("team", team)


@form_page
@for_members
def call(request: Any, team: UUID) -> HttpResponse:
    form = MeetingForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        begins = timezone.make_aware(datetime.combine(given["day"], given["hour"]))
        actions.call(
            request.principal, team, begins=begins, minutes=given["minutes"],
            at=timezone.now(),
        )  # fmt: skip
        return redirect("team", team)
    return _write(request, form, "A meeting", "Call it")


def _write(request: Any, form: Form, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button}
    return render(request, "people/write.html", context)


@form_page
@opens_person
@for_members
def bring(request: Any, opened: Opened) -> HttpResponse:
    """Put the family of this record on a team's list, by a number."""
    by, now = request.principal, opened.at
    pages = [reading.read(by, one.team, now) for one in reading.teams(by)]
    form = FamilyForm(pages, request.POST or None)
    if form.is_valid():
        kind, _, which = form.cleaned_data["where"].partition(":")
        entry = _listed(opened, kind, UUID(which))
        return redirect("team_family", entry)
    words = "Others see a number. Whom it means is linked in your own records alone."
    return person_page(
        request, opened, form, "Bring it to a team", "Put it on the list", words
    )


def _listed(opened: Opened, kind: str, which: UUID) -> UUID:
    """A new number of a team, or one that is there."""
    if kind == "new":
        return actions.bring(opened, which)
    actions.link(opened, which)
    return which


@require_GET
@for_members
def family(request: Any, entry: UUID) -> HttpResponse:
    """Each member sees something else here."""
    mine = reading.of_family(request.principal, entry, timezone.now())
    return render(request, "teams/family.html", {"mine": mine, "entry": entry})


@form_page
@for_members
def packet(request: Any, entry: UUID) -> HttpResponse:
    now = timezone.now()
    form = PacketForm(request.POST or None)
    rows = inbox.inbox(request.principal, now)
    form.offer("packet", [
        (str(row.packet), f"{row.sender}, {timezone.localdate(row.received_at):%-d %b %Y}")
        for row in rows
    ])  # fmt: skip
    if form.is_valid():
        chosen = UUID(form.cleaned_data["packet"])
        actions.link_packet(request.principal, chosen, entry, at=now)
        return redirect("team_family", entry)
    return _write(request, form, "A packet about this family", "Link it")


@require_POST
def done(request: Any, action: UUID) -> HttpResponse:
    try:
        actions.done(request.principal, action, at=timezone.now())
    except NotInMeeting as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Done.")
    return redirect("work")
