from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "safelight.records.releases"
    label = "releases"
