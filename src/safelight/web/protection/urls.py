from django.urls import path

from safelight.web.protection import producing, views

CASE = "people/<uuid:person>/protection/<uuid:case>"
PRODUCTION = "people/<uuid:person>/production/<uuid:production>"

urlpatterns = [
    path(f"{CASE}/", views.course, name="protection_case"),
    path(f"{CASE}/responsible/", views.responsible, name="protection_responsible"),
    path(f"{CASE}/request/", producing.new, name="production_new"),
    path(f"{PRODUCTION}/", producing.production, name="production"),
    path(f"{PRODUCTION}/file/", producing.file, name="production_file"),
    path(f"{PRODUCTION}/log/", producing.log, name="production_log"),
    path(f"{PRODUCTION}/<str:step>/", producing.step, name="production_step"),
    path("people/<uuid:person>/pattern/", views.pattern, name="pattern"),
    path("people/<uuid:person>/pattern/fact/", views.fact, name="fact"),
    path(
        "people/<uuid:person>/pattern/<uuid:fact>/strike/",
        views.strike, name="fact_strike",
    ),
]  # fmt: skip
