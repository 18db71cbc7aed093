from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from safelight.core.contact_kinds import REVEALS, ContactKind
from safelight.core.exposure.holders import partition_in
from safelight.core.exposure.paths import Path
from safelight.core.vocabulary import AgencyKind, Category, Partition, Source
from safelight.disclosure import exposing
from safelight.disclosure.shown import Refused
from safelight.records.opened import Opened
from safelight.web.errors import not_found
from safelight.web.exposure.forms import WhatForm
from safelight.web.exposure.graph import graph
from safelight.web.opening import opens_person


@require_GET
@opens_person
def of_new(request: Any, opened: Opened) -> HttpResponse:
    """The panel for what the form says so far; general until a part is chosen."""
    asked = request.GET.copy()
    asked.setdefault("partition", Partition.GENERAL.value)
    kind = asked.get("kind", "")
    if kind:
        asked = QueryDict(urlencode({**asked.dict(), **of_contact(request, kind)}))
    form = WhatForm(asked)
    if not form.is_valid():
        return not_found(request)
    is_substitute = kind == ContactKind.SUBSTITUTE
    context = panel(opened, **form.cleaned_data, is_substitute=is_substitute)
    return render(request, "exposure/panel.html", context)


def of_contact(request: Any, kind: str) -> dict[str, str]:
    """The category of a way to reach somebody, and the part of the file it goes to."""
    if kind not in set(ContactKind):
        return {"category": ""}
    category = REVEALS[ContactKind(kind)].category
    partition = partition_in(AgencyKind(request.user.agency.kind), category)
    return {"category": category.value, "partition": partition.value}


def panel(
    opened: Opened,
    category: Category,
    partition: Partition,
    source: Source,
    *,
    is_substitute: bool = False,
) -> dict[str, Any]:
    """What the panel template needs, for something about to be saved."""
    paths = exposing.of_new(
        opened, category, partition, source, is_substitute=is_substitute
    )
    what = f"{category.label}, {partition.label.lower()} part"
    return {"what": what, **drawn(paths)}


def drawn(paths: tuple[Path, ...]) -> dict[str, Any]:
    """The sentences, those that end at the other side first, and the graph."""
    other = [path for path in paths if path.end.is_other_side]
    rest = paths[len(other) :]
    return {"other": other, "rest": rest, "graph": graph(paths)}


@require_GET
@opens_person
def of_item(request: Any, opened: Opened, key: str) -> HttpResponse:
    paths = exposing.of_item(opened, key)
    if isinstance(paths, Refused):
        return not_found(request)
    context = {"opened": opened, **drawn(paths)}
    return render(request, "exposure/item.html", context)
