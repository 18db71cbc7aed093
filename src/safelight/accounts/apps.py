from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "safelight.accounts"
    label = "accounts"

    def ready(self) -> None:
        from safelight.accounts.fence.grants import grant

        post_migrate.connect(grant, sender=self, dispatch_uid="safelight.grants")
