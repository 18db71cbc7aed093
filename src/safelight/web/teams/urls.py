from django.urls import path

from safelight.web.teams import meeting, views

urlpatterns = [
    path("teams/", views.teams, name="teams"),
    path("teams/new/", views.new, name="team_new"),
    path("teams/<uuid:team>/", views.team, name="team"),
    path("teams/<uuid:team>/join/", views.join, name="team_join"),
    path("teams/<uuid:team>/leave/<uuid:staff>/", views.leave, name="team_leave"),
    path("teams/<uuid:team>/meeting/", views.call, name="team_call"),
    path("teams/family/<uuid:entry>/", views.family, name="team_family"),
    path("teams/family/<uuid:entry>/packet/", views.packet, name="team_packet"),
    path("teams/done/<uuid:action>/", views.done, name="team_done"),
    path("people/<uuid:person>/team/", views.bring, name="team_bring"),
    path("teams/meeting/<uuid:meeting>/", meeting.meeting, name="meeting"),
    path("teams/meeting/<uuid:meeting>/there/", meeting.there, name="meeting_there"),
    path("teams/meeting/<uuid:meeting>/minutes/", meeting.minutes, name="minutes"),
    path("teams/meeting/<uuid:meeting>/invitation/", meeting.invitation,
         name="meeting_invitation"),
    path("teams/meeting/<uuid:meeting>/<uuid:entry>/", meeting.decide,
         name="meeting_decide"),
    path("teams/meeting/<uuid:meeting>/<uuid:entry>/do/", meeting.give,
         name="meeting_give"),
    path("teams/meeting/<uuid:meeting>/<uuid:decision>/against/", meeting.against,
         name="meeting_against"),
]  # fmt: skip
