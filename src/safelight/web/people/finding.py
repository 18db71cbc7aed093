"""Finding people, taking one in, and withdrawing for whoever calls."""

from typing import Any, Final
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from safelight.disclosure.holding import require_open
from safelight.disclosure.search import again, search
from safelight.disclosure.withdrawal import withdraw_by_name
from safelight.records.people import actions
from safelight.web.forms import form_page
from safelight.web.people.forms import ReceiveForm, SearchForm, WithdrawByNameForm

FOUND: Final = "found"


@form_page
def people(request: Any) -> HttpResponse:
    """Search by post, so that no name is ever in an address or a log; what was found is
    a page of its own, so that going back to it works."""
    require_open(request.principal)
    form, now = SearchForm(request.POST or None), timezone.now()
    found = None
    if request.method == "POST":
        if not ratelimit.consume(request, action="search", user=request.user):
            form.add_error(None, "Too many searches in a minute. Wait a little.")
        elif form.is_valid():
            rows = search(request.principal, form.cleaned_data["text"], now)
            request.session[FOUND] = [str(row.person) for row in rows]
            return redirect(f"{reverse('people')}?{FOUND}")
    elif FOUND in request.GET:
        ids = [UUID(person) for person in request.session.get(FOUND, ())]
        found = again(request.principal, ids, now)
    return render(request, "people/people.html", {"form": form, "found": found})


@form_page
def receive(request: Any) -> HttpResponse:
    """Take somebody in. The answer is the same whoever else is held."""
    form = ReceiveForm(request.POST or None)
    if form.is_valid():
        actions.receive(by=request.principal, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, "Received. A supervisor gives the record to a worker."
        )
        return redirect("people")
    return render(request, "people/receive.html", {"form": form})


@form_page
def withdraw(request: Any) -> HttpResponse:
    """Withdraw by a word, whoever picks up; the answer is the same in every case."""
    form = WithdrawByNameForm(request.POST or None)
    if form.is_valid():
        withdraw_by_name(request.principal, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request,
            "Done. If we hold anything that this person released, it is withdrawn, and its "
            "packets are dark.",
        )
        return redirect("people")
    return render(request, "people/withdraw.html", {"form": form})
