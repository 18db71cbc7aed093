"""A release of information: recorded as she signed it, withdrawn when she says so."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from safelight.core.periods import Period
from safelight.core.release_paper import Language
from safelight.core.release_rules import Draft, ReleaseInvalid
from safelight.core.vocabulary import Category, Signer
from safelight.disclosure import directory, outbox, people
from safelight.disclosure import person as reading
from safelight.disclosure.egress import Stopped
from safelight.disclosure.exposing import of_offer
from safelight.disclosure.person import PersonPage
from safelight.disclosure.releasing import as_they_would_get_it, paper
from safelight.disclosure.signing import is_minor, may_abuse
from safelight.records.opened import Opened
from safelight.records.releases import actions
from safelight.records.releases.actions import AlreadyWithdrawn
from safelight.web.attached import attached
from safelight.web.forms import form_page
from safelight.web.opening import opens_person
from safelight.web.sharing.forms import (
    Abuse,
    ReleaseForm,
    WithdrawForm,
    item_choices,
)

STOPPED = (
    "What was written about risks or other ways shows where somebody can be found or "
    "reached. Write it without, then print it."
)


@form_page
@opens_person
def new(request: Any, opened: Opened) -> HttpResponse:
    page = reading.read(opened)
    fields = page.fields
    family = [(str(row.person), row.name) for row in people.family(opened)]
    agencies = directory.other_agencies(opened.by)
    data = request.POST or None
    form = ReleaseForm(
        item_choices(fields), [(str(a.id), a.name) for a in agencies], family, data,
        initial=_as_before(opened, request.GET.get("again", "")),
    )  # fmt: skip
    if form.is_valid() and "print" in request.POST:
        return _printed(request, opened, page, form)
    context: dict[str, Any] = {"opened": opened, "form": form, "agencies": agencies}
    if form.is_valid():
        try:
            draft, terms = _draft(opened, page, form.cleaned_data)
            if "look" in request.POST:
                context |= _looked(opened, draft, terms)
                return render(request, "sharing/release.html", context)
            given = form.cleaned_data
            actions.record(
                opened, draft, co_signer=_co_signer(given),
                signed_how=given["signed_how"], **terms,
            )  # fmt: skip
        except (ReleaseInvalid, ValueError) as error:
            for fault in str(error).splitlines():
                form.add_error(None, fault)
        else:
            messages.success(request, "Release recorded.")
            return redirect("share", person=opened.person)
    return render(request, "sharing/release.html", context)


def _looked(opened: Opened, draft: Draft, terms: dict[str, Any]) -> dict[str, Any]:
    """See it as the recipient, before anybody signs."""
    offered = as_they_would_get_it(opened, draft, **terms)
    reach = of_offer(opened, offered, UUID(draft.recipient))
    return {"offer": offered, "reach": reach}


def _as_before(opened: Opened, again: str) -> dict[str, Any]:
    """A renewal is a new release: the same recipient, purpose and items to begin with, a
    new date, a new signature (CF-15)."""
    if not again:
        return {}
    found = (one for one in outbox.releases_of(opened) if str(one.release) == again)
    one = next(found, None)
    if one is None:
        return {}
    return {"recipient": str(one.recipient_id), "purpose": one.purpose,
            "items": list(one.items)}  # fmt: skip


def _printed(
    request: Any, opened: Opened, page: PersonPage, form: ReleaseForm
) -> HttpResponse:
    """To be read together and signed; nothing is recorded yet."""
    data, on = form.cleaned_data, timezone.localdate(opened.at)
    asked = request.POST["print"]
    language = Language(asked) if asked in set(Language) else Language.EN
    made = paper(
        opened, page, language, recipient=UUID(data["recipient"]),
        purpose=data["purpose"], keys=data["items"], ends=data["ends_on"],
        alternatives=data["alternatives"], risks=data["risks"],
        is_minor=is_minor(page, on) is not False,
    )  # fmt: skip
    if isinstance(made, Stopped):
        form.add_error(None, STOPPED)
        context = {"opened": opened, "form": form}
        return render(request, "sharing/release.html", context)
    return attached(made, "page.pdf")


def _draft(
    opened: Opened, page: PersonPage, data: dict[str, Any]
) -> tuple[Draft, dict[str, Any]]:
    """The release as the rules look at it, and its other terms. Raises ValueError."""
    confided = {f.key for f in page.fields if f.category is Category.CHILDS_CONFIDENCE}
    own = (Signer.MINOR, Signer.MINOR_AND_PARENT)
    if confided & set(data["items"]) and Signer(data["signer"]) not in own:
        raise ValueError("What a child confided goes only on the child's own choice.")
    co_signer = _co_signer(data)
    suspected = co_signer is not None and may_abuse(opened, co_signer)
    after = data["ends_on"] + timedelta(days=1)
    ends = timezone.make_aware(datetime.combine(after, time.min))
    if ends <= opened.at:
        raise ValueError("Choose a last day from today on.")
    draft = Draft(
        recipient=data["recipient"],
        items=tuple(data["items"]),
        period=Period(opened.at, ends),
        signer=Signer(data["signer"]),
        is_minor=is_minor(page, timezone.localdate(opened.at)),
        has_co_signer=bool(data["co_signer"]),
        co_signer_may_abuse=suspected or data["co_signer_abuse"] is not Abuse.NO,
        minor_may_sign_alone=data["minor_alone"],
        risks=data["risks"],
        alternatives=data["alternatives"],
        long_period_confirmed=data["long_confirmed"],
        cap_days=settings.RELEASE_CAP_DAYS,
    )
    categories = {field.key: field.category for field in page.fields}
    terms = {"purpose": data["purpose"], "may_print": data["may_print"]}
    return draft, {**terms, "categories": categories}


def _co_signer(data: dict[str, Any]) -> UUID | None:
    return UUID(data["co_signer"]) if data["co_signer"] else None


@form_page
@opens_person
def withdraw(request: Any, opened: Opened, release: UUID) -> HttpResponse:
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            recalled = actions.withdraw(opened, release, how=form.cleaned_data["how"])
        except AlreadyWithdrawn as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _words(recalled))
        return redirect("person", person=opened.person)
    context = {"opened": opened, "form": form}
    return render(request, "sharing/withdraw.html", context)


def _words(recalled: int) -> str:
    if not recalled:
        return "Withdrawn. Nothing had been sent on it."
    packets = "One packet is" if recalled == 1 else f"{recalled} packets are"
    return (
        f"Withdrawn. {packets} dark from this moment. What was already read or printed "
        "cannot be taken back, and the law may make them keep it."
    )
