from django.urls import path

from safelight.web.support import asking, views

CASE = "people/<uuid:person>/case/<uuid:case>"

urlpatterns = [
    path(f"{CASE}/plan/", views.plan, name="plan"),
    path(f"{CASE}/plan/choose/", views.choose, name="plan_choose"),
    path(f"{CASE}/plan/<slug:action>/word/", views.word, name="plan_word"),
    path(f"{CASE}/plan/<slug:action>/warned/", views.warned, name="plan_warned"),
    path(f"{CASE}/plan/<slug:action>/state/", views.state, name="plan_state"),
    path(f"{CASE}/plan/facts/", views.facts, name="plan_facts"),
    path("people/<uuid:person>/ask/", asking.begin, name="ask"),
    path("people/<uuid:person>/ask/question/", asking.question, name="ask_question"),
]
