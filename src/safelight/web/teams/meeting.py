"""In the meeting: who is there, what all may see, what is decided and by whom it is done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import icalendar
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.teams.review import INVITATION, Decided, NotInMeeting, Task
from safelight.disclosure import teams as reading
from safelight.disclosure.room import room as for_room
from safelight.records.teams import actions
from safelight.web.attached import attached
from safelight.web.forms import form_page
from safelight.web.teams.forms import DecideForm, GiveForm
from safelight.web.teams.members import for_members


@require_GET
@for_members
def meeting(request: Any, meeting: UUID) -> HttpResponse:
    found = reading.meeting(request.principal, meeting, timezone.now())
    return render(request, "teams/meeting.html", {"found": found})


@require_POST
@for_members
def there(request: Any, meeting: UUID) -> HttpResponse:
    is_there = "gone" not in request.POST
    actions.attend(request.principal, meeting, at=timezone.now(), is_there=is_there)
    return redirect("meeting", meeting)


@form_page
def decide(request: Any, meeting: UUID, entry: UUID) -> HttpResponse:
    """The room's screen for one family, and what is decided about it."""
    by, now = request.principal, timezone.now()
    try:
        found = reading.of_meeting(by, meeting, entry, now)
        form = DecideForm(request.POST or None)
        if form.is_valid():
            given = form.cleaned_data
            actions.decide(
                by, meeting, entry, Decided(given["decided"]), at=now,
                instead_of=given["instead_of"],
            )  # fmt: skip
            messages.success(request, "Recorded.")
            return redirect("meeting_decide", meeting, entry)
        room = for_room(by, meeting, entry, now)
    except NotInMeeting as error:
        messages.error(request, str(error))
        return redirect("meeting", meeting)
    give = GiveForm()
    give.offer("owner", [(str(one.staff), one.name) for one in found.members])
    context = {"found": found, "form": form, "give": give, "room": room}
    return render(request, "teams/decide.html", context)


@require_POST
def give(request: Any, meeting: UUID, entry: UUID) -> HttpResponse:
    by, now = request.principal, timezone.now()
    try:
        found = reading.of_meeting(by, meeting, entry, now)
        form = GiveForm(request.POST)
        form.offer("owner", [(str(one.staff), one.name) for one in found.members])
        if form.is_valid():
            given = form.cleaned_data
            actions.give(
                by, entry, Task(given["task"]), owner=UUID(given["owner"]),
                due_on=given["due_on"], at=now,
            )  # fmt: skip
            messages.success(request, "Given.")
        else:
            messages.error(request, "Say what, who and by when.")
    except NotInMeeting as error:
        messages.error(request, str(error))
        return redirect("meeting", meeting)
    return redirect("meeting_decide", meeting, entry)


@require_POST
@for_members
def against(request: Any, meeting: UUID, decision: UUID) -> HttpResponse:
    actions.dissent(request.principal, decision, at=timezone.now())
    messages.success(
        request, "Kept: you do not agree. Your reasons stay your own notes."
    )
    return redirect("meeting", meeting)


@require_GET
@for_members
def minutes(request: Any, meeting: UUID) -> HttpResponse:
    """For each member their own: names stand only where they are in the own records."""
    found = reading.minutes(request.principal, meeting, timezone.now())
    return render(request, "teams/minutes.html", {"found": found})


@require_GET
@for_members
def invitation(request: Any, meeting: UUID) -> HttpResponse:
    """A neutral title and the time, and nothing else (RFC 5545)."""
    found = reading.meeting(request.principal, meeting, timezone.now())
    event = icalendar.Event()
    event.add("uid", str(meeting))
    event.add("dtstamp", found.begins)
    event.add("dtstart", found.begins)
    event.add("dtend", found.begins + timedelta(minutes=found.minutes))
    event.add("summary", INVITATION)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return attached(calendar.to_ical(), "meeting.ics", "text/calendar")
