from django.urls import path

from safelight.web.notes import drafts, versions, views

urlpatterns = [
    path("<uuid:person>/note/", views.new, name="person_note"),
    path("<uuid:person>/note/<uuid:note>/", views.revise, name="note"),
    path("<uuid:person>/note/<uuid:note>/seal/", versions.seal, name="note_seal"),
    path(
        "<uuid:person>/note/<uuid:note>/versions/",
        versions.versions,
        name="note_versions",
    ),
    path("<uuid:person>/draft/<str:form>/", drafts.keep, name="draft"),
    path(
        "<uuid:person>/draft/<str:form>/discard/", drafts.discard, name="draft_discard"
    ),
]
