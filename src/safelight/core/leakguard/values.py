"""Protected values of each kind, and every way to write them."""

import base64
import re
from collections.abc import Iterator
from datetime import date
from string import ascii_lowercase
from typing import Final

from safelight.core.leakguard import addresses, numbers
from safelight.core.leakguard.layers import plain
from safelight.core.leakguard.patterns import (
    GAP,
    ONE_OF_THEM,
    Spelling,
    either,
    glued,
    maybe,
    spelling,
)
from safelight.core.leakguard.words import MONTHS
from safelight.core.vocabulary import Term

LEAST_SECRET: Final = 3
CODED_AT_LEAST: Final = 8
CODED_BYTES: Final = 12
EMAIL: Final = re.compile(
    r"([a-z0-9._%+'-]+)\s*@\s*([a-z0-9-]+(?:\s*\.\s*[a-z0-9-]+)+)"
)


class ValueKind(Term):
    ADDRESS = "ADDRESS", "Address"
    PHONE = "PHONE", "Phone"
    EMAIL = "EMAIL", "Email"
    PLACE = "PLACE", "Place"
    EMPLOYER = "EMPLOYER", "Employer"
    DATE = "DATE", "Date"
    NUMBER = "NUMBER", "Number"
    NAME = "NAME", "Name"


def lowered(value: str) -> str:
    return plain(value.encode("utf-8")).text.decode("ascii").lower()


def spellings(kind: ValueKind, value: str) -> list[Spelling]:
    """Every way to write it; none where nothing of it could find anybody."""
    found = list(_spellings(kind, lowered(value)))
    return [one for one in found if one.anchors]


def _spellings(kind: ValueKind, value: str) -> Iterator[Spelling]:
    if kind is ValueKind.DATE:
        if day := day_of(value):
            yield from numbers.dates(day)
        return
    rest = value
    for found in EMAIL.finditer(value):
        yield from _email(found.group(1), re.sub(r"\s", "", found.group(2)))
        rest = rest.replace(found.group(), " ")
    if kind is not ValueKind.NUMBER:
        for figures in numbers.phones_in(rest):
            yield from numbers.phone(figures)
    match kind:
        case ValueKind.ADDRESS:
            yield from addresses.spellings(rest)
        case ValueKind.PLACE | ValueKind.EMPLOYER:
            yield from addresses.place(rest)
        case ValueKind.NAME:
            yield from _name(rest)
        case ValueKind.NUMBER:
            yield from numbers.number(rest)
        case _:
            return


def figures_of(kind: ValueKind, value: str) -> set[str]:
    """The figures to find where a number is written in words."""
    if kind is ValueKind.NUMBER:
        figures = re.sub(r"[^0-9a-z]", "", lowered(value))
        return {figures} if figures.isdigit() and len(figures) > LEAST_SECRET else set()
    if kind is ValueKind.DATE:
        return set()
    found = numbers.phones_in(lowered(value))
    return {one[-n:] for one in found for n in (numbers.NATIONAL, numbers.LOCAL)}


def coded(value: str) -> Iterator[str]:
    """Anchors of the value in base64, as it stands, in small and in capital letters,
    wherever it begins among the bytes of something longer."""
    parts = {value, *(part.strip() for part in value.split(","))}
    for text in {form for p in parts for form in (p, p.lower(), p.upper())}:
        raw = text.encode("utf-8")[:CODED_BYTES]
        for skipped in range(3):
            whole = base64.b64encode(b"\0" * skipped + raw).decode("ascii").rstrip("=")
            open_ended = (skipped + len(raw)) % 3 != 0
            sure = whole[(0, 2, 3)[skipped] : len(whole) - open_ended]
            anchor = re.sub(r"[^0-9a-z]", "", sure.lower()).translate(ONE_OF_THEM)
            if len(anchor) >= CODED_AT_LEAST:
                yield anchor


def day_of(value: str) -> date | None:
    """A date as people and machines write it. None where it is none."""
    figures = [int(n) for n in re.findall(r"[0-9]+", value)]
    words = set(re.findall("[a-z]+", value))
    named = (i + 1 for i, forms in enumerate(MONTHS) if words.intersection(forms))
    month = next(named, None)
    try:
        match figures:
            case [year, m, d] if year > 31:
                return date(year, m, d)
            case [m, d, year] if month is None:
                return date(_century(year), m, d)
            case [d, year] if month:
                return date(_century(year), month, d)
            case [whole] if len(str(whole)) == 8:
                return date(whole // 10000, whole // 100 % 100, whole % 100)
    except ValueError:
        return None
    return None


def _century(year: int) -> int:
    return year if year > 99 else year + (2000 if year < 40 else 1900)


def _email(local: str, domain: str) -> Iterator[Spelling]:
    dot = r"(?:\.|\(?dot\)?|\(?punto\)?)?"
    at = r"(?:@|&#64;|\(?at\)?|\[at\]|\(?arroba\)?)?"
    words = [_dotted(part, dot) for part in (local, domain)]
    expression = rf"{words[0]}{GAP}{at}{GAP}{words[1]}"
    bare = re.sub(r"[^0-9a-z]", "", local)
    label = re.sub(r"[^0-9a-z]", "", domain.split(".")[0])
    parts = re.findall(r"[0-9a-z]+", local)
    locals_ = (bare, "dot".join(parts), "punto".join(parts))
    anchors = {a + b + label for a in locals_ for b in ("", "at", "arroba")}
    yield spelling(anchors, expression)


def _dotted(part: str, dot: str) -> str:
    pieces = [glued(piece) for piece in re.findall(r"[0-9a-z]+", part)]
    return f"{GAP}{dot}{GAP}".join(pieces)


def _name(value: str) -> Iterator[Spelling]:
    """In both orders, with a middle name or its letter or without."""
    head, comma, tail = value.partition(",")
    words = re.findall(
        r"[0-9a-z]+", f"{tail} {head}" if comma else value.replace("'", "")
    )
    if len(words) < 2:
        yield from addresses.place(value)
        return
    first, last, middle = words[0], words[-1], words[1:-1]
    between = "".join(maybe(f"(?:{either([m])}|{m[0]})") for m in middle)
    between = between or rf"(?:{GAP}(?<![a-z])[a-z](?![a-z]))?"
    whole = "".join(middle)
    anchors = {first + one + last for one in ("", whole, *ascii_lowercase)}
    yield spelling(anchors, rf"{glued(first)}{between}{GAP}{glued(last)}")
    yield spelling({last + first}, rf"{glued(last)}{GAP}{glued(first)}{between}")
