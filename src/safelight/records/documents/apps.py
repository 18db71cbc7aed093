from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "safelight.records.documents"
    label = "documents"
