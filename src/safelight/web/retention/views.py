"""A record is kept by a legal hold, or purged: whole, item by item, or by schedule."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.retention import Kept
from safelight.disclosure import person as reading
from safelight.disclosure import purging
from safelight.disclosure.shown import Shown
from safelight.records.opened import Opened
from safelight.records.retention import actions, values
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.retention.forms import HoldForm, PurgeForm, ScheduleForm


@require_GET
@opens_person
def retention(request: Any, opened: Opened) -> HttpResponse:
    return _page(request, opened)


def _page(request: Any, opened: Opened, **forms: Any) -> HttpResponse:
    context = {
        "opened": opened,
        "preview": purging.preview(opened),
        "hold_form": forms.get("hold") or HoldForm(),
        "items_form": forms.get("items") or PurgeForm(_choices(opened)),
        "purge_form": forms.get("purge") or PurgeForm([], prefix="whole"),
        "stands_in": forms.get("stands_in"),
    }
    return render(request, "retention/retention.html", context)


def _choices(opened: Opened) -> list[tuple[str, str]]:
    """What can be purged alone, of what this worker sees."""
    return [
        (f.key, f"{f.label}: {f.text}")
        for f in reading.read(opened).fields
        if isinstance(f, Shown) and f.key.split(":")[0] in values.VALUES
    ]


@require_POST
@opens_person
def hold(request: Any, opened: Opened) -> HttpResponse:
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, hold=form)
    actions.hold(opened, form.cleaned_data["reason"])
    messages.success(request, "Held. Nothing of this record can be purged.")
    return redirect("retention", person=opened.person)


@require_POST
@opens_person
def lift(request: Any, opened: Opened) -> HttpResponse:
    try:
        actions.lift(opened)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The hold is lifted.")
    return redirect("retention", person=opened.person)


@require_POST
@opens_person
def purge_items(request: Any, opened: Opened) -> HttpResponse:
    """The first time a value also stands in a note, the page says so and asks again."""
    form = PurgeForm(_choices(opened), request.POST)
    if not form.is_valid():
        return _page(request, opened, items=form)
    keys = form.cleaned_data["items"]
    if not keys:
        form.add_error("items", "Choose at least one item.")
        return _page(request, opened, items=form)
    notes = purging.also_in_notes(opened, keys)
    if notes and "anyway" not in request.POST:
        return _page(request, opened, items=form, stands_in=notes)
    try:
        values.purge_items(opened, keys)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("retention", person=opened.person)
    messages.success(request, f"Purged, with earlier versions: {len(keys)}.")
    return redirect("person", person=opened.person)


@require_POST
@opens_person
def purge_person(request: Any, opened: Opened) -> HttpResponse:
    form = PurgeForm([], request.POST, prefix="whole")
    if not form.is_valid():
        return _page(request, opened, purge=form)
    try:
        purging.purge_whole(opened, with_received=form.cleaned_data["received"])
    except actions.OnHold as error:
        messages.error(request, str(error))
        return redirect("retention", person=opened.person)
    messages.success(
        request, "Purged. The ledger keeps that a record was purged, not whose."
    )
    return redirect("work")


@form_page
def schedule(request: Any) -> HttpResponse:
    """How long this agency keeps what, and how much is due now."""
    now, by = timezone.now(), request.principal
    initial = purging.rules(by.agency)
    form = ScheduleForm(request.POST or None, initial=initial)
    if form.is_valid():
        for what in Kept:
            if form.cleaned_data[what] != initial[what]:
                actions.set_rule(what, form.cleaned_data[what], by=by, at=now)
        messages.success(request, "Saved. It is purged at night.")
        return redirect("retention_schedule")
    counts = {
        what.label: len(ids) for what, ids in purging.due(by.agency, at=now).items()
    }
    return render(request, "retention/schedule.html", {"form": form, "due": counts})
