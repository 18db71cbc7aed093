from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "safelight.records.notes"
    label = "notes"
