from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "safelight.records.cases"
    label = "cases"
