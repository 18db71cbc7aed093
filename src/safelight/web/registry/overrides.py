"""A court override, page by page. What is delivered is never put into a session, a
message or a form that comes back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from safelight.core.vocabulary import HarmFinding
from safelight.disclosure.registry import overriding
from safelight.disclosure.shown import Refused
from safelight.records.opened import Opened
from safelight.web.attached import attached
from safelight.web.forms import Form, form_page
from safelight.web.opening import opens_person

MOST_BYTES = 1_000_000


class AskForm(Form):
    court = forms.ChoiceField(label="Court that made the order")
    order_number = forms.CharField(label="Number of the order", max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("court", [(str(c), name) for c, name in overriding.courts()])


class SealForm(Form):
    file = forms.FileField(
        label="What the registry sent for the court", help_text="At most 1 MB."
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Too large for an answer of the registry.")
        return file


class OpenForm(SealForm):
    file = forms.FileField(label="The sealed file")
    token = forms.CharField(label="The token in the court's papers", max_length=100)


class FindingForm(Form):
    finding = forms.ChoiceField(
        label="Could disclosing it be harmful?",
        choices=[
            (HarmFinding.HARMFUL.value, "Yes: nobody may have it"),
            (HarmFinding.NOT_HARMFUL.value, "No"),
        ],
        widget=forms.RadioSelect,
    )


@form_page
@opens_person
def ask(request: Any, opened: Opened) -> HttpResponse:
    form = AskForm(request.POST or None)
    if not form.is_valid():
        return render(request, "registry/ask.html", {"form": form, "opened": opened})
    court = UUID(form.cleaned_data["court"])
    try:
        asked = overriding.ask(opened, court, form.cleaned_data["order_number"])
    except overriding.NotAsked as error:
        form.add_error(None, str(error))
        return render(request, "registry/ask.html", {"form": form, "opened": opened})
    return render(request, "registry/asked.html", {"asked": asked, "opened": opened})


@form_page
def seal(request: Any, override: UUID) -> HttpResponse:
    form = SealForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "registry/seal.html", {"form": form})
    content = form.cleaned_data["file"].read()
    sealed = overriding.seal(request.principal, override, content, timezone.now())
    if isinstance(sealed, Refused):
        messages.error(request, sealed.words)
        return redirect("registry")
    name = f"for-the-court-{str(override)[:8]}.json"
    return attached(sealed, name, "application/json")


@form_page
def open_here(request: Any) -> HttpResponse:
    form = OpenForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        waiting = overriding.undecided(request.principal)
        return render(request, "registry/open.html", {"form": form, "waiting": waiting})
    content, token = form.cleaned_data["file"].read(), form.cleaned_data["token"]
    found = overriding.deliver(request.principal, content, token, timezone.now())
    if isinstance(found, Refused):
        messages.error(request, found.words)
        return redirect("override_open")
    override, text = found
    context = {"text": text, "override": override, "form": FindingForm()}
    return render(request, "registry/delivered.html", context)


@form_page
def finding(request: Any, override: UUID) -> HttpResponse:
    form = FindingForm(request.POST or None)
    if not form.is_valid():
        return render(request, "registry/finding.html", {"form": form})
    wish = HarmFinding(form.cleaned_data["finding"])
    if overriding.decided(request.principal, override, wish, timezone.now()):
        messages.success(request, "Recorded. It cannot be changed here.")
    else:
        messages.error(request, "There is nothing here to decide, or it was decided.")
    return redirect("override_open")
