"""A record is kept by a legal hold, or purged: whole, item by item, or by schedule."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.retention import Kept
from safelight.disclosure import person as reading
from safelight.disclosure import purging
from safelight.disclosure.person import PersonPage
from safelight.disclosure.shown import Shown
from safelight.records.opened import Opened
from safelight.records.retention import actions, fields, values
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.retention.forms import FieldsForm, HoldForm, PurgeForm, ScheduleForm


@form_page
def asked(request: Any) -> HttpResponse:
    """What the forms ask here, and under which names."""
    form = FieldsForm(fields.rules(request.principal), request.POST or None)
    if form.is_valid():
        fields.ask(request.principal, form.chosen(), at=timezone.now())
        messages.success(
            request, "From now on. What was kept before stays until purged."
        )
        return redirect("retention_fields")
    return render(request, "retention/fields.html", {"form": form})


@require_GET
@opens_person
def retention(request: Any, opened: Opened) -> HttpResponse:
    return _page(request, opened)


def _page(request: Any, opened: Opened, **forms: Any) -> HttpResponse:
    page = reading.read(opened)
    context = {
        "opened": opened,
        "preview": purging.preview(opened),
        "holds": purging.holds(opened),
        "kinds": dict(Counter(f.label for f in page.fields)),
        "hold_form": forms.get("hold") or HoldForm(),
        "items_form": forms.get("items") or PurgeForm(page.name, _choices(page)),
        "purge_form": forms.get("purge") or PurgeForm(page.name, [], prefix="whole"),
        "stands_in": forms.get("stands_in"),
    }
    return render(request, "retention/retention.html", context)


def _choices(page: PersonPage) -> list[tuple[str, str]]:
    """What can be purged alone, of what this worker sees."""
    return [
        (f.key, f"{f.label}: {f.text}")
        for f in page.fields
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
    page = reading.read(opened)
    form = PurgeForm(page.name, _choices(page), request.POST)
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
    form = PurgeForm(reading.read(opened).name, [], request.POST, prefix="whole")
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
    given = form.cleaned_data if form.is_valid() else initial
    wished = {what: given[what] for what in Kept}
    if form.is_valid() and "sure" in request.POST:
        for what in Kept:
            if wished[what] != initial[what]:
                actions.set_rule(what, wished[what], by=by, at=now)
        messages.success(request, "Saved. What is due is purged at night.")
        return redirect("retention_schedule")
    due = purging.due(by.agency, at=now, days=wished)
    context = {"form": form, "due": {what.label: len(ids) for what, ids in due.items()}}
    context["is_asked"] = form.is_valid()
    return render(request, "retention/schedule.html", context)
