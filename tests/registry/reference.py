"""The same job in plain Python, a record at a time: what the engines are compared with."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from safelight.core.gate.decide import decide
from safelight.core.gate.question import Item, Protections, Question
from safelight.core.registry.layout import Layout, layout
from safelight.core.registry.record import RecordInvalid, read
from safelight.core.vocabulary import AgencyKind, Answer, Flag, Partition

KINDS = ("FC", "FP", "FQ")


@dataclass
class Result:
    out: bytes
    rejected: list[int] = field(default_factory=list)
    left_out: int = 0


def screened(
    path: Path, question: Question, *, end: bytes = b"\n", by_case: bool = True,
    known: Set[str] = frozenset(),
) -> Result:  # fmt: skip
    header, *lines, trailer = path.read_bytes().removesuffix(end).split(end)
    rejected = _rejected(lines)
    good = {n: line for n, line in enumerate(lines) if n not in rejected}
    flagged = {n for n, line in good.items() if _flag(line)}
    people = set(known) | {p for n in flagged for p in _ids(good[n], "people")}
    cases: set[str] = set()
    everybody = False
    if by_case:
        bad = [lines[n] for n, why in rejected.items() if why != "twice"]
        people |= {p for line in bad for p in _perhaps(line, "people")}
        cases |= {c for line in bad for c in _perhaps(line, "cases")}
        everybody = any(line.strip() and not _perhaps(line, "cases") for line in bad)
        # A second record of somebody is not written, but its mark protects them.
        doubles = [lines[n] for n, why in rejected.items() if why == "twice"]
        for line in filter(_flag, doubles):
            people, cases = people | _ids(line, "people"), cases | _ids(line, "cases")
    else:
        people = set(known)
    named = {n for n, line in good.items() if people & _ids(line, "people")}
    if by_case:
        cases |= {c for n in flagged | named for c in _ids(good[n], "cases")}
    result = Result(b"")
    result.rejected = sorted(rejected)
    written = [header]
    for n, line in good.items():
        protected = n in flagged or n in named or bool(cases & _ids(line, "cases"))
        protected = protected or everybody
        after = _redacted(line, protected, question)
        if after is None:
            result.left_out += 1
        else:
            written.append(after)
    count = read(layout("FZ"), trailer).with_text("count", f"{len(written) - 1:08}")
    count = count.without_fillers()
    written[0] = read(layout("FA"), header).without_fillers().raw
    result.out = end.join([*written, count.raw]) + end
    return result


def _rejected(lines: list[bytes]) -> dict[int, str]:
    found: dict[int, str] = {}
    seen: set[tuple[str, ...]] = set()
    for number, line in enumerate(lines):
        of = _layout(line)
        try:
            if of is None:
                raise RecordInvalid(())
            record = read(of, line)
        except RecordInvalid:
            found[number] = "wrong"
            continue
        identity = (of.record, *(record.text(name) for name in of.identity))
        if identity in seen:
            found[number] = "twice"
        seen.add(identity)
    return found


def _layout(line: bytes) -> Layout | None:
    name = line[:2].decode("latin-1")
    return layout(name) if name in KINDS else None


def _ids(line: bytes, kind: str) -> set[str]:
    of = _layout(line)
    names = getattr(of, kind) if of else ()
    texts = (line.ljust(640)[layout(of.record).field(n).bytes] for n in names if of)
    return {t.decode("latin-1") for t in texts if t.strip()}


def _perhaps(line: bytes, kind: str) -> set[str]:
    """What could be an id in a line that is no record, wherever it stands; in one that
    only breaks a rule, where its layout has it."""
    is_text = line.isascii() and line.decode().isprintable()
    if _layout(line) and len(line) == 640 and is_text:
        return _ids(line, kind)
    places = range(min(len(line) - 15, 120))
    parts = [line[at : at + size] for at in places for size in (15, 9)]
    return {part.decode("latin-1") for part in parts if part.strip(b" ")}


def _flag(line: bytes) -> bool:
    return line[:2] == b"FP" and bool(line[45:47].strip())


def _redacted(line: bytes, protected: bool, question: Question) -> bytes | None:
    of = _layout(line)
    assert of is not None
    spans = withheld(of.record, protected, question)
    if len(spans) == sum(f.category is not None for f in of.fields):
        return None
    out = bytearray(line)
    for span in [*spans, *(f.bytes for f in of.fields if f.is_filler)]:
        out[span] = b" " * (span.stop - span.start)
    return bytes(out)


@cache
def _items(record: str, protected: bool) -> tuple[tuple[slice, Item], ...]:
    of, flag = layout(record), Flag.SET if protected else Flag.CLEAR
    flags = Protections(**{f.name: flag for f in fields(Protections)})

    def made() -> Iterator[tuple[slice, Item]]:
        for one in of.fields:
            if one.category:
                yield one.bytes, Item(
                    key=one.key, category=one.category, vault="vault",
                    vault_kind=AgencyKind.CHILD_SUPPORT, partition=Partition.GENERAL,
                    source=of.origin, protections=flags, shelter=Flag.CLEAR,
                    confided_by_child=Flag.CLEAR, privileged=Flag.CLEAR,
                )  # fmt: skip

    return tuple(made())


@cache
def withheld(record: str, protected: bool, question: Question) -> tuple[slice, ...]:
    return tuple(
        span
        for span, item in _items(record, protected)
        if decide(question, [item], with_routes=False).answer(item.key)
        is not Answer.RELEASE
    )
