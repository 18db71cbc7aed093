from django.urls import path

from safelight.web.exposure import views

urlpatterns = [
    path("<uuid:person>/exposure/", views.of_new, name="exposure_new"),
    path("<uuid:person>/exposure/<str:key>/", views.of_item, name="exposure_item"),
]
