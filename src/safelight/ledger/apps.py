from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "safelight.ledger"
    label = "ledger"
