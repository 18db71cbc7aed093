from django.urls import path

from safelight.web.advocacy import views

OF = "people/<uuid:person>/with"

urlpatterns = [
    path(f"{OF}/service/", views.service, name="advocacy_service"),
    path(f"{OF}/aim/", views.aim, name="advocacy_aim"),
    path(f"{OF}/aim/<uuid:aim>/end/", views.end_aim, name="advocacy_aim_end"),
    path(f"{OF}/contact/", views.contact, name="advocacy_contact"),
    path(f"{OF}/plan/", views.plan, name="advocacy_plan"),
    path(f"{OF}/plan/print/", views.print_plan, name="advocacy_plan_print"),
]
