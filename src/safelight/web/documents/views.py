from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from safelight.core.documents.files import MOST_BYTES, NotTaken, taken_in
from safelight.core.vocabulary import AgencyKind, Category
from safelight.disclosure import inbox
from safelight.disclosure.documents import read, shows
from safelight.disclosure.shown import Refused
from safelight.records.documents import actions
from safelight.records.opened import Opened
from safelight.web.attached import attached
from safelight.web.errors import not_found
from safelight.web.forms import form_page
from safelight.web.notes.forms import FiledForm
from safelight.web.opening import opens_person
from safelight.web.people.writing import done, kind_of, page

INTRO = (
    "A PDF, or a photo of a page. What leaves later is searched first; a page that is only a "
    "picture cannot be searched, and never leaves."
)


class DocumentForm(FiledForm):
    title = forms.CharField(label="What it is", max_length=120)
    file = forms.FileField(label=f"File, at most {MOST_BYTES // 1_000_000} MB")
    field_order = ("title", "file", "category", "partition", "source")

    def __init__(self, kind: AgencyKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        self.initial["category"] = Category.COURT
        self.offer("source", [("", "Choose"), *self.fields["source"].choices])  # type: ignore[attr-defined]
        self.initial["source"] = ""

    def clean_file(self) -> bytes:
        try:
            return taken_in(self.cleaned_data["file"].read())
        except NotTaken as error:
            raise forms.ValidationError(str(error)) from error


@form_page
@opens_person
def new(request: Any, opened: Opened) -> HttpResponse:
    form = DocumentForm(kind_of(request), request.POST or None, request.FILES or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        pdf = given.pop("file")
        actions.file(opened, pdf=pdf, **given)
        for words in shows(opened, pdf):
            messages.warning(request, words)
        return done(request, opened, "Document filed.")
    return page(request, opened, form, "File a document", "File it", INTRO)


@require_GET
@opens_person
def document(request: Any, opened: Opened, document: UUID) -> HttpResponse:
    found = read(opened, document)
    return (
        not_found(request)
        if isinstance(found, Refused)
        else attached(found, "document.pdf")
    )


@require_POST
def received(request: Any, packet: UUID, document: UUID) -> HttpResponse:
    """Saved from a packet: recorded as printed, for what is saved cannot be recalled."""
    now = timezone.now()
    found = inbox.read(request.principal, packet, now, on_paper=True)
    files = {} if isinstance(found, Refused) else found.files
    content = files.get(f"document:{document}")
    return not_found(request) if content is None else attached(content, "document.pdf")
