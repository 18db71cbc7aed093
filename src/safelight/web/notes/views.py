"""A note written or changed. What was kept while typing comes back with the form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from safelight.core.vocabulary import AgencyKind, Category, Partition, Source
from safelight.disclosure import exposing, noting
from safelight.disclosure.noting import NoteNow
from safelight.disclosure.shown import Refused
from safelight.records.notes import actions, drafts
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.exposure.views import drawn, panel
from safelight.web.forms import chosen, form_page
from safelight.web.notes.forms import NoteForm, RevisionForm
from safelight.web.notes.looking import remarked
from safelight.web.opening import opens_person

NEW = "note"


@form_page
@opens_person
def new(request: Any, opened: Opened) -> HttpResponse:
    kind = AgencyKind(request.user.agency.kind)
    draft = None if request.method == "POST" else drafts.find(opened, NEW)
    initial = draft.fields if draft else None
    form = NoteForm(kind, request.POST or None, initial=initial)
    context: dict[str, Any] = {
        "opened": opened, "form": form, "draft": draft, "name": NEW,
    }  # fmt: skip
    if form.is_valid():
        given = dict(form.cleaned_data)
        if "seal" in request.POST:
            given["partition"] = Partition.SEALED
        found = remarked(request, given["text"], given["partition"])
        if not found:
            actions.write_note(opened, **given)
            drafts.discard(opened, NEW)
            messages.success(request, "Note saved.")
            return redirect("person", person=opened.person)
        context |= found
    return render(request, "notes/new.html", context | _exposure(opened, form))


def _exposure(opened: Opened, form: NoteForm) -> dict[str, Any]:
    """Who could come to hold the note as it is chosen so far; general until chosen."""
    return panel(
        opened,
        chosen(form["category"], Category, Category.NARRATIVE),
        chosen(form["partition"], Partition, Partition.GENERAL),
        chosen(form["source"], Source, Source.OBSERVATION),
    )


@form_page
@opens_person
def revise(request: Any, opened: Opened, note: UUID) -> HttpResponse:
    now, name = noting.note_now(opened, note), f"note-{note.hex}"
    if isinstance(now, Refused):
        return not_found(request)
    draft = None if request.method == "POST" else drafts.find(opened, name)
    start = {"text": now.text, "revision": now.revision}
    form = RevisionForm(
        request.POST or None, initial=start | (draft.fields if draft else {})
    )
    theirs, found = None, {}
    if form.is_valid():
        text, partition = form.cleaned_data["text"], Partition(now.partition)
        found = remarked(request, text, partition)
    if form.is_valid() and not found:
        try:
            _save(request, opened, now, form.cleaned_data)
        except actions.ChangedMeanwhile as error:
            theirs = now
            form.add_error("text", str(error))
            form.data = {**request.POST.dict(), "revision": now.revision}
        else:
            drafts.discard(opened, name)
            messages.success(request, "Note saved.")
            return redirect("person", person=opened.person)
    context = {"opened": opened, "form": form, "draft": draft, "name": name}
    context |= {"now": now, "theirs": theirs, **_exposure_of(opened, note)}
    context |= found
    return render(request, "notes/revise.html", context)


def _exposure_of(opened: Opened, note: UUID) -> dict[str, Any]:
    """Who could come to hold the note as it stands; its text changes nothing of it."""
    paths = exposing.of_item(opened, f"note:{note}")
    return {} if isinstance(paths, Refused) else drawn(paths)


def _save(request: Any, opened: Opened, now: NoteNow, data: dict[str, Any]) -> None:
    if "apart" in request.POST:
        actions.write_note(
            opened,
            text=data["text"],
            category=Category(now.category),
            partition=(
                Partition.SEALED if "seal" in request.POST else Partition(now.partition)
            ),
            source=Source(now.source),
        )
        return
    if "seal" in request.POST:
        actions.move_to_sealed(opened, now.note)
    actions.revise(opened, now.note, text=data["text"], revision=data["revision"])
