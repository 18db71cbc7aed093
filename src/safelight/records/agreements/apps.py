from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "safelight.records.agreements"
    label = "agreements"
