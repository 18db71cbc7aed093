"""What is to be searched in a file: its text, and whatever else in it can be read.

A plain file is one part without a name. Of a PDF each page is a part, and what the file
says of itself; of a document in a zip (DOCX, XLSX, ODT) each member; of a message each
body and attachment.
"""

import email
import email.policy
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf
import pypdfium2

MOST_BYTES: Final = 512 << 20
DEEPEST: Final = 4
MARKUP: Final = (".html", ".htm", ".xhtml", ".xml", ".svg", ".rels", ".vml")
MARKUP_STARTS: Final = (b"<!doctype html", b"<html", b"<?xml", b"<svg")
MESSAGES: Final = (".eml", ".mht", ".mhtml")
PDF: Final = b"%PDF-"
ZIP: Final = b"PK\x03\x04"
DRAWN_ONLY: Final = "has pictures and no text: what they show was not searched"


class Unreadable(ValueError):
    """A file that says it is of a kind and cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes to be searched. `has_tags`: as markup too. `unseen` says what of it could not
    be searched."""

    name: str
    raw: bytes
    has_tags: bool = False
    unseen: str = ""


def parts_of(name: str, raw: bytes) -> list[Part]:
    """Raises Unreadable."""
    return list(_parts(name.lower(), raw, "", 0))


def _parts(name: str, raw: bytes, under: str, depth: int) -> Iterator[Part]:
    if depth > DEEPEST:
        raise Unreadable("It holds files in files, deeper than can be read.")
    if PDF in raw[:1024]:
        yield from _pdf(raw, under, depth)
    elif raw.startswith(ZIP):
        yield from _zip(raw, under, depth)
    elif name.endswith(MESSAGES):
        yield from _message(raw, under, depth)
    else:
        start = raw[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        has_tags = name.endswith(MARKUP) or start.startswith(MARKUP_STARTS)
        yield Part(under, _in_utf8(raw), has_tags)


def _in_utf8(raw: bytes) -> bytes:
    """Text in sixteen bits says so in its first two bytes."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace").encode("utf-8")
    return raw


def _named(under: str, name: str) -> str:
    return f"{under}/{name}" if under else name


def _pdf(raw: bytes, under: str, depth: int) -> Iterator[Part]:
    try:
        with pypdfium2.PdfDocument(raw) as pages:
            for number, page in enumerate(pages, 1):
                text = page.get_textpage().get_text_bounded().encode("utf-8", "ignore")
                drawn = not text.strip() and any(True for _ in page.get_objects())
                name = _named(under, f"page {number}")
                yield Part(name, text, unseen=DRAWN_ONLY if drawn else "")
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            yield Part(_named(under, "objects"), "\n".join(_strings(pdf)).encode())
            for streamed, content in _streams(pdf):
                yield from _parts("", content, _named(under, streamed), depth + 1)
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as error:
        raise Unreadable("This PDF cannot be read, or asks for a password.") from error


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every string in the file that no page draws: its title, its author, links, notes,
    names of fields and of attachments."""
    for thing in [*pdf.objects, pdf.trailer]:
        yield from _strings_in(thing, 0)


def _strings_in(thing: pikepdf.Object, depth: int) -> Iterator[str]:
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array) and depth < DEEPEST:
        for one in thing:
            if not getattr(one, "is_indirect", False):
                yield from _strings_in(one, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and depth < DEEPEST:
        for _, one in thing.items():
            if not getattr(one, "is_indirect", False):
                yield from _strings_in(one, depth + 1)


def _streams(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """What it says of itself, and what is attached."""
    for number, thing in enumerate(pdf.objects):
        if isinstance(thing, pikepdf.Stream):
            kind = str(thing.get("/Type", ""))
            if kind in ("/Metadata", "/EmbeddedFile"):
                yield f"{kind[1:].lower()} {number}", thing.read_bytes()


def _zip(raw: bytes, under: str, depth: int) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as held:
            members = [m for m in held.infolist() if not m.is_dir()]
            if sum(member.file_size for member in members) > MOST_BYTES:
                raise Unreadable("What it holds is larger than can be read.")
            for member in members:
                name = _named(under, member.filename)
                content = held.read(member)
                yield from _parts(member.filename.lower(), content, name, depth + 1)
                yield Part(name, member.filename.encode("utf-8"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise Unreadable(
            "This file cannot be unpacked, or asks for a password."
        ) from error


def _message(raw: bytes, under: str, depth: int) -> Iterator[Part]:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for number, part in enumerate(message.walk()):
        head = "\n".join(f"{name}: {value}" for name, value in part.items())
        yield Part(_named(under, f"head {number}"), head.encode("utf-8", "replace"))
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            is_page = part.get_content_subtype() == "html"
            name = part.get_filename() or (".html" if is_page else "")
            inner = _named(under, f"body {number}")
            yield from _parts(name.lower(), content, inner, depth + 1)
