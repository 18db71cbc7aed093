"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from safelight.core.vocabulary import AgencyKind
from safelight.disclosure import people
from safelight.web.access import ROUTES

# Pages that one kind of agency alone has.
ONLY = {
    "override_open": AgencyKind.COURT,
    "vault": AgencyKind.VICTIM_SERVICES,
    "reports": AgencyKind.VICTIM_SERVICES,
}
MENU = (
    ("work", "My work"),
    ("people", "People"),
    ("inbox", "Inbox"),
    ("agreements", "Agreements"),
    ("teams", "Teams"),
    ("registry", "Registry"),
    ("override_open", "Deliveries"),
    ("retention_schedule", "Keeping"),
    ("unusual", "Access"),
    ("vault", "Vault"),
    ("reports", "Counts"),
    ("jobs", "Jobs"),
)


def page(request: HttpRequest) -> dict[str, Any]:
    staff = getattr(request, "user", None)
    match = request.resolver_match
    here = match.url_name if match else ""
    if staff is None or not staff.is_authenticated:
        return {"menu": (), "here": here, "demo": settings.DEMO}
    duties, opened = staff.duties, getattr(request, "opened", None)
    kind = staff.agency.kind
    menu = [
        (name, label)
        for name, label in MENU
        if duties & ROUTES[name] and ONLY.get(name, kind) == kind
    ]
    return {
        "menu": menu,
        "here": here,
        "demo": settings.DEMO,
        "staff": staff,
        "about": SimpleLazyObject(lambda: opened and people.about(opened)),
    }
