"""Asking the key agent."""

import json
import socket
from typing import Any, Final
from uuid import UUID

from django.conf import settings

WAIT_SECONDS: Final = 5.0


class VaultLocked(RuntimeError):
    """The vault's key is not in the agent's memory: nobody here can open anything."""

    def __init__(self) -> None:
        super().__init__(
            "This vault is locked. A key-holder unlocks it with their own words."
        )


class AgentGone(VaultLocked):
    """There is no agent to ask, so that the vault is locked."""


def seal_key(agency: UUID, *, at_work: bool) -> bytes:
    """The key of an unlocked vault. Raises VaultLocked, AgentGone."""
    found = _ask({"do": "key", "agency": str(agency), "at_work": at_work})["key"]
    if not found:
        raise VaultLocked
    return bytes.fromhex(found)


def unlock(agency: UUID, key: bytes) -> None:
    """Raises AgentGone."""
    _ask({"do": "unlock", "agency": str(agency), "key": key.hex()})


def lock(agency: UUID) -> None:
    """Raises AgentGone."""
    _ask({"do": "lock", "agency": str(agency)})


def _ask(what: dict[str, Any]) -> dict[str, Any]:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(WAIT_SECONDS)
            line.connect(settings.KEY_AGENT)
            line.sendall(json.dumps(what).encode() + b"\n")
            with line.makefile("rb") as answer:
                found: dict[str, Any] = json.loads(answer.readline())
                return found
    except (OSError, ValueError):
        raise AgentGone from None
