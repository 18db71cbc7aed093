"""Where an installation without a server keeps its data, and its generated secrets."""

import hashlib
import json
import os
import secrets
import sys
from pathlib import Path

NAMES = ("admin", "owner", "app", "backup", "secret_key", "master_key")


def home() -> Path:
    """SAFELIGHT_HOME, or a folder of this environment's own.

    As root it lies outside every home folder, because the database runs as another
    user, who must be able to reach it without anyone's home being opened up.
    """
    if given := os.environ.get("SAFELIGHT_HOME"):
        return Path(given)
    own = hashlib.sha256(sys.prefix.encode()).hexdigest()[:8]
    if os.geteuid() == 0:
        return Path("/var/lib/safelight") / own
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    return Path(state) / "safelight" / own


def load_secrets(folder: Path) -> dict[str, str]:
    """The installation's secrets, made on first use, in a file only its owner reads."""
    path = folder / "secrets.json"
    if not path.exists():
        made = json.dumps({name: _secret(name) for name in NAMES})
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w") as file:
            file.write(made)
    found: dict[str, str] = json.loads(path.read_text())
    return found


def _secret(name: str) -> str:
    """A new secret; the master key of a restore is the one its backup was made with."""
    given = os.environ.get("SAFELIGHT_MASTER_KEY") if name == "master_key" else None
    return given or secrets.token_hex(32)
