"""A file of records with its header and trailer, complete or not there at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from safelight.core.registry import record
from safelight.core.registry.blocks import RETURNED
from safelight.core.registry.layout import layout
from safelight.core.registry.lines import split
from safelight.core.registry.record import Record, RecordInvalid
from safelight.hosting.private_files import appearing
from safelight.interop.registry.files import FileInvalid, shape

VERSION: Final = "00001"
END: Final = b"\n"


def write(
    path: Path, lines: Sequence[bytes], *, state: str, batch: int, at: datetime
) -> None:
    """Complete, or not there. Raises OSError, and RecordInvalid for a state or
    batch that does not fit a header."""
    head = record.new(
        layout("FA"), state=state, version=VERSION, batch=f"{batch:06}",
        sent_on=f"{at:%Y%m%d}",
    )  # fmt: skip
    tail = record.new(layout("FZ"), count=f"{len(lines):08}")
    with appearing(path) as file:
        file.writelines(line + END for line in (head.raw, *lines, tail.raw))


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        found = sha256()
        while chunk := file.read(1 << 20):
            found.update(chunk)
    return found.hexdigest()


def records(path: Path) -> Iterator[tuple[int, Record | str]]:
    """Each record between header and trailer with its line number; for a line that is
    none, the rules it breaks. Raises FileInvalid."""
    form = shape(path)
    with path.open("rb") as file:
        file.seek(form.start)
        lines = split(file.read(form.stop - form.start), form.length, form.end)
    if len(lines) != form.says:
        raise FileInvalid(
            f"The trailer says {form.says} records, and there are {len(lines)}: some are "
            "missing or doubled. Get the file again."
        )
    needed = max(layout(name).length for name in RETURNED)
    if form.length < needed:
        raise FileInvalid(
            f"Its lines have {form.length} bytes; what comes back from the registry has "
            f"{needed}. Is this a file that was sent?"
        )
    known = {name: layout(name).of_length(form.length) for name in RETURNED}
    for number, line in enumerate(lines, 2):
        of = known.get(line[:2].decode("latin-1"))
        if of is None:
            yield number, f"record_id: must be one of {', '.join(RETURNED)}"
            continue
        try:
            yield number, record.read(of, line)
        except RecordInvalid as error:
            yield number, str(error)
