"""What we change in the sign-in library: no sign-up, no mail, sealed secrets."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from safelight.accounts.keys import material
from safelight.accounts.keys.agency import master_key


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail is sent about accounts: an inbox may be read by others."""


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are sealed at rest with a key of the installation's own."""

    def encrypt(self, text: str) -> str:
        sealed = material.seal_second_factor(master_key(), text.encode())
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return material.open_second_factor(master_key(), sealed).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail is sent about accounts."""
