"""One packet on the sender's side: shown to her, sent or stopped, recalled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from safelight.core.packet_life import NotAllowedNow
from safelight.disclosure import outbox, sharing
from safelight.disclosure.egress import Stopped
from safelight.records.opened import Opened
from safelight.records.packets import actions
from safelight.records.packets.actions import NoSuchPacket
from safelight.web.errors import not_found
from safelight.web.forms import ReasonForm
from safelight.web.opening import opens_person

REFUSALS = (NotAllowedNow, NoSuchPacket)


def _back(opened: Opened, packet: UUID) -> HttpResponse:
    return redirect("packet", person=opened.person, packet=packet)


@require_GET
@opens_person
def packet(request: Any, opened: Opened, packet: UUID) -> HttpResponse:
    try:
        found = outbox.packet_of(opened, packet)
    except NoSuchPacket:
        return not_found(request)
    context = {"opened": opened, "packet": found}
    return render(request, "sharing/packet.html", context)


@require_POST
@opens_person
def shown(request: Any, opened: Opened, packet: UUID) -> HttpResponse:
    try:
        actions.show(opened, packet)
    except REFUSALS as error:
        messages.error(request, str(error))
    return _back(opened, packet)


@require_POST
@opens_person
def stop(request: Any, opened: Opened, packet: UUID) -> HttpResponse:
    try:
        actions.stop(opened, packet)
    except REFUSALS as error:
        messages.error(request, str(error))
        return _back(opened, packet)
    messages.success(request, "Stopped. Nothing of it was sent.")
    return redirect("person", person=opened.person)


@require_POST
@opens_person
def send(request: Any, opened: Opened, packet: UUID) -> HttpResponse:
    reason = ReasonForm(request.POST)
    words = reason.cleaned_data["reason"] if reason.is_valid() else ""
    try:
        stopped = sharing.send(opened, packet, reason=words)
        if isinstance(stopped, Stopped):
            return _stopped(request, opened, packet, stopped)
    except NoSuchPacket:
        return not_found(request)
    if isinstance(stopped, sharing.NotSent):
        messages.error(request, stopped.words)
    else:
        messages.success(request, "Sent. You can recall it at any time.")
    return _back(opened, packet)


def _stopped(
    request: Any, opened: Opened, packet: UUID, stopped: Stopped
) -> HttpResponse:
    """The packet again, with the places; and a reason to give where one is enough."""
    context = {
        "opened": opened, "packet": outbox.packet_of(opened, packet),
        "stopped": stopped, "form": ReasonForm(),
    }  # fmt: skip
    return render(request, "sharing/packet.html", context)


@require_POST
@opens_person
def recall(request: Any, opened: Opened, packet: UUID) -> HttpResponse:
    try:
        actions.recall(opened, packet)
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            "Recalled. From this moment nobody can read it. What was already read or "
            "printed cannot be taken back, and the law may make them keep it.",
        )
    return _back(opened, packet)
