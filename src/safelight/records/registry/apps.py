from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "safelight.records.registry"
    label = "registry"
