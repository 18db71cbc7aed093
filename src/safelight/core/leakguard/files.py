"""Protected values in files of any kind that people send."""

from collections.abc import Iterator
from dataclasses import dataclass

from safelight.core.leakguard.containers import Part, parts_of
from safelight.core.leakguard.matcher import Hit, Matcher, widest


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value stands: byte offsets in a plain file (`part` empty), or offsets in
    characters in a part of a container."""

    value: str
    start: int
    end: int
    how: str
    part: str = ""


def in_file(matcher: Matcher, name: str, raw: bytes) -> Iterator[Found | str]:
    """Every value found, and in words whatever could not be searched. Raises Unreadable."""
    for part in parts_of(name, raw):
        if part.unseen:
            yield f"{part.name}: {part.unseen}"
        for hit in in_part(matcher, part):
            yield _found(hit, part)


def in_part(matcher: Matcher, part: Part) -> list[Hit]:
    """As it stands, and in markup also without the tags."""
    hits = set(matcher.search(part.raw))
    if part.has_tags:
        hits |= set(matcher.search(part.raw, tags=True))
    return widest(hits)


def _found(hit: Hit, part: Part) -> Found:
    if not part.name:
        return Found(hit.value, hit.start, hit.end, hit.how)
    start = len(part.raw[: hit.start].decode("utf-8", "ignore"))
    end = len(part.raw[: hit.end].decode("utf-8", "ignore"))
    return Found(hit.value, start, end, hit.how, part.name)
