from django.urls import path

from safelight.web.support import asking, cards, closing, flag, papers, views, visits

FLAG = "people/<uuid:person>/standing"
CASE = "people/<uuid:person>/case/<uuid:case>"

urlpatterns = [
    path(f"{CASE}/plan/", views.plan, name="plan"),
    path(f"{CASE}/plan/choose/", views.choose, name="plan_choose"),
    path(f"{CASE}/plan/<slug:action>/word/", views.word, name="plan_word"),
    path(f"{CASE}/plan/<slug:action>/warned/", views.warned, name="plan_warned"),
    path(f"{CASE}/plan/<slug:action>/state/", views.state, name="plan_state"),
    path(f"{CASE}/plan/facts/", views.facts, name="plan_facts"),
    path(f"{CASE}/plan/close/", closing.close, name="plan_close"),
    path(f"{CASE}/timeline/", views.timeline_of, name="timeline"),
    path(f"{CASE}/appointments/", visits.appointments, name="appointments"),
    path(f"{CASE}/papers/", papers.papers_of, name="papers"),
    path(f"{CASE}/papers/<str:code>/<str:to>/", papers.paper, name="paper"),
    path(f"{FLAG}/", flag.page, name="flag"),
    path(f"{FLAG}/set/", flag.set_flag, name="flag_set"),
    path(f"{FLAG}/steps/", flag.steps, name="flag_steps"),
    path(f"{FLAG}/remove/", flag.remove, name="flag_remove"),
    path(f"{FLAG}/good-cause/", flag.good_cause, name="good_cause"),
    path(f"{FLAG}/address/", flag.address, name="address_request"),
    path(f"{FLAG}/staff/", flag.staff_safety, name="staff_safety"),
    path(f"{FLAG}/done/<uuid:task>/", flag.done, name="support_task_done"),
    path("cards/<slug:which>.pdf", cards.card, name="card"),
    path("people/<uuid:person>/ask/", asking.begin, name="ask"),
    path("people/<uuid:person>/ask/question/", asking.question, name="ask_question"),
]
