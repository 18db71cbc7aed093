from django.urls import path

from safelight.web.protection import views

CASE = "people/<uuid:person>/protection/<uuid:case>"

urlpatterns = [
    path(f"{CASE}/", views.course, name="protection_case"),
    path(f"{CASE}/responsible/", views.responsible, name="protection_responsible"),
    path("people/<uuid:person>/pattern/", views.pattern, name="pattern"),
    path("people/<uuid:person>/pattern/fact/", views.fact, name="fact"),
    path(
        "people/<uuid:person>/pattern/<uuid:fact>/strike/",
        views.strike, name="fact_strike",
    ),
]  # fmt: skip
