from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "safelight.records.protection"
    label = "protection"
