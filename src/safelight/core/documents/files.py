"""A file as it is taken in, and as it goes outside.

A picture is drawn anew as a PDF, for a photo carries the place where it was taken. What
goes outside has been read whole: a page that is only a picture cannot be searched for
anybody's whereabouts, so it stays.
"""

import io
from typing import Final

from PIL import Image, UnidentifiedImageError

from safelight.core.leakguard.containers import PDF, Part, Unreadable, parts_of
from safelight.core.leakguard.layers import plain
from safelight.core.papers.rendering import scrubbed

MOST_BYTES: Final = 5_000_000
MOST_PIXELS: Final = 50_000_000
PICTURES: Final = ("JPEG", "PNG")
DPI: Final = 150.0


class NotTaken(ValueError):
    """The file was not taken in; the message says why and what next."""


class StaysInside(ValueError):
    """A document that cannot be searched, and so does not leave."""

    def __init__(self) -> None:
        super().__init__(
            "A page of this document is a picture, or the file cannot be read whole: it "
            "cannot be searched for anybody's whereabouts, so it does not leave. Type what "
            "is needed into a note."
        )


def taken_in(raw: bytes) -> bytes:
    """The file as a PDF. Raises NotTaken for one that is too large, cannot be read, or is
    neither a PDF nor a picture."""
    if len(raw) > MOST_BYTES:
        raise NotTaken(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it."
        )
    if PDF not in raw[:1024]:
        return _drawn(raw)
    try:
        parts_of("document.pdf", raw)
    except Unreadable as error:
        raise NotTaken(
            f"{error} Nothing was kept; save it anew without one."
        ) from error
    return raw


def _drawn(raw: bytes) -> bytes:
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(raw), formats=PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTaken("The picture is too large. Make it smaller.")
            picture.convert("RGB").save(out, "PDF", resolution=DPI)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise NotTaken(
            "This is neither a PDF nor a JPEG or PNG picture, or it is damaged. Nothing "
            "was kept."
        ) from error
    return scrubbed(out.getvalue())


def outside(pdf: bytes) -> bytes:
    """The file as it may travel: without author, program and dates. Raises StaysInside."""
    try:
        found = parts_of("document.pdf", pdf)
    except Unreadable as error:
        raise StaysInside from error
    if any(part.unseen for part in found):
        raise StaysInside
    return scrubbed(pdf)


def texts(pdf: bytes) -> list[tuple[str, str]]:
    """All that can be read in it, by place: for the leak guard."""
    return [text for part in parts_of("document.pdf", pdf) for text in readable(part)]


def readable(part: Part) -> list[tuple[str, str]]:
    """A part as text; of markup also what its reader sees."""
    text = (part.name, part.raw.decode("utf-8", "replace"))
    if not part.has_tags:
        return [text]
    seen = plain(part.raw, tags=True).text.decode("ascii")
    return [(part.name, seen), (f"{part.name}, with its tags", text[1])]
