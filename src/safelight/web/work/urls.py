from django.urls import path

from safelight.web.work import jobs, reports, views, watching

urlpatterns = [
    path("", views.work, name="work"),
    path("unusual/", watching.unusual, name="unusual"),
    path("reports/", reports.reports, name="reports"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<str:job>/again/", jobs.again, name="job_again"),
]
