from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "safelight.records.advocacy"
    label = "advocacy"
