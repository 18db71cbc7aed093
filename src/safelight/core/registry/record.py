"""One record: read, changed and written without a byte lost.

A record keeps its bytes. What is read of a field is a view of them, and what is changed
of one leaves all others as they came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce

from safelight.core.registry.layout import Field, Layout

CHARACTERS = "ascii"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record: where and which rule, never what stands there."""

    field: str
    reason: str


class RecordInvalid(ValueError):
    """A record that must not pass; every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{f.field}: {f.reason}" for f in faults))


@dataclass(frozen=True, slots=True)
class Record:
    layout: Layout
    raw: bytes

    def text(self, name: str) -> str:
        """A field without the blanks around it."""
        return self.raw[self.layout.field(name).bytes].decode(CHARACTERS).strip()

    def with_text(self, name: str, text: str) -> "Record":
        """The same record with one field changed, left-justified. Raises RecordInvalid."""
        return read(self.layout, _put(self.raw, self.layout.field(name), text))

    def without_fillers(self) -> "Record":
        """The same record with nothing in what its layout does not define."""
        names = [field.name for field in self.layout.fields if field.is_filler]
        return reduce(Record.without, names, self)

    def without(self, name: str) -> "Record":
        """The same record with one field blank, whatever its rule is: a redaction."""
        return Record(self.layout, _put(self.raw, self.layout.field(name), ""))


def read(layout: Layout, line: bytes) -> Record:
    """A record from its bytes, without the line's end. Raises RecordInvalid."""
    found = line_faults(line, layout.length) or tuple(_faults(layout, line))
    if found:
        raise RecordInvalid(found)
    return Record(layout, line)


def line_faults(line: bytes, length: int) -> tuple[Fault, ...]:
    """What is wrong with a line, whatever record it is."""
    if len(line) != length:
        reason = f"{len(line)} bytes long; a record has {length}"
        return (Fault("the line", reason),)
    if not line.isascii() or any(byte < 0x20 or byte == 0x7F for byte in line):
        return (Fault("the line", "a byte that is no printable ASCII"),)
    return ()


def new(layout: Layout, **texts: str) -> Record:
    """A record of these fields, all others blank. Raises RecordInvalid, KeyError."""
    raw = b" " * layout.length
    fixed = {field.name: field.fixed for field in layout.fields if field.fixed}
    for name, text in (fixed | texts).items():
        raw = _put(raw, layout.field(name), text)
    return read(layout, raw)


def _put(raw: bytes, field: Field, text: str) -> bytes:
    """The bytes with a text in a field. Raises RecordInvalid for one that does not fit."""
    if not text.isascii() or len(text) > field.length:
        reason = f"must be ASCII of at most {field.length} characters"
        raise RecordInvalid((Fault(field.name, reason),))
    value = text.encode(CHARACTERS).ljust(field.length)
    return raw[: field.at] + value + raw[field.bytes.stop :]


def _faults(layout: Layout, line: bytes) -> Iterator[Fault]:
    for field in layout.fields:
        text = line[field.bytes].decode(CHARACTERS)
        if reason := _reason(field, text.strip()):
            yield Fault(field.name, reason)


def _reason(field: Field, text: str) -> str:
    """Which of its rules a field breaks; nothing for one that keeps them."""
    if field.fixed and text != field.fixed:
        return f"must be {field.fixed}"
    if not text:
        return "must not be blank" if field.is_required else ""
    if field.codes is not None and text not in field.codes:
        return f"must be one of {', '.join(field.codes)}"
    if field.is_number and not (text.isdecimal() and len(text) == field.length):
        return f"must be {field.length} digits"
    if field.is_date and not _is_date(text):
        return "must be a date as CCYYMMDD"
    return ""


def _is_date(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return len(text) == 8 and text.isdecimal()
