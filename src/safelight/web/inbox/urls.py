from django.urls import path

from safelight.web.inbox import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<uuid:packet>/", views.packet, name="inbox_packet"),
    path("<uuid:packet>/paper/", views.paper, name="inbox_paper"),
    path("<uuid:packet>/hand-on/", views.hand_on, name="inbox_hand_on"),
]
