"""A filled template as a tagged PDF or as DOCX, saying nothing of who made it, or when."""

import io
import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

import docx
import pikepdf
import typst

from safelight.core.vocabulary import Term

LETTER: Final = "letter.typ"
CARD: Final = "card.typ"
FILE: Final = "file.typ"

UNIVERSAL: Final = "ua-1"  # ISO 14289-1
KEPT: Final = ("dc:title", "dc:language", "pdfuaid:part")


class Format(Term):
    PDF = "PDF", "PDF"
    DOCX = "DOCX", "DOCX, to be edited"


def render(data: dict[str, Any], form: Format) -> bytes:
    """`data`: title, sender, sender_address, date, to, lang, paragraphs, head, rows,
    signature; texts alone."""
    return pdf(data, LETTER) if form is Format.PDF else _docx(data)


def pdf(data: dict[str, Any], layout: str) -> bytes:
    """A tagged PDF of what a layout's own fields are given."""
    made: bytes = typst.compile(
        _layout(layout),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=[UNIVERSAL],
        ignore_system_fonts=True,
    )
    return scrubbed(made)


@cache
def _layout(name: str) -> bytes:
    return files(__package__).joinpath("templates", name).read_bytes()


def scrubbed(pdf: bytes) -> bytes:
    """The same PDF without author, program, dates and ids: its title and language stay,
    which a reader for the blind needs."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as held:
        title = str(held.docinfo.get("/Title", ""))
        for key in list(held.docinfo.keys()):
            del held.docinfo[key]
        held.docinfo["/Title"] = title
        with held.open_metadata(set_pikepdf_as_editor=False) as said:
            for key in list(said.keys()):
                if not any(key.endswith(kept.split(":")[1]) for kept in KEPT):
                    del said[key]
        held.save(out, deterministic_id=True)
    return out.getvalue()


def _docx(data: dict[str, Any]) -> bytes:
    made = docx.Document()
    for line in (data["sender"], data["sender_address"], data["date"], *data["to"]):
        made.add_paragraph(line)
    made.add_heading(data["title"], level=1)
    for words in data["paragraphs"]:
        made.add_paragraph(words)
    if data["rows"]:
        table = made.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        for row in data["rows"]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    for line in data["signature"]:
        made.add_paragraph(line)
    said = made.core_properties
    said.author = said.last_modified_by = said.comments = said.keywords = ""
    said.title = data["title"]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
