"""The demo's cast page: one click signs in. It exists only in demo mode, and only on a
database that was marked as a demo when it was seeded."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from safelight.accounts.models import Installation, Staff
from safelight.accounts.roles import ROLES
from safelight.demo.cast import MEMBERS
from safelight.web.errors import not_found

KEY = "cast"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def is_demo() -> bool:
    return settings.DEMO and Installation.objects.filter(is_demo=True).exists()


def is_cast(request: Any) -> bool:
    """Whether this session came from the cast page, which asks no second factor."""
    return bool(request.session.get(KEY)) and is_demo()


@login_not_required
@require_GET
def start(request: Any) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("work")
    return redirect("cast" if is_demo() else "account_login")


@login_not_required
@require_GET
def cast(request: Any) -> HttpResponse:
    if not is_demo():
        return not_found(request)
    standing = {member.name: member.standing for member in MEMBERS}
    cast = Staff.objects.filter(email__in=[member.email for member in MEMBERS])
    staff = cast.select_related("agency").order_by("agency__name", "name")
    rows = [
        {
            "id": member.id,
            "name": member.name,
            "agency": member.agency.name,
            "roles": ", ".join(ROLES[code].label for code in member.roles),
            "standing": standing.get(member.name, ""),
        }
        for member in staff
    ]
    return render(request, "signin/cast.html", {"rows": rows})


@login_not_required
@require_POST
def cast_enter(request: Any, staff: UUID) -> HttpResponse:
    if not is_demo():
        return not_found(request)
    login(request, get_object_or_404(Staff, id=staff), backend=BACKEND)
    request.session[KEY] = True
    return redirect("work")
