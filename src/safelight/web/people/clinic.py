"""A form that came from a clinic: checked, labelled, and kept sealed, or not kept."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from safelight.core.fhir.checking import NotAForm, check, read
from safelight.core.fhir.consent import ConsentRefused, read_consent
from safelight.core.fhir.labels import LABEL, asks_about_violence
from safelight.core.fhir.words import lines
from safelight.core.vocabulary import AgencyKind, Category, Partition, Source
from safelight.records.notes import actions
from safelight.records.opened import Opened
from safelight.web.forms import Form, form_page
from safelight.web.opening import opens_person
from safelight.web.people.writing import done, kind_of, page

MOST_BYTES = 1_000_000
MOST_FAULTS = 10
NOT_KEPT = "It answers its questions. A child support record keeps no answers: it was not kept."


class ClinicForm(Form):
    questionnaire = forms.FileField(label="What was asked (Questionnaire, JSON)")
    response = forms.FileField(label="What was answered (QuestionnaireResponse, JSON)")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, kind in (
            ("questionnaire", "Questionnaire"), ("response", "QuestionnaireResponse"),
        ):  # fmt: skip
            file = given.get(name)
            if file is None:
                continue
            if file.size > MOST_BYTES:
                self.add_error(name, "Too large for a form: at most 1 MB.")
                continue
            try:
                given[name] = read(file.read(), kind)
            except NotAForm as error:
                self.add_error(name, str(error))
        return given


@form_page
@opens_person
def clinic(request: Any, opened: Opened) -> HttpResponse:
    form = ClinicForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        asked, answered = (
            form.cleaned_data["questionnaire"],
            form.cleaned_data["response"],
        )
        faults = check(asked, answered)
        for fault in faults[:MOST_FAULTS]:
            form.add_error(None, f"{fault.link or 'The response'} {fault.rule}.")
        if not faults:
            if kind_of(request) is AgencyKind.CHILD_SUPPORT:
                return done(request, opened, NOT_KEPT)
            _keep(opened, asked, answered)
            return done(
                request, opened, "Kept in the sealed part, as protected as it asks."
            )
    return page(
        request, opened, form, "A form from a clinic", "Check and keep",
        "A form that asks about violence is protected whatever was answered, and so is that "
        "it was asked.",
    )  # fmt: skip


class ConsentForm(Form):
    consent = forms.FileField(label="The consent (FHIR Consent, JSON)")


@form_page
@opens_person
def consent(request: Any, opened: Opened) -> HttpResponse:
    """Read, and kept sealed in words; nothing of ours goes on it, and none is sent."""
    form = ConsentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["consent"]
        try:
            if file.size > MOST_BYTES:
                raise ConsentRefused("Too large for a consent: at most 1 MB.")
            found = read_consent(file.read(), on=timezone.localdate(opened.at))
        except ConsentRefused as error:
            form.add_error("consent", str(error))
        else:
            words = "A consent given elsewhere. " + " ".join(found.lines)
            actions.write_note(
                opened, text=words, category=Category.SERVICES,
                partition=Partition.SEALED, source=Source.PARTNER_AGENCY,
            )  # fmt: skip
            return done(request, opened, f"Kept in the sealed part. {words}")
    return page(
        request, opened, form, "A consent given elsewhere", "Read it",
        "Whatever in it is not plain gives nothing. It lets nothing of ours go: for that "
        "there is a release of their own.",
    )  # fmt: skip


def _keep(opened: Opened, asked: dict[str, Any], answered: dict[str, Any]) -> None:
    is_one = asks_about_violence(asked) or asks_about_violence(answered)
    label = f"Label: {LABEL['code']}, {LABEL['display']}.\n" if is_one else ""
    actions.write_note(
        opened, text=label + "\n".join(lines(asked, answered)),
        category=Category.SAFETY if is_one else Category.HEALTH,
        partition=Partition.SEALED, source=Source.HEALTH_RECORD,
    )  # fmt: skip
