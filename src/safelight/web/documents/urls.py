from django.urls import path

from safelight.web.documents import views

OF_PERSON = "people/<uuid:person>/document"
RECEIVED = "inbox/<uuid:packet>/document/<uuid:document>/"

urlpatterns = [
    path(f"{OF_PERSON}/", views.new, name="person_document"),
    path(f"{OF_PERSON}/<uuid:document>/", views.document, name="document"),
    path(RECEIVED, views.received, name="inbox_document"),
]
