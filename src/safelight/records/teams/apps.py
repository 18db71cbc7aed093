from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "safelight.records.teams"
    label = "teams"
