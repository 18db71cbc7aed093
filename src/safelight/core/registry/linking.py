"""Who is protected in a file: by a record's own flag, by the vault's, by a case shared."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.registry.checks import WORD
from safelight.core.registry.keys import Keys, KeySet, firsts, key_set, keys_of, mixed
from safelight.core.registry.layout import Layout
from safelight.core.registry.lines import Rows

Truths = NDArray[np.bool_]
VIOLENCE: Final = "family_violence"
BLANK: Final = 0x20


@dataclass(frozen=True, slots=True)
class Protected:
    """Cases with somebody protected in them, and people protected in every case; or
    everybody, where nobody can say whom a line was about."""

    cases: KeySet = field(default_factory=lambda: key_set(()))
    people: KeySet = field(default_factory=lambda: key_set(()))
    everybody: bool = False


class Links:
    """Where a layout names cases and people, and where it says that one is protected."""

    def __init__(self, layout: Layout) -> None:
        self.cases = [layout.field(name) for name in layout.cases]
        self.people = [layout.field(name) for name in layout.people]
        names = {f.name: f for f in layout.fields}
        self.flag = names.get(VIOLENCE)
        self.identity = [layout.field(name) for name in layout.identity]

    def flagged(self, rows: Rows) -> Truths:
        """Whose own record says so: anything but blanks does."""
        if self.flag is None:
            return np.zeros(len(rows), np.bool_)
        found = np.zeros(len(rows), np.bool_)
        for place in range(self.flag.at, self.flag.bytes.stop):
            found |= rows[:, place] != BLANK
        return found

    def cases_of(self, rows: Rows) -> list[Keys]:
        return [keys_of(rows, one) for one in self.cases]

    def people_of(self, rows: Rows) -> list[Keys]:
        return [keys_of(rows, one) for one in self.people]

    def protected(
        self, rows: Rows, own: Truths, known: Protected, *, by_case: bool
    ) -> Truths:
        """Whoever is flagged, or shares a case with somebody who is."""
        found = own.copy()
        if known.everybody:
            found[:] = True
        elif by_case and len(known.cases):
            rest = np.flatnonzero(~own)
            for one in self.cases:
                keys = keys_of(rows, one)[rest]
                found[rest] |= _has_in_runs(known.cases, keys)
        return found

    def named(self, rows: Rows, but: Truths, known: KeySet) -> NDArray[np.int64]:
        """The other rows whose person is among the known."""
        rest = np.flatnonzero(~but) if len(known) else np.zeros(0, np.int64)
        found = np.zeros(len(rest), np.bool_)
        for one in self.people if len(rest) else ():
            found |= known.has(keys_of(rows, one)[rest])
        return rest[found]

    def identities(self, rows: Rows) -> Keys:
        """A number for what no two records of a file may have in common."""
        found = np.zeros(len(rows), np.uint64)
        for one in self.identity:
            is_long = one.length >= WORD
            part = keys_of(rows, one) if is_long else rows[:, one.at].astype(np.uint64)
            found = mixed(part, found)
        return found


def _has_in_runs(known: KeySet, keys: Keys) -> Truths:
    """In a file sorted by case the same key comes several times in a row."""
    first = firsts(keys)
    found: Truths = known.has(keys[first])[np.cumsum(first) - 1]
    return found
