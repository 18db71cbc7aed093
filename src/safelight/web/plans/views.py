from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safelight.core.plans.plan import NotLikeThis, Whose
from safelight.core.release_paper import Language
from safelight.core.support.calendar import Clash
from safelight.disclosure import plans
from safelight.disclosure.egress import Stopped
from safelight.disclosure.plans import PlanPage
from safelight.disclosure.shown import Refused
from safelight.records.opened import Opened
from safelight.records.plans import actions
from safelight.records.plans.actions import ChangedMeanwhile
from safelight.web.attached import attached
from safelight.web.errors import not_found
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.people.writing import page
from safelight.web.plans.forms import ItemForm, ReviewForm, WhoseForm, initial_of

OFFER = "For a survivor and a child these are offers: nobody complies or fails to."
STOPPED = (
    "Not printed: nothing of it can be given to them, or an item shows where somebody can be "
    "found or reached. Write it without."
)


@form_page
@opens_person
def plan(request: Any, opened: Opened) -> HttpResponse:
    found = plans.read(opened)
    if not isinstance(found, PlanPage):
        return not_found(request)
    context = {"opened": opened, "plan": found}
    return render(request, "plans/plan.html", context)


@form_page
@opens_person
def new(request: Any, opened: Opened) -> HttpResponse:
    """Whose plan it is is asked once."""
    found = plans.read(opened)
    if not isinstance(found, PlanPage):
        return not_found(request)
    chosen = request.POST.get("whose") or request.GET.get("whose", "")
    whose = found.whose or (Whose(chosen) if chosen in set(Whose) else None)
    if whose is None:
        return render(
            request, "plans/whose.html", {"opened": opened, "form": WhoseForm()}
        )
    form = ItemForm(whose, request.POST or None)
    if form.is_valid() and _kept(opened, whose, form, None):
        messages.success(request, "Added.")
        return redirect("services", opened.person)
    context = {"opened": opened, "form": form, "whose": whose, "intro": OFFER}
    return render(request, "plans/item.html", context)


@form_page
@opens_person
def change(request: Any, opened: Opened, item: UUID) -> HttpResponse:
    found = plans.read(opened)
    items = found.items if isinstance(found, PlanPage) else ()
    now = next((one for one in items if one.item == item), None)
    if now is None or not isinstance(found, PlanPage) or found.whose is None:
        return not_found(request)
    start = initial_of(now.said, now.revision)
    form = ItemForm(found.whose, request.POST or None, initial=start)
    if form.is_valid() and _kept(opened, found.whose, form, item):
        messages.success(request, "Saved.")
        return redirect("services", opened.person)
    begun = request.POST.get("revision", str(now.revision))
    theirs = now if begun != str(now.revision) else None
    if theirs:
        form.data = {**request.POST.dict(), "revision": now.revision}
    context = {"opened": opened, "form": form, "whose": found.whose, "theirs": theirs}
    return render(request, "plans/item.html", context)


def _kept(opened: Opened, whose: Whose, form: ItemForm, item: UUID | None) -> bool:
    """False with the reason on the form."""
    said = form.said()
    try:
        plans.require_apart(opened, whose, said, item)
        if item is None:
            actions.add(opened, whose, said)
        else:
            actions.change(opened, item, said, revision=form.cleaned_data["revision"])
    except (ChangedMeanwhile, NotLikeThis, Clash) as error:
        form.add_error(None, str(error))
        return False
    return True


@form_page
@opens_person
def review(request: Any, opened: Opened) -> HttpResponse:
    if not isinstance(plans.read(opened), PlanPage):
        return not_found(request)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        actions.review(opened, given["words"], again_on=given["again_on"])
        messages.success(request, "Recorded.")
        return redirect("services", opened.person)
    return page(request, opened, form, "Look at the plan together", "Record it")


@require_POST
@opens_person
def copy(request: Any, opened: Opened) -> HttpResponse:
    asked = request.POST.get("language")
    language = Language(asked) if asked in set(Language) else Language.EN
    made = plans.on_paper(opened, language)
    if isinstance(made, Refused):
        return not_found(request)
    if isinstance(made, Stopped):
        messages.error(request, STOPPED)
        return redirect("services", opened.person)
    return attached(made, "page.pdf")
