"""One block of a registry file: checked, decided on and redacted, all records at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.gate.question import Question
from safelight.core.registry import record
from safelight.core.registry.checks import Checks
from safelight.core.registry.keys import NONE, Keys, KeySet, keys_of
from safelight.core.registry.layout import Field, Layout, layout
from safelight.core.registry.lines import Lines, Rows, lines
from safelight.core.registry.linking import Links, Protected, Truths
from safelight.core.registry.record import Fault, RecordInvalid
from safelight.core.registry.screening import Screening

# What a file holds between its header and its trailer: sent to the registry, or come back.
SENT: Final = ("FC", "FP", "FQ")
RETURNED: Final = ("FD", "FS", "FT")
UNKNOWN: Final = Fault("record_id", f"must be one of {', '.join(SENT + RETURNED)}")
TWICE: Final = Fault("the record", "stands in the file before")
NO_KEYS: Final = np.zeros(0, np.uint64)
# In a record that is shifted or of no known kind, ids are looked for in so many bytes.
FIRST_BYTES: Final = 120


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that does not pass: where in its block, its bytes, and every fault."""

    place: int
    line: bytes
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a record: its kind, whether it is protected, by a link alone,
    and whether it was left out."""

    kind: str
    protected: bool
    linked: bool
    left_out: bool


@dataclass(frozen=True)
class Screened:
    """A block as it may leave (bytes with line ends), and what was found in it.

    `cases` and `people` are keys that another pass must protect too; `unread` is how many
    rejected lines name no case, so that they may be about anybody's. `identities` has one
    for each line, NONE where the line is no record or may stand there twice.
    """

    out: NDArray[np.uint8]
    lines: int
    kept: int
    protected: Truths
    counts: Counter[Counted]
    rejects: list[Reject]
    cases: Keys
    people: Keys
    identities: Keys
    unread: int


@dataclass
class _Findings:
    """A block being worked on: for each row whether it is kept, protected, linked."""

    rows: Rows
    keep: Truths
    protected: Truths
    identities: Keys
    counts: Counter[Counted] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    cases: list[Keys] = field(default_factory=list)
    people: list[Keys] = field(default_factory=list)
    unread: int = 0


class Kind:
    """One kind of record with all that is made ready for it, decided on before the first
    comes: a process made later need not decide again."""

    def __init__(self, of: Layout, question: Question, vault: str) -> None:
        self.layout = of
        self.code = int(np.frombuffer(of.record.encode("ascii"), np.uint16)[0])
        self.checks = Checks(of)
        self.links = Links(of)
        self.screening = Screening(of, question, vault)
        self.said = self.screening.said


class Screen:
    """A question about every record of a file of one line length.

    `by_case`: whoever shares a case with a protected person is protected too.
    """

    def __init__(
        self, question: Question, vault: str, *, length: int, end: bytes, by_case: bool
    ) -> None:
        self.length, self.end, self.by_case = length, end, by_case
        known = [layout(name) for name in SENT + RETURNED]
        fit = [one.of_length(length) for one in known if one.length <= length]
        self.kinds = [Kind(one, question, vault) for one in fit]

    @property
    def policies(self) -> str:
        return self.kinds[0].screening.policies

    def look(self, block: NDArray[np.uint8], known: KeySet) -> tuple[Keys, Keys]:
        """Cases and people of the records that are flagged, or whose people are known to
        be protected: the first pass."""
        rows = lines(block, self.length, self.end, full=False).rows
        cases, people = [NO_KEYS], [NO_KEYS]
        for kind, index in self._by_kind(rows):
            part = rows[index]
            own = kind.links.flagged(part)
            own[kind.links.named(part, own, known)] = True
            some = part[np.flatnonzero(own)]
            cases += kind.links.cases_of(some)
            people += kind.links.people_of(some)
        return _joined(cases), _joined(people)

    def screen(
        self,
        block: NDArray[np.uint8],
        known: Protected,
        twice: frozenset[int] = frozenset(),
    ) -> Screened:
        """Decide on every record of a block, which is changed in place.

        `twice`: places of records that stand in the file before, and are rejected.
        """
        found = lines(block, self.length, self.end, full=True)
        rows, many = found.rows, len(found.rows)
        places = np.arange(many) if found.places is None else found.places
        work = _Findings(
            rows, np.zeros(many, np.bool_), np.zeros(many, np.bool_),
            np.zeros(many, np.uint64),
        )  # fmt: skip
        for place, line in found.others:
            self._reject(work, place, line, record.line_faults(line, self.length))
        rest = np.ones(many, np.bool_)
        for kind, index in self._by_kind(rows):
            rest[index] = False
            self._of_kind(work, kind, index, known, places, twice)
        for row in np.flatnonzero(rest):
            self._reject(work, int(places[row]), rows[row].tobytes(), (UNKNOWN,))
        return self._done(work, found, block)

    def _by_kind(self, rows: Rows) -> Iterator[tuple[Kind, slice | NDArray[np.int64]]]:
        """The kinds that are there, each with its rows; a slice where it is the only."""
        codes = rows[:, :2].view(np.uint16)[:, 0]
        for kind in self.kinds:
            among = codes == kind.code
            if among.all():
                yield kind, slice(None)
                return
            if among.any():
                yield kind, np.flatnonzero(among)

    def _of_kind(
        self,
        work: _Findings,
        kind: Kind,
        index: slice | NDArray[np.int64],
        known: Protected,
        places: NDArray[np.int64],
        twice: frozenset[int],
    ) -> None:
        part, where = work.rows[index], places[index]
        own = kind.links.flagged(part)
        protected = kind.links.protected(part, own, known, by_case=self.by_case)
        named = kind.links.named(part, protected, known.people)
        if len(named):
            own[named] = protected[named] = True
            work.cases += kind.links.cases_of(part[named]) if self.by_case else []
        keep = np.ones(len(part), np.bool_)
        for row, faults in _wrong(kind, part, where, twice):
            keep[row] = False
            self._reject(work, int(where[row]), part[row].tobytes(), faults, kind)
        out = kind.screening.leaves_out(protected)
        self._count(work, kind, keep, own, protected, out)
        work.identities[index] = np.where(keep, kind.links.identities(part), NONE)
        kind.screening.redact(part, protected)
        if not isinstance(index, slice):
            work.rows[index] = part
        work.keep[index], work.protected[index] = keep & ~out, protected

    def _count(
        self,
        work: _Findings,
        kind: Kind,
        keep: Truths,
        own: Truths,
        protected: Truths,
        out: Truths,
    ) -> None:
        number = protected * 4 + (protected & ~own) * 2 + out * 1
        for code, many in enumerate(np.bincount(number[keep], minlength=8)):
            if many:
                one = Counted(
                    kind.layout.record, bool(code & 4), bool(code & 2), bool(code & 1)
                )
                work.counts[one] += int(many)

    def _reject(
        self,
        work: _Findings,
        place: int,
        line: bytes,
        faults: tuple[Fault, ...],
        kind: Kind | None = None,
    ) -> None:
        """What cannot be read may be about anybody: whatever in it could be the id of a
        case or of somebody is protected."""
        work.rejects.append(Reject(place, line, faults))
        if not self.by_case or faults == (TWICE,):
            return
        whole = kind is not None and len(line) == self.length
        if kind is not None and whole:
            row = np.frombuffer(line, np.uint8).reshape(1, -1)
            cases, people = kind.links.cases_of(row), kind.links.people_of(row)
        else:
            cases = people = list(_anywhere(line))
        work.cases += cases
        work.people += people
        if line.strip() and not any(keys.any() for keys in cases):
            work.unread += 1

    def _done(
        self,
        work: _Findings,
        found: Lines,
        block: NDArray[np.uint8],
    ) -> Screened:
        kept = int(np.count_nonzero(work.keep))
        out = block
        if not (found.is_whole and kept == found.count):
            whole = np.empty((kept, self.length + len(self.end)), np.uint8)
            whole[:, : self.length] = work.rows[work.keep]
            whole[:, self.length :] = np.frombuffer(self.end, np.uint8)
            out = whole.reshape(-1)
        identities = work.identities
        if found.places is not None:
            identities = np.zeros(found.count, np.uint64)
            identities[found.places] = work.identities
        work.rejects.sort(key=lambda one: one.place)
        return Screened(
            out, found.count, kept, work.protected, work.counts, work.rejects,
            _joined([NO_KEYS, *work.cases]), _joined([NO_KEYS, *work.people]),
            identities, work.unread,
        )  # fmt: skip


def _wrong(
    kind: Kind, rows: Rows, places: NDArray[np.int64], twice: frozenset[int]
) -> Iterator[tuple[int, tuple[Fault, ...]]]:
    """The rows that break a rule, each with its faults."""
    for row in np.flatnonzero(kind.checks.doubtful(rows)):
        try:
            record.read(kind.layout, rows[row].tobytes())
        except RecordInvalid as error:
            yield int(row), error.faults
    for row in np.flatnonzero(np.isin(places, [*twice])) if twice else ():
        yield int(row), (TWICE,)


def _anywhere(line: bytes) -> Iterator[Keys]:
    """A key for each place in the first bytes of a line where an id could stand."""
    id_field, number = (
        Field(name="id", at=0, length=15),
        Field(name="no", at=0, length=9),
    )
    for at in range(min(len(line) - id_field.length, FIRST_BYTES)):
        row = np.frombuffer(line[at : at + id_field.length], np.uint8).reshape(1, -1)
        yield keys_of(row, id_field)
        yield keys_of(row, number)


def _joined(parts: Sequence[Keys]) -> Keys:
    found = np.concatenate(parts)
    kept: Keys = found[found != NONE]
    return kept
