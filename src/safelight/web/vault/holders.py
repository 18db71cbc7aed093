"""Who can open the vault, and putting its key into their hands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.accounts.keys.held.asking import AgentGone
from safelight.accounts.keys.held.locks import TooShort
from safelight.disclosure import holding
from safelight.records.holding import actions
from safelight.records.holding.actions import NotAllowedHere
from safelight.web.forms import form_page
from safelight.web.vault.forms import EntrustForm, HoldForm, WordsForm
from safelight.web.vault.opening import NO_AGENT


@require_GET
def vault(request: Any) -> HttpResponse:
    found = holding.vault(request.principal)
    return render(request, "vault/vault.html", {"vault": found})


@form_page
def hold(request: Any) -> HttpResponse:
    """The key goes into this program's own hands; the printed key is shown once."""
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            words = form.cleaned_data["words"]
            printed = actions.hold(request.principal, words, at=timezone.now())
        except (TooShort, NotAllowedHere) as error:
            form.add_error(None, str(error))
        except AgentGone:
            form.add_error(None, NO_AGENT)
        else:
            return _printed(request, printed)
    return render(request, "vault/hold.html", {"form": form})


@form_page
def words(request: Any) -> HttpResponse:
    """Whoever asks becomes a holder, or changes their words."""
    form = WordsForm(request.POST or None)
    if form.is_valid():
        try:
            chosen = form.cleaned_data["words"]
            actions.become_holder(request.principal, chosen, at=timezone.now())
        except TooShort as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, "From now on you can unlock the vault.")
            return redirect("vault")
    return render(request, "vault/words.html", {"form": form})


@require_POST
def print_anew(request: Any) -> HttpResponse:
    printed = actions.print_anew(request.principal, at=timezone.now())
    return _printed(request, printed)


def _printed(request: Any, key: str) -> HttpResponse:
    """In groups of six, so that it can be written down."""
    groups = [key[at : at + 6] for at in range(0, len(key), 6)]
    context = {"printed": " ".join(groups), "at": timezone.now()}
    return render(request, "vault/printed.html", context)


@form_page
def entrust(request: Any) -> HttpResponse:
    found = holding.holders(request.principal)
    form = EntrustForm(
        [(str(one.staff), one.name) for one in found if one.staff], request.POST or None
    )
    if form.is_valid():
        chosen = [UUID(one) for one in form.cleaned_data["staff"]]
        return _tried(
            request, "From now on any two of them can open it together.",
            lambda: actions.entrust(request.principal, chosen, at=timezone.now()),
        )  # fmt: skip
    return render(request, "vault/entrust.html", {"form": form})


@require_POST
def remove(request: Any, staff: UUID) -> HttpResponse:
    return _tried(
        request, "They cannot open the vault any more, and its key was changed.",
        lambda: actions.remove_holder(request.principal, staff, at=timezone.now()),
    )  # fmt: skip


def _tried(request: Any, words: str, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except NotAllowedHere as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("vault")
