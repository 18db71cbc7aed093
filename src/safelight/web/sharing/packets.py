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
    try:
        stopped = sharing.send(opened, packet)
    except NoSuchPacket:
        return not_found(request)
    match stopped:
        case None:
            messages.success(request, "Sent. You can recall it at any time.")
        case sharing.NotSent(words):
            messages.error(request, words)
        case Stopped():
            messages.error(
                request,
                "Stopped: a text in this packet shows where somebody can be found or "
                "reached. Prepare a packet without it.",
            )
    return _back(opened, packet)


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
