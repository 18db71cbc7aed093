"""Papers of a case: which there are, for whom, and making one."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from safelight.core.papers.rendering import Format
from safelight.core.papers.template import Template, To, templates
from safelight.disclosure.shown import Refused
from safelight.disclosure.support import papers, planning
from safelight.records.opened import Opened
from safelight.web.attached import attached
from safelight.web.errors import not_found
from safelight.web.forms import Form, form_page, reason_field, term_field
from safelight.web.opening import opens_person

TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LONGEST = 120


class PaperForm(Form):
    form = term_field("As", Format, radio=True)

    def __init__(
        self, template: Template, data: Any = None, *, with_reason: bool = False
    ) -> None:
        super().__init__(data)
        asked = {
            field.name: forms.CharField(label=field.label, max_length=LONGEST)
            for field in template.inputs
        }
        if with_reason:
            asked["reason"] = reason_field(required=False)
        for one in asked.values():
            one.widget.attrs |= {"class": "usa-input", "autocomplete": "off"}
        self.fields = {**asked, **self.fields}
        self.initial.setdefault("form", Format.PDF)


@require_GET
@opens_person
def papers_of(request: Any, opened: Opened, case: UUID) -> HttpResponse:
    if isinstance(planning.read(opened, case), Refused):
        return not_found(request)
    context = {"opened": opened, "case": case, "papers": templates().values()}
    return render(request, "support/papers.html", context)


@form_page
@opens_person
def paper(request: Any, opened: Opened, case: UUID, code: str, to: str) -> HttpResponse:
    template, whom = templates().get(code), _recipient(to)
    if template is None or whom not in template.to:
        return not_found(request)
    form = PaperForm(
        template, request.POST or None, with_reason="reason" in request.POST
    )
    found = None
    if form.is_valid():
        given = dict(form.cleaned_data)
        wish = papers.Wish(
            template=template, to=whom, form=given.pop("form"),
            reason=given.pop("reason", ""), inputs=given,
        )  # fmt: skip
        made = papers.make(opened, case, wish)
        match made:
            case None:
                return not_found(request)
            case papers.Made(content, name):
                return attached(content, name, TYPES[wish.form])
            case papers.Blocked(words):
                form.add_error(None, words)
            case papers.Found():
                found = made
                if made.with_reason:
                    form = PaperForm(template, request.POST, with_reason=True)
    context = {
        "opened": opened, "case": case, "paper": template, "to": whom, "form": form,
        "found": found,
    }  # fmt: skip
    return render(request, "support/paper.html", context)


def _recipient(to: str) -> To | None:
    return To(to) if to in set(To) else None
