"""Sharing: first the ground, then the items, then what they will get."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from safelight.core.vocabulary import GroundKind, Purpose
from safelight.disclosure import directory
from safelight.disclosure import person as reading
from safelight.disclosure.exposing import of_offer
from safelight.disclosure.grounds import GroundMissing, GroundRef
from safelight.disclosure.offers import Wish, offer
from safelight.disclosure.options import Option, ground_options
from safelight.disclosure.sharing import prepare
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.sharing.forms import ShareForm, item_choices


@require_GET
@opens_person
def share(request: Any, opened: Opened) -> HttpResponse:
    context = {"opened": opened, "options": ground_options(opened)}
    return render(request, "sharing/share.html", context)


@form_page
@opens_person
def items(request: Any, opened: Opened, kind: str, ground: UUID) -> HttpResponse:
    """Choose, look at what they will get, then prepare; nothing is sent from here."""
    option = next((o for o in ground_options(opened) if o.ref.id == ground), None)
    if option is None or option.ref.kind.value.lower() != kind:
        return not_found(request)
    fields = reading.read(opened).fields
    chosen = [f for f in fields if option.covers(f)]
    people = directory.case_staff(option.recipient_id)
    form = ShareForm(
        item_choices(chosen),
        option.purposes,
        people,
        request.POST or None,
        initial={"items": list(option.items)},
    )
    context: dict[str, Any] = {"opened": opened, "option": option, "form": form}
    if form.is_valid():
        wish = _wish(option, form.cleaned_data)
        try:
            if "prepare" in request.POST:
                packet = prepare(opened, wish)
                return redirect("packet", person=opened.person, packet=packet)
            offered = offer(opened, wish)
            reach = of_offer(opened, offered, wish.recipient)
            context |= {"offer": offered, "reach": reach}
        except GroundMissing as error:
            form.add_error(None, str(error))
    return render(request, "sharing/items.html", context)


def _wish(option: Option, data: dict[str, Any]) -> Wish:
    return Wish(
        recipient=option.recipient_id,
        purpose=Purpose(data["purpose"]),
        ground=GroundRef(GroundKind(option.ref.kind), option.ref.id),
        keys=tuple(data["items"]),
        attention=UUID(data["attention"]) if data["attention"] else None,
    )
