"""Cache keys without readable content: a rate limit's key would hold an address."""

from hashlib import sha256
from hmac import digest

from django.conf import settings


def keyed(key: str, prefix: str, version: int) -> str:
    text = f"{prefix}:{version}:{key}".encode()
    return digest(settings.SECRET_KEY.encode(), text, sha256).hex()
