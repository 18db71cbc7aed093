from django.urls import path

from safelight.web.plans import views

PLAN = "people/<uuid:person>/services"

urlpatterns = [
    path(f"{PLAN}/", views.plan, name="services"),
    path(f"{PLAN}/item/", views.new, name="services_new"),
    path(f"{PLAN}/item/<uuid:item>/", views.change, name="services_item"),
    path(f"{PLAN}/review/", views.review, name="services_review"),
    path(f"{PLAN}/copy/", views.copy, name="services_copy"),
]
