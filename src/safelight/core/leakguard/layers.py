"""Text made plain before it is searched, with the way back to where each part stood.

What is made plain: letters of other scripts and widths, accents, characters that nobody
sees, entities of HTML, percent signs of URLs, escapes of JSON, tags.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

from safelight.core.leakguard.words import LOOKALIKES

# What the search skips between characters, and what it drops.
GAP: Final = b" "
INVISIBLE: Final = ("Cf", "Mn", "Me")
MOST_LAYERS: Final = 6
# All begin with one of few characters, which is what makes the search for them fast.
CODED: Final = re.compile(
    rb"[&%\\\x80-\xff](?:"
    rb"(?<=&)(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?"
    rb"|(?<=%)[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*"
    rb"|(?<=\\)(?:u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*|[ntrf\"/])"
    rb"|(?<=[\x80-\xff])[\x80-\xff]*)"
)
TAG: Final = re.compile(rb"<[/!a-zA-Z][^<>]{0,2000}>")
BREAKS: Final = re.compile(
    rb"</?(?:br|p|div|td|th|tr|li|h[1-6]|option|text:p|w:(?:p|br|tab|tc)|a:p|c|row|si)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Plain:
    """Text made plain. Each segment: where it begins here, where in the text it was made
    from, where it ends there, and whether it was copied as it stood."""

    text: bytes
    segments: tuple[tuple[int, int, int, bool], ...] = ()
    under: "Plain | None" = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """A place in this text as a place in the bytes that came in."""
        if not self.segments:
            return start, end
        first, last = self._segment(start), self._segment(end - 1)
        began = first[1] + (start - first[0] if first[3] else 0)
        ended = last[1] + (end - last[0]) if last[3] else last[2]
        return self.under.origin(began, ended) if self.under else (began, ended)

    def _segment(self, place: int) -> tuple[int, int, int, bool]:
        found = bisect_right(self.segments, place, key=lambda s: s[0]) - 1
        return self.segments[max(found, 0)]


def plain(raw: bytes, *, tags: bool = False) -> Plain:
    """The bytes, in ASCII, with every code in them resolved, codes of codes too."""
    found = Plain(raw)
    if tags:
        found = _replaced(found, TAG, _tag)
    for _ in range(MOST_LAYERS):
        further = _replaced(found, CODED, _resolved)
        if further is found:
            break
        found = further
    return found


def _replaced(
    of: Plain, pattern: re.Pattern[bytes], word: Callable[[bytes], bytes]
) -> Plain:
    parts: list[bytes] = []
    segments: list[tuple[int, int, int, bool]] = []
    place = at = 0
    for found in pattern.finditer(of.text):
        new = word(found.group())
        if new == found.group():
            continue
        parts += [of.text[at : found.start()], new]
        segments.append((place, at, found.start(), True))
        place += found.start() - at
        segments.append((place, found.start(), found.end(), False))
        place, at = place + len(new), found.end()
    if not segments:
        return of
    segments.append((place, at, len(of.text), True))
    whole = [s for i, s in enumerate(segments) if not _is_empty(segments, i)]
    return Plain(b"".join([*parts, of.text[at:]]), tuple(whole or segments), of)


def _is_empty(segments: list[tuple[int, int, int, bool]], i: int) -> bool:
    """Nothing of it is in the new text, so that no place lies in it."""
    return i + 1 < len(segments) and segments[i + 1][0] == segments[i][0]


def _tag(tag: bytes) -> bytes:
    return GAP if BREAKS.match(tag) else b""


@lru_cache(maxsize=4096)
def _resolved(code: bytes) -> bytes:
    match code[:1]:
        case b"&":
            return html.unescape(code.decode("ascii")).encode("utf-8")
        case b"%":
            return unquote_to_bytes(code)
        case b"\\":
            return _unescaped(code)
        case _:
            return folded(code)


def _unescaped(code: bytes) -> bytes:
    if code[1:2] != b"u":
        return GAP
    units = bytes.fromhex(code.replace(b"\\u", b"").decode("ascii"))
    return units.decode("utf-16-be", "replace").encode("utf-8")


def folded(run: bytes) -> bytes:
    """Characters beyond ASCII as the ASCII letters and digits that they look like."""
    try:
        text = run.decode("utf-8")
    except UnicodeDecodeError:
        text = run.decode("latin-1")
    return "".join(_fold(character) for character in text).encode("ascii")


def _fold(character: str) -> str:
    if unicodedata.category(character) in INVISIBLE:
        return ""
    lower = character.casefold()
    if lower in LOOKALIKES:
        return LOOKALIKES[lower]
    value = unicodedata.digit(character, None)
    if value is not None:
        return str(value)
    parts = unicodedata.normalize("NFKD", lower)
    letters = (LOOKALIKES.get(p, p) for p in parts if not unicodedata.combining(p))
    found = "".join(p for p in letters if p.isascii())
    return found or " "
