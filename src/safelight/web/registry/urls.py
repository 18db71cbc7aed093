from django.urls import path

from safelight.web.registry import overrides, views

urlpatterns = [
    path("registry/", views.desk, name="registry"),
    path("registry/runs/<uuid:run>/", views.run, name="registry_run"),
    path("people/<uuid:person>/registry/", views.person, name="person_registry"),
    path(
        "people/<uuid:person>/registry/<uuid:task>/done/",
        views.done,
        name="registry_task_done",
    ),
    path("people/<uuid:person>/override/", overrides.ask, name="person_override"),
    path("registry/override/<uuid:override>/", overrides.seal, name="override_seal"),
    path("override/", overrides.open_here, name="override_open"),
    path("override/<uuid:override>/", overrides.finding, name="override_finding"),
]
