"""Every route. Which duties reach which is in `web/access.py`."""

from django.urls import include, path

from safelight.web import errors, health, metrics

urlpatterns = [
    path("healthz", health.health, name="health"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("safelight.web.signin.urls")),
    path("work/", include("safelight.web.work.urls")),
    path("people/", include("safelight.web.people.urls")),
    path("people/", include("safelight.web.notes.urls")),
    path("people/", include("safelight.web.exposure.urls")),
    path("people/", include("safelight.web.sharing.urls")),
    path("", include("safelight.web.retention.urls")),
    path("", include("safelight.web.registry.urls")),
    path("", include("safelight.web.support.urls")),
    path("", include("safelight.web.documents.urls")),
    path("", include("safelight.web.advocacy.urls")),
    path("", include("safelight.web.compelled.urls")),
    path("", include("safelight.web.protection.urls")),
    path("", include("safelight.web.plans.urls")),
    path("", include("safelight.web.orders.urls")),
    path("", include("safelight.web.teams.urls")),
    path("vault/", include("safelight.web.vault.urls")),
    path("", include("safelight.web.incidents.urls")),
    path("inbox/", include("safelight.web.inbox.urls")),
    path("agreements/", include("safelight.web.agreements.urls")),
]
handler400 = errors.bad_request
handler403 = handler404 = errors.not_found
handler500 = errors.server_error
