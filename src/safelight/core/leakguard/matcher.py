"""The search: every spelling of every value, in one pass over the bytes.

Theory of operation. A block of bytes is made plain, and then all that is neither letter
nor figure is taken out of it, look-alikes become one, and thousands of anchors are looked
for at once (Hyperscan). Only around an anchor that was found is the plain text tried with
the expression of its spelling; so whatever is ordinary costs next to nothing.
"""

import base64
import re
import string
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Final

import hyperscan
import numpy as np
from numpy.typing import NDArray

from safelight.core.leakguard import runs
from safelight.core.leakguard.layers import Plain, plain
from safelight.core.leakguard.patterns import Spelling
from safelight.core.leakguard.values import (
    ValueKind,
    coded,
    figures_of,
    spellings,
)

BLOCK: Final = 1 << 16
OVERLAP: Final = 1 << 10
WORTH_COMPILING: Final = 1 << 14
BEFORE, BEHIND = 96, 256
FROM: Final = string.ascii_uppercase + "oliOLI"
TO: Final = string.ascii_lowercase + "011011"
SQUASHED: Final = bytes.maketrans(FROM.encode(), TO.encode())
KEPT: Final = (string.ascii_letters + string.digits).encode()
DROPPED: Final = bytes(set(range(256)) - set(KEPT))
IS_KEPT: Final = np.isin(np.arange(256), np.frombuffer(KEPT, np.uint8))
# What is not plain: other scripts, entities, percent signs, escapes; long runs of base64.
ODD: Final = (
    rb"[\x80-\xff]", rb"&#?[0-9a-zA-Z]{2,31}", rb"%[0-9a-fA-F]{2}", rb"\\[untrf/\"]",
)  # fmt: skip
BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-][A-Za-z0-9+/_\r\n-]{9,}")
# What may be base64: small and capital letters and figures between one another as in no
# word, or its padding. Two sets, which together are faster than one.
RUNS: Final = (
    rb"[a-z][A-Z][0-9a-z][A-Z]", rb"[a-z][A-Z][A-Z][0-9A-Za-z]", rb"[A-Z][0-9][A-Z]",
    rb"[a-z][0-9][A-Z]", rb"[A-Z0-9+/][A-Za-z0-9+/]{1,7}=",
)  # fmt: skip
RUN_AROUND: Final = 1024
LONG: Final = 40
DEEPEST: Final = 3
CODED_AT_LEAST: Final = 10
ALPHABET: Final = KEPT + b"+/_-"
CHANGE: Final = re.compile(rb"(?<=[a-z])[0-9A-Z]|(?<=[0-9])[A-Za-z]")
PRINTABLE: Final = bytes([9, 10, 13, *range(32, 127)])


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A value found: where in the bytes, which, and how it was written there."""

    start: int
    end: int
    value: str
    how: str


@dataclass(frozen=True, slots=True)
class Value:
    id: str
    kind: ValueKind
    text: str


@dataclass(frozen=True, slots=True)
class _Target:
    """What an anchor points to: a spelling to be tried, base64, or a run of numbers."""

    value: str
    expression: str = ""
    leads: bool = True
    is_proper: bool = False


class Matcher:
    """Finds values in bytes. `unusable`: ids of values that nothing can be searched by."""

    def __init__(self, values: Sequence[Value]) -> None:
        self.values = {value.id: value for value in values}
        self.unusable: list[str] = []
        self._figures: dict[str, set[str]] = defaultdict(set)
        by_anchor: dict[str, list[_Target]] = defaultdict(list)
        for value in values:
            self._add(value, by_anchor)
        self._anchors = list(by_anchor)
        self._targets = [tuple(by_anchor[one]) for one in self._anchors]

    def _add(self, value: Value, by_anchor: dict[str, list[_Target]]) -> None:
        found = spellings(value.kind, value.text)
        for one in found:
            target = _target(value.id, one)
            for anchor in one.anchors:
                by_anchor[anchor].append(target)
        for anchor in coded(value.text) if found else ():
            by_anchor[anchor].append(_Target(value.id))
        for figures in figures_of(value.kind, value.text):
            self._figures[figures].add(value.id)
        if not found:
            self.unusable.append(value.id)

    @cached_property
    def _database(self) -> hyperscan.Database:
        """Anchors by number; the last is a run of numbers in words."""
        return _compile(
            [word.encode("ascii") for word in (*self._anchors, runs.ANCHOR)]
        )

    def search(self, raw: bytes, *, tags: bool = False, depth: int = 0) -> list[Hit]:
        """Every place of every value, of overlapping ones of the same value the widest."""
        if not self._anchors:
            return []
        found: set[Hit] = set()
        for start in range(0, max(len(raw), 1), BLOCK):
            block = raw[max(0, start - OVERLAP) : start + BLOCK]
            for hit in self._in_block(block, tags, depth):
                at = max(0, start - OVERLAP)
                found.add(Hit(hit.start + at, hit.end + at, hit.value, hit.how))
        return widest(found)

    def _in_block(self, block: bytes, tags: bool, depth: int) -> Iterator[Hit]:
        is_plain = not tags and not _matches(_odd(), block)
        text = Plain(block) if is_plain else plain(block, tags=tags)
        yield from self._in_plain(text, depth)
        if depth < DEEPEST:
            yield from self._in_base64(block, depth)

    def figures_in(self, figures: str) -> Iterator[tuple[str, str]]:
        """The numbers that stand in a run of figures, each with the ids of its values."""
        if len(figures) >= self._shortest:
            for wanted, ids in self._figures.items():
                if wanted in figures:
                    yield from ((wanted, one) for one in sorted(ids))

    @cached_property
    def _shortest(self) -> int:
        return min(map(len, self._figures), default=0)

    def _in_plain(self, text: Plain, depth: int) -> Iterator[Hit]:
        squashed = text.text.translate(SQUASHED, DROPPED)
        candidates = self._candidates(squashed)
        if candidates:
            looking = _Looking(self, text, depth)
            for number, end in dict.fromkeys(candidates):
                yield from looking.at(number, end)

    def _candidates(self, squashed: bytes) -> list[tuple[int, int]]:
        """Each anchor found, by number, with the place where it ends."""
        if len(squashed) < WORTH_COMPILING and "_database" not in self.__dict__:
            return list(self._simply(squashed))
        return _matches(self._database, squashed)

    def _simply(self, squashed: bytes) -> Iterator[tuple[int, int]]:
        """The same, for a text so short that making the database would take longer."""
        text = squashed.decode("ascii")
        for number, anchor in enumerate(self._anchors):
            for at in _everywhere(text, anchor):
                yield number, at + len(anchor)
        for run in _compiled(runs.ANCHOR).finditer(text):
            yield len(self._anchors), run.end()

    def _in_base64(self, block: bytes, depth: int) -> Iterator[Hit]:
        done = 0
        for end in sorted(end for _, end in _matches(_runs(), block)):
            if end > done:
                start, done = _run_around(block, end)
                run = block[start:done]
                for raw in decoded(run) if _may_be_base64(run) else ():
                    for hit in self.search(raw, depth=depth + 1):
                        yield Hit(start, done, hit.value, "base64")


class _Looking:
    """One plain text in which anchors were found."""

    def __init__(self, matcher: Matcher, text: Plain, depth: int) -> None:
        self.matcher, self.plain, self.depth = matcher, text, depth
        self.cased = text.text.decode("latin-1")
        self.lower = self.cased.lower()
        kept: NDArray[np.bool_] = IS_KEPT[np.frombuffer(text.text, np.uint8)]
        self.places = np.flatnonzero(kept)
        self.numbers_until = 0

    def at(self, number: int, end: int) -> Iterator[Hit]:
        last = int(self.places[end - 1]) + 1
        if number == len(self.matcher._anchors):
            yield from self._numbers(last)
            return
        anchor = self.matcher._anchors[number]
        first = int(self.places[end - len(anchor)])
        for target in self.matcher._targets[number]:
            if target.expression:
                yield from self._spelled(target, first, last)
            else:
                yield from self._base64(target, first, last)

    def _spelled(self, target: _Target, first: int, last: int) -> Iterator[Hit]:
        stop, expression = last + BEHIND, _compiled(target.expression)
        if target.leads:
            found = expression.match(self.lower, first, stop)
        else:
            found = expression.search(self.lower, max(0, first - BEFORE), stop)
        if found and not (target.is_proper and self.cased[found.start()].islower()):
            yield self._hit(target.value, found.start(), found.end())

    def _hit(self, value: str, start: int, end: int) -> Hit:
        began, ended = self.plain.origin(start, end)
        written = self.cased[start:end]
        how = "as written" if written == self.matcher.values[value].text else "spelling"
        return Hit(began, ended, value, "coded" if self._is_coded(start, end) else how)

    def _is_coded(self, start: int, end: int) -> bool:
        began, ended = self.plain.origin(start, end)
        return ended - began != end - start

    def _numbers(self, last: int) -> Iterator[Hit]:
        begin = max(0, last - BEFORE)
        if last < self.numbers_until:
            return
        self.numbers_until = last + BEFORE
        for figures, places in runs.runs(self.lower, begin, last + BEFORE):
            for wanted, one in self.matcher.figures_in(figures):
                for at in _everywhere(figures, wanted):
                    start, end = places[at][0], places[at + len(wanted) - 1][1]
                    if not self.lower[start:end].isdigit():
                        yield Hit(*self.plain.origin(start, end), one, "number words")

    def _base64(self, target: _Target, first: int, last: int) -> Iterator[Hit]:
        text = self.plain.text
        begin = max(0, first - RUN_AROUND)
        for run in BASE64.finditer(text, begin, last + RUN_AROUND):
            if run.start() <= first < run.end() and self.depth < DEEPEST:
                for raw in decoded(run.group()):
                    for hit in self.matcher.search(raw, depth=self.depth + 1):
                        if hit.value == target.value:
                            place = self.plain.origin(run.start(), run.end())
                            yield Hit(*place, hit.value, "base64")


_compiled: Final = lru_cache(maxsize=1024)(re.compile)


def _target(value: str, one: Spelling) -> _Target:
    return _Target(value, one.expression, one.leads, one.is_proper)


def _everywhere(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def decoded(run: bytes) -> Iterator[bytes]:
    """What a run of base64 may stand for, wherever it begins in the run."""
    body = re.sub(rb"[\s=]", b"", run).translate(bytes.maketrans(b"-_", b"+/"))
    for skipped in range(4):
        part = body[skipped:]
        part = part[:-1] if len(part) % 4 == 1 else part
        raw = base64.b64decode(part + b"=" * (-len(part) % 4))
        if _is_text(raw):
            yield raw


def _is_text(raw: bytes) -> bool:
    strange = len(raw.translate(None, PRINTABLE))
    if strange * 4 > len(raw):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return False
    return bool(raw)


def widest(hits: set[Hit]) -> list[Hit]:
    """Of hits on one value that lie within one another the outer, in order of place."""
    found: list[Hit] = []
    ends: dict[str, int] = {}
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.value, h.how)):
        if hit.end > ends.get(hit.value, -1):
            found.append(hit)
            ends[hit.value] = hit.end
    return found


def _run_around(block: bytes, place: int) -> tuple[int, int]:
    """The run of base64 about a place, over its line ends where its lines are long."""
    low, high = max(0, place - RUN_AROUND), place + RUN_AROUND
    before, after = block[low:place].rstrip(b"="), block[place:high]
    for characters in (ALPHABET, ALPHABET + b"\r\n"):
        start = low + len(before.rstrip(characters))
        end = place + len(after) - len(after.lstrip(characters + b"="))
        if end - start < LONG:
            break
    return start, end


def _may_be_base64(run: bytes) -> bool:
    is_mixed = run.endswith(b"=") or len(CHANGE.findall(run)) > 1
    return len(run) >= LONG or (len(run) >= CODED_AT_LEAST and is_mixed)


def _compile(expressions: Sequence[bytes], flag: int = 0) -> hyperscan.Database:
    found, many = hyperscan.Database(), len(expressions)
    found.compile(expressions=expressions, ids=list(range(many)), flags=[flag] * many)
    return found


@cache
def _odd() -> hyperscan.Database:
    return _compile(ODD, hyperscan.HS_FLAG_SINGLEMATCH)


@cache
def _runs() -> hyperscan.Database:
    return _compile(RUNS)


def _matches(database: hyperscan.Database, text: bytes) -> list[tuple[int, int]]:
    """The number of each expression found, with the place where it ends."""
    found: list[tuple[int, int]] = []

    def note(number: int, start: int, end: int, flags: int, context: object) -> None:
        found.append((number, end))

    database.scan(text, match_event_handler=note)
    return found
