from django.urls import path

from safelight.web.incidents import views

PLACE = "people/<uuid:person>/got-out"
urlpatterns = [
    path(f"{PLACE}/", views.page, name="incident"),
    path(f"{PLACE}/step/", views.step, name="incident_step"),
    path(f"{PLACE}/recall/", views.recall, name="incident_recall"),
    path(f"{PLACE}/close/", views.close, name="incident_close"),
    path(f"{PLACE}/go-on/", views.go_on, name="incident_go_on"),
]
