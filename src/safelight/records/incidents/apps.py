from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "safelight.records.incidents"
    label = "incidents"
