from django.urls import path

from safelight.web.agreements import views

urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("new/", views.new, name="agreement_new"),
    path("<uuid:agreement>/sign/", views.sign, name="agreement_sign"),
    path("<uuid:agreement>/end/", views.end, name="agreement_end"),
]
