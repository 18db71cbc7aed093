from django.urls import path

from safelight.web.retention import views

urlpatterns = [
    path("keeping/", views.schedule, name="retention_schedule"),
    path("keeping/fields/", views.asked, name="retention_fields"),
    path("people/<uuid:person>/keep/", views.retention, name="retention"),
    path("people/<uuid:person>/keep/hold/", views.hold, name="retention_hold"),
    path("people/<uuid:person>/keep/lift/", views.lift, name="retention_lift"),
    path("people/<uuid:person>/keep/items/", views.purge_items, name="retention_items"),
    path(
        "people/<uuid:person>/keep/purge/", views.purge_person, name="retention_purge"
    ),
]
