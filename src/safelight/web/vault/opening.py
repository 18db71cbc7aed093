"""Unlocking a held vault, and locking it."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from safelight.accounts.keys.held.asking import AgentGone
from safelight.accounts.keys.held.locks import WrongWords
from safelight.disclosure.holding import holders
from safelight.records.holding import actions
from safelight.web.forms import Form, form_page
from safelight.web.vault.forms import OtherForm, UnlockForm

TOO_OFTEN: Final = "Too many attempts. Wait five minutes."
NO_AGENT: Final = (
    "The key agent does not run on this installation, so nothing can be unlocked. Tell your "
    "administrator: safelight agent."
)


@form_page
def unlock(request: Any) -> HttpResponse:
    form = UnlockForm(request.POST or None)

    def with_words() -> None:
        words = form.cleaned_data["words"]
        actions.unlock(request.principal, words, at=timezone.now())

    if form.is_valid() and _opens(request, form, with_words):
        return _done(request)
    return render(request, "vault/unlock.html", {"form": form})


@form_page
def other(request: Any) -> HttpResponse:
    """With the printed key, or two together."""
    named = [
        (str(one.staff), one.name) for one in holders(request.principal) if one.staff
    ]
    form = OtherForm(named, request.POST or None)

    def with_those() -> None:
        given, by, at = form.cleaned_data, request.principal, timezone.now()
        if given["printed"]:
            actions.unlock_printed(by, given["printed"], at=at)
        elif given["first"] and given["second"]:
            both = [
                (UUID(given[who]), given[f"{who}_words"]) for who in ("first", "second")
            ]
            actions.unlock_together(by, both, at=at)
        else:
            raise WrongWords

    if form.is_valid() and _opens(request, form, with_those):
        return _done(request)
    return render(request, "vault/other.html", {"form": form})


def _opens(request: Any, form: Form, attempt: Callable[[], None]) -> bool:
    """The same answer for every reason that it does not open."""
    if not ratelimit.consume(request, action="unlock", user=request.user):
        form.add_error(None, TOO_OFTEN)
        return False
    try:
        attempt()
    except WrongWords as error:
        form.add_error(None, str(error))
        return False
    except AgentGone:
        form.add_error(None, NO_AGENT)
        return False
    return True


def _done(request: Any) -> HttpResponse:
    messages.success(
        request,
        f"Unlocked. It locks again after {settings.LOCK_AFTER_MINUTES} minutes without "
        "anybody at work.",
    )
    return redirect("work")


@require_POST
def lock(request: Any) -> HttpResponse:
    actions.lock(request.principal, at=timezone.now())
    messages.success(request, "Locked.")
    return redirect("unlock")
