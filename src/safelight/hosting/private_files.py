"""Files that only their owner reads, and that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

PRIVATE: Final = 0o600


def part_of(path: Path) -> Path:
    """Where a file is written before it appears."""
    return path.with_name(f".{path.name}.part")


@contextmanager
def appearing(path: Path) -> Iterator[IO[bytes]]:
    """Written beside, synced, renamed. Where writing fails, what was there stays."""
    part = part_of(path)
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with os.fdopen(opened, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
