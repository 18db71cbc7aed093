"""Asking about safety: the conditions first, then one question a page, then what to offer.

Replies travel in the pages alone, from one to the next: nothing on the server keeps them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safelight.core.support.actions import WORRIES
from safelight.core.support.instrument import (
    LANGUAGES,
    REPLIES,
    Instrument,
    Reply,
    usable,
)
from safelight.core.support.planner import Screened
from safelight.core.support.screening import Occasion, Opening
from safelight.records.opened import Opened
from safelight.records.support import actions
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.support.forms import AskForm

OUTCOMES = {
    Opening.NOT_SAFE: (Screened.NOT_YET, "Another time: it is due again in a week."),
    Opening.DECLINED: (Screened.DECLINED, "Recorded. Nothing they have is lowered."),
    Opening.UNREACHABLE: (Screened.UNREACHABLE, "Recorded. What provokes stays held."),
}
LETTERS = {reply: reply.value[0] for reply in Reply}
STOPPED = "Stopped. Nothing that was said is kept; asking is due again in a week."


class Carried(forms.Form):
    """What travels from page to page: the letters of the replies so far."""

    occasion = forms.TypedChoiceField(
        choices=[(o.value, o.label) for o in Occasion], coerce=Occasion
    )
    language = forms.ChoiceField(choices=[(code, code) for code in LANGUAGES])
    instrument = forms.CharField(max_length=20)
    said = forms.RegexField(r"^[YNS]*$", required=False)
    reply = forms.TypedChoiceField(
        choices=[(r.value, r.label) for r in Reply], coerce=Reply, required=False,
        empty_value=None,
    )  # fmt: skip
    stop = forms.BooleanField(required=False)


def instruments() -> dict[str, Instrument]:
    """Our own questions, and the agency's that it may use."""
    folder = Path(settings.INSTRUMENTS) if settings.INSTRUMENTS else None
    files = sorted(folder.glob("*.toml")) if folder else []
    return usable(path.read_text("utf-8") for path in files)


@form_page
@opens_person
def begin(request: Any, opened: Opened) -> HttpResponse:
    form = AskForm(request.POST or None)
    form.offer("instrument", [(one.code, one.name) for one in instruments().values()])
    if not form.is_valid():
        context = {"opened": opened, "form": form}
        return render(request, "support/ask.html", context)
    given = form.cleaned_data
    occasion, opening = given["occasion"], given["opening"]
    if opening is Opening.READY:
        return _question(request, opened, given, "")
    outcome, words = OUTCOMES[opening]
    actions.ask(opened, occasion, outcome)
    messages.success(request, words)
    return redirect("person", opened.person)


@require_POST
@opens_person
def question(request: Any, opened: Opened) -> HttpResponse:
    form = Carried(request.POST)
    if not form.is_valid():
        return redirect("ask", opened.person)
    given = form.cleaned_data
    if given["stop"]:
        actions.ask(opened, given["occasion"], Screened.NOT_YET)
        messages.success(request, STOPPED)
        return redirect("person", opened.person)
    said = given["said"] + (LETTERS[given["reply"]] if given["reply"] else "")
    instrument = instruments().get(given["instrument"])
    if instrument is None:
        return redirect("ask", opened.person)
    if len(said) < len(instrument.items):
        is_missing = given["reply"] is None
        return _question(request, opened, given, said, is_missing=is_missing)
    actions.ask(opened, given["occasion"], Screened.ASKED)
    return _offers(request, opened, instrument, said)


def _question(
    request: Any,
    opened: Opened,
    given: Mapping[str, Any],
    said: str,
    *,
    is_missing: bool = False,
) -> HttpResponse:
    instrument, number = instruments()[given["instrument"]], len(said)
    language = given["language"]
    context = {
        "opened": opened, "occasion": given["occasion"].value, "language": language,
        "said": said,
        "text": instrument.items[number].text[language], "number": number + 1,
        "many": len(instrument.items), "replies": list(REPLIES[language].items()),
        "is_missing": is_missing, "instrument": instrument,
    }  # fmt: skip
    return render(request, "support/question.html", context)


def _offers(
    request: Any, opened: Opened, instrument: Instrument, said: str
) -> HttpResponse:
    letters = {letter: reply for reply, letter in LETTERS.items()}
    pairs = zip(instrument.items, said, strict=True)
    replies = {item.id: letters[letter] for item, letter in pairs}
    offers, worries = instrument.suggested(replies)
    context = {
        "opened": opened, "offers": offers, "instrument": instrument,
        "worries": [WORRIES[code].label for code in sorted(worries)],
    }  # fmt: skip
    return render(request, "support/offers.html", context)
