"""A list of who is protected, as a file: one line for each person or case.

It names protected people by their ids. Only its owner can read it; destroy it after use.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from safelight.core.registry.keys import Keys, key_set, keys_of
from safelight.core.registry.layout import layout
from safelight.core.registry.linking import Protected
from safelight.hosting.private_files import appearing
from safelight.interop.registry.files import FileInvalid

HEAD: Final = b"safelight registry flags 1"
WORDS: Final = (b"case ", b"person ")
FIELDS: Final = ("case_id", "member_id")


def write(path: Path, cases: Iterable[str], people: Iterable[str]) -> None:
    lines = [
        HEAD,
        *(b"case " + one.encode("ascii") for one in sorted(set(cases))),
        *(b"person " + one.encode("ascii") for one in sorted(set(people))),
    ]
    with appearing(path) as file:
        file.write(b"\n".join(lines) + b"\n")


def read(path: Path) -> Protected:
    """The cases and people of a flags file. Raises FileInvalid, and OSError."""
    head, *lines = path.read_bytes().split(b"\n")
    if head.rstrip() != HEAD:
        raise FileInvalid(
            f"The flags file must begin with the line {HEAD.decode()!r}: make it with "
            "`safelight registry flags`."
        )
    found: tuple[list[bytes], list[bytes]] = ([], [])
    for number, line in enumerate(lines, 2):
        text = line.rstrip()
        for word, ids in zip(WORDS, found, strict=True):
            if text.startswith(word):
                ids.append(_id(text.removeprefix(word), number))
                break
        else:
            if text:
                raise FileInvalid(
                    f"The flags file, line {number}: must be 'case ID' or 'person ID'."
                )
    cases, people = (
        key_set(_keys(ids, name)) for ids, name in zip(found, FIELDS, strict=True)
    )
    return Protected(cases, people)


def _id(text: bytes, number: int) -> bytes:
    length = layout("FP").field(FIELDS[0]).length
    if not text.isascii() or not 0 < len(text) <= length:
        raise FileInvalid(
            f"The flags file, line {number}: an id has 1 to {length} ASCII characters."
        )
    return text


def _keys(ids: list[bytes], name: str) -> Keys:
    of = layout("FP").field(name)
    rows = np.zeros((len(ids), of.bytes.stop), np.uint8)
    texts = np.array([one.ljust(of.length) for one in ids], f"S{of.length}")
    if ids:
        rows[:, of.bytes] = np.frombuffer(texts.tobytes(), np.uint8).reshape(
            len(ids), -1
        )
    return keys_of(rows, of)
