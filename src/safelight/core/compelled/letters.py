"""Letters that name nobody, to be filled in: a motion to quash, a notice to the survivor."""

import tomllib
from importlib.resources import files
from typing import Any, Final

from safelight.core.papers.rendering import Format, render

LETTERS: Final = ("quash", "notice", "breach")


def letter(which: str) -> bytes:
    """A DOCX, to be edited. KeyError for any other."""
    text = files(__package__).joinpath("letters.toml").read_text("utf-8")
    words: dict[str, Any] = tomllib.loads(text)[which]
    empty = {"sender": "", "sender_address": "", "date": "", "lang": "en", "head": [],
             "rows": []}  # fmt: skip
    return render({**empty, **words}, Format.DOCX)
