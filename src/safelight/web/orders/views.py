from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.orders.order import (
    NEVER_TOLD,
    Condition,
    NotLikeThis,
    Order,
    conditions,
)
from safelight.core.vocabulary import Flag
from safelight.disclosure import orders as reading
from safelight.disclosure import people
from safelight.records.opened import Opened
from safelight.records.orders import actions
from safelight.web.errors import not_found
from safelight.web.forms import Form, day_field, form_page, term_field
from safelight.web.opening import opens_person
from safelight.web.people.writing import page

INTRO = (
    "As the order says it. An order in force protects from the moment you record it."
)


def _says(label: str) -> forms.TypedChoiceField:
    field = term_field(label, Flag)
    field.choices = [("UNKNOWN", "Not known"), ("CLEAR", "No"), ("SET", "Yes")]
    return field


class OrderForm(Form):
    number = forms.CharField(label="Order number", max_length=60)
    court = forms.CharField(label="Court, and state or tribe", max_length=120)
    issued_on = day_field("Issued on")
    expires_on = day_field("Expires on", required=False)
    conditions = forms.MultipleChoiceField(
        label="Conditions",
        choices=[(one.value, f"{one.value} {one.label}") for one in Condition],
        widget=forms.CheckboxSelectMultiple(),
    )
    terms = forms.CharField(
        label="Other terms (08)",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    restrained = forms.ChoiceField(
        label="Whom it restrains", required=False, widget=forms.Select()
    )
    against_petitioner = _says(
        "Does it run against the person who asked for the first order?"
    )
    cross_petition = _says("If so: was there a petition of the other side?")
    own_findings = _says("If so: did the court find for each side, on its own?")
    registered_on = day_field("Registered here on", required=False)
    told_on_request = forms.BooleanField(
        label="The protected person asked that the restrained person be told of it",
        required=False,
    )

    def __init__(self, family: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.offer("restrained", [("", "Nobody in these records"), *family])


@require_GET
@opens_person
def orders(request: Any, opened: Opened) -> HttpResponse:
    found = reading.read(opened)
    context = {"opened": opened, "orders": found, "never_told": NEVER_TOLD}
    return render(request, "orders/orders.html", context)


@form_page
@opens_person
def new(request: Any, opened: Opened) -> HttpResponse:
    family = [(str(row.person), row.name) for row in people.family(opened)]
    form = OrderForm(family, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        order = Order(
            issued_on=given["issued_on"], expires_on=given["expires_on"],
            conditions=conditions(given["conditions"]),
            against_petitioner=given["against_petitioner"],
            cross_petition=given["cross_petition"], own_findings=given["own_findings"],
        )  # fmt: skip
        try:
            actions.record(
                opened, order, number=given["number"], court=given["court"],
                terms=given["terms"],
                restrained=UUID(given["restrained"]) if given["restrained"] else None,
                registered_on=given["registered_on"],
                told_on_request=given["told_on_request"],
            )  # fmt: skip
        except NotLikeThis as error:
            form.add_error("expires_on", str(error))
        else:
            messages.success(request, "Recorded.")
            return redirect("orders", opened.person)
    return page(request, opened, form, "An order of protection", "Record it", INTRO)


@require_POST
@opens_person
def end(request: Any, opened: Opened, order: UUID) -> HttpResponse:
    yesterday = timezone.localdate(opened.at) - timedelta(days=1)
    if not actions.end(opened, order, yesterday):
        return not_found(request)
    messages.success(request, "Ended. The protection stays until somebody lowers it.")
    return redirect("orders", opened.person)


@require_POST
@opens_person
def handover(request: Any, opened: Opened, order: UUID) -> HttpResponse:
    if not actions.plan_handover(opened, order):
        return not_found(request)
    messages.success(request, "Recorded.")
    return redirect("orders", opened.person)
