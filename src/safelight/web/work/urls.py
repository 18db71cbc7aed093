from django.urls import path

from safelight.web.work import jobs, views

urlpatterns = [
    path("", views.work, name="work"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<str:job>/again/", jobs.again, name="job_again"),
]
