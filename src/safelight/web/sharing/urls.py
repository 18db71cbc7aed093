from django.urls import path

from safelight.web.sharing import packets, releases, share

urlpatterns = [
    path("<uuid:person>/release/", releases.new, name="release_new"),
    path(
        "<uuid:person>/release/<uuid:release>/withdraw/",
        releases.withdraw,
        name="release_withdraw",
    ),
    path("<uuid:person>/share/", share.share, name="share"),
    path(
        "<uuid:person>/share/<str:kind>/<uuid:ground>/", share.items, name="share_items"
    ),
    path("<uuid:person>/packet/<uuid:packet>/", packets.packet, name="packet"),
    path(
        "<uuid:person>/packet/<uuid:packet>/shown/", packets.shown, name="packet_shown"
    ),
    path("<uuid:person>/packet/<uuid:packet>/stop/", packets.stop, name="packet_stop"),
    path("<uuid:person>/packet/<uuid:packet>/send/", packets.send, name="packet_send"),
    path(
        "<uuid:person>/packet/<uuid:packet>/recall/",
        packets.recall,
        name="packet_recall",
    ),
]
