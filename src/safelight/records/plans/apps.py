from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "safelight.records.plans"
    label = "plans"
