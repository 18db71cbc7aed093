from django.urls import path

from safelight.web.compelled import consulting, demands, telling

OF = "people/<uuid:person>/demand"

urlpatterns = [
    path("people/<uuid:person>/telling/", telling.telling, name="telling"),
    path(f"{OF}/", demands.new, name="demand_new"),
    path(f"{OF}/<uuid:demand>/", demands.demand, name="demand"),
    path(f"{OF}/<uuid:demand>/duty/", demands.duty, name="demand_duty"),
    path(f"{OF}/<uuid:demand>/close/", demands.close, name="demand_close"),
    path(f"{OF}/<uuid:demand>/<slug:step>/", demands.step, name="demand_step"),
    path("letters/<slug:which>.docx", consulting.letter, name="letter"),
    path("consult/", consulting.consult, name="consult"),
]
