from django.urls import path

from safelight.web.notes import drafts, views

urlpatterns = [
    path("<uuid:person>/note/", views.new, name="person_note"),
    path("<uuid:person>/note/<uuid:note>/", views.revise, name="note"),
    path("<uuid:person>/note/<uuid:note>/seal/", views.seal, name="note_seal"),
    path(
        "<uuid:person>/note/<uuid:note>/versions/", views.versions, name="note_versions"
    ),
    path("<uuid:person>/draft/<str:form>/", drafts.keep, name="draft"),
    path(
        "<uuid:person>/draft/<str:form>/discard/", drafts.discard, name="draft_discard"
    ),
]
