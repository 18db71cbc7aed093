from django.urls import path

from safelight.web.work import views

urlpatterns = [path("", views.work, name="work")]
