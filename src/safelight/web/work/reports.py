"""A program's counts of a quarter: for funders, and for its compliance file."""

import csv
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from safelight.core.quarters import ended
from safelight.core.vocabulary import AgencyKind
from safelight.statistics import program
from safelight.web.errors import not_found
from safelight.web.forms import Form

QUARTERS = 8


class QuarterForm(Form):
    quarter = forms.ChoiceField(label="Quarter")


@require_GET
def reports(request: Any) -> HttpResponse:
    """Of quarters that are over, so that no two counts differ by a day."""
    if request.user.agency.kind != AgencyKind.VICTIM_SERVICES:
        return not_found(request)
    quarters = {one.code: one for one in ended(timezone.localdate(), QUARTERS)}
    form = QuarterForm(request.GET or {"quarter": next(iter(quarters))})
    form.offer("quarter", [(code, one.label) for code, one in quarters.items()])
    if not form.is_valid():
        return not_found(request)
    chosen, by = quarters[form.cleaned_data["quarter"]], request.principal
    if request.GET.get("as") == "csv":
        return _csv(program.report(by, chosen))
    context = {
        "form": form, "report": program.report(by, chosen),
        "compliance": program.compliance(by, chosen),
    }  # fmt: skip
    return render(request, "work/reports.html", context)


def _csv(report: program.Report) -> HttpResponse:
    """What is on the page for funders, a line a count."""
    named = f'attachment; filename="counts-{report.quarter.code}.csv"'
    made = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": named}
    )
    lines = csv.writer(made)
    lines.writerow(["table", "row", "count"])
    for title, table in report.tables.items():
        for label, count in table.items():
            lines.writerow([title, label, "not shown" if count is None else count])
    return made
