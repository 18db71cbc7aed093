"""Pages put behind one another, numbered without a gap."""

import io
import json
from collections.abc import Iterable

import pikepdf
import typst

NUMBERS = b"""#let data = json(bytes(sys.inputs.data))
#set document(date: none)
#for n in range(data.first, data.first + data.count) {
  page("us-letter", fill: none, margin: 0.4in, align(bottom + center, text(size: 9pt, str(n))))
}"""


def behind(first: bytes, others: Iterable[bytes]) -> bytes:
    """One PDF: `first`, which numbers its own pages from 1, then the others, each page of
    which gets the number that comes next."""
    attached = list(others)
    if not attached:
        return first
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(first)) as made:
        begin = len(made.pages)
        for content in attached:
            with pikepdf.open(io.BytesIO(content)) as more:
                made.pages.extend(more.pages)
        added = len(made.pages) - begin
        with pikepdf.open(io.BytesIO(_numbers(begin + 1, added))) as numbers:
            for page, number in zip(made.pages[begin:], numbers.pages, strict=True):
                page.add_overlay(number, pikepdf.Rectangle(page.mediabox))
            made.save(out, deterministic_id=True)
    return out.getvalue()


def _numbers(first: int, count: int) -> bytes:
    data = json.dumps({"first": first, "count": count})
    made: bytes = typst.compile(
        NUMBERS, sys_inputs={"data": data}, ignore_system_fonts=True
    )
    return made
