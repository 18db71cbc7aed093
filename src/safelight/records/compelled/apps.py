from django.apps import AppConfig


class CompelledConfig(AppConfig):
    name = "safelight.records.compelled"
    label = "compelled"
