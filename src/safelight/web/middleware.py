"""Headers and access, around every page."""

import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from safelight.accounts.fence.acting import Principal, PrincipalKind
from safelight.accounts.keys.held.asking import VaultLocked
from safelight.records.retention.fields import rules
from safelight.web.access import OPEN, OWN_ACCOUNT, ROUTES, SIGNING_IN
from safelight.web.errors import locked, not_found, somebody_else, unreadable
from safelight.web.forms import asked_here
from safelight.web.signin.cast import is_cast, is_demo

log = structlog.get_logger("safelight.web")
Answer = Callable[[HttpRequest], HttpResponse]
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def timing(get_response: Answer) -> Answer:
    """One log line for each request: its route, and never its address."""

    def handle(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            route=match.url_name if match else "",
            method=request.method,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - start) * 1000, 1),
        )
        return response

    return handle


def headers(get_response: Answer) -> Answer:
    """A strict content policy, and nothing of a page kept by the browser."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return handle


def plain_text(get_response: Answer) -> Answer:
    """Forms in UTF-8 only: other charsets can smuggle characters no field would take."""

    def handle(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            return unreadable()
        return get_response(request)

    return handle


class access:
    """Deny by default: a route is reached by the duties listed for it, or by nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, *_: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name
        if name in OPEN:
            return None
        staff = request.user
        if not staff.is_authenticated:
            return None if name in SIGNING_IN else _sign_in(request)
        if request.POST.get("writer", str(staff.id)) != str(staff.id):
            return _sign_in(request, is_somebody_else=True)
        if name in OWN_ACCOUNT and is_cast(request):
            return not_found(request)
        if name in SIGNING_IN:
            return None
        if _needs_second_factor(request):
            return redirect("mfa_activate_totp")
        if not staff.duties & ROUTES.get(name, frozenset()):
            return not_found(request)
        request.principal = Principal(PrincipalKind.STAFF, staff.agency_id, staff.id)
        asked_here.set(lambda: rules(request.principal))
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """A held vault that is locked: whoever may open it is asked for their words."""
        if not isinstance(error, VaultLocked):
            return None
        return locked(request) if request.method == "POST" else redirect("unlock")


def _sign_in(request: Any, *, is_somebody_else: bool = False) -> HttpResponse:
    """To the sign-in page; what a page asked in the background stays on that page, and
    so does a text that somebody else began."""
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        context = {"is_somebody_else": is_somebody_else}
        response = render(request, "signin/again.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#again", "innerHTML"
        return response
    if is_somebody_else:
        return somebody_else(request)
    if is_demo():
        return redirect("cast")
    back = request.get_full_path() if request.method == "GET" else None
    return redirect_to_login(back) if back else redirect("account_login")


def _needs_second_factor(request: Any) -> bool:
    staff = request.user
    if not staff.agency.holds_protected_records or is_cast(request):
        return False
    return not is_mfa_enabled(staff)
