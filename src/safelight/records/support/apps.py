from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "safelight.records.support"
    label = "support"
