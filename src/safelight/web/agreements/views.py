from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.periods import Period
from safelight.core.vocabulary import Duty
from safelight.disclosure import agreements as reading
from safelight.disclosure import directory
from safelight.records.agreements import actions
from safelight.web.agreements.forms import AgreementForm
from safelight.web.forms import form_page


@require_GET
def agreements(request: Any) -> HttpResponse:
    now = timezone.now()
    context = {
        "rows": reading.agreements(request.principal, now),
        "ledgers": reading.partner_ledgers(request.principal, now),
        "may_sign": Duty.SIGN in request.user.duties,
    }
    return render(request, "agreements/agreements.html", context)


@form_page
def new(request: Any) -> HttpResponse:
    agencies = directory.other_agencies(request.principal)
    choices = [(str(agency.id), agency.name) for agency in agencies]
    form = AgreementForm(choices, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.propose(
                by=request.principal,
                at=timezone.now(),
                recipient=UUID(data["recipient"]),
                categories=data["categories"],
                answers=data["answers"],
                purposes=data["purposes"],
                period=_period(data["starts_on"], data["ends_on"]),
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Proposed. It counts when both have signed.")
            return redirect("agreements")
    return render(request, "agreements/new.html", {"form": form})


def _period(first: date, last: date) -> Period:
    ends = last + timedelta(days=1)
    starts, after = (datetime.combine(day, time.min) for day in (first, ends))
    return Period(timezone.make_aware(starts), timezone.make_aware(after))


@require_POST
def sign(request: Any, agreement: UUID) -> HttpResponse:
    return _act(request, actions.sign, agreement, "Signed for your agency.")


@require_POST
def end(request: Any, agreement: UUID) -> HttpResponse:
    words = "Ended. Packets sent under it can no longer be read."
    return _act(request, actions.end, agreement, words)


def _act(request: Any, action: Any, agreement: UUID, words: str) -> HttpResponse:
    try:
        action(agreement, by=request.principal, at=timezone.now())
    except actions.AgreementInvalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("agreements")
