"""What of a registry's records a recipient may have: decided once for each kind of record
and each standing of a person, then applied to millions.

A record tells one thing about its person's protections: whether any is, or may be, in
force. A state writes one family violence field for all its reasons, so the field stands
for each protection; whoever shares a case with a protected person is protected like them
(CS-17).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision, Ruling
from safelight.core.gate.question import Item, Protections, Question
from safelight.core.registry.layout import Field, Layout
from safelight.core.registry.lines import Rows
from safelight.core.vocabulary import (
    AgencyKind,
    Answer,
    Category,
    Flag,
    Partition,
    Source,
)

BLANK: Final = np.uint8(0x20)
RELEASED: Final = "released"
States = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Said:
    """What the gate said of one kind of record about one standing of a person, field by
    field: `decision` has a ruling for each, by its name.

    `withheld` are the places of the bytes to be blanked. `counted` has a pair for each
    category (and for a field that a law names): which, and "released" or the policy that
    withholds. Of a record with `nothing` left, not even that there is one is told.
    """

    withheld: frozenset[int]
    counted: tuple[tuple[str, str], ...]
    nothing: bool
    decision: Decision

    def redacted(self, line: bytes) -> bytes:
        return bytes(0x20 if at in self.withheld else b for at, b in enumerate(line))


@dataclass(frozen=True)
class Screening:
    """One question about every record of one layout."""

    layout: Layout
    question: Question
    vault: str

    @cached_property
    def said(self) -> Mapping[bool, Said]:
        """Of a record about somebody protected (True), and about anybody else."""
        standings = {True: Flag.SET, False: Flag.CLEAR}
        return {of: self.of(Protections.alike(flag)) for of, flag in standings.items()}

    @cached_property
    def policies(self) -> str:
        """The digest of the policies that decided."""
        return decide(self.question, ()).policies

    def of(self, protections: Protections) -> Said:
        """Of a record about somebody whom these protect."""
        told = [(f, self._ruling(f, f.category, protections)) for f in self.layout.fields
                if f.category]  # fmt: skip
        withheld = [f for f, ruling in told if ruling.answer is not Answer.RELEASE]
        counted = dict.fromkeys((_what(f, r), _why(r)) for f, r in told)
        nothing = bool(told) and len(withheld) == len(told)
        # What a layout does not define may hold anything: it never leaves.
        undefined = [f for f in self.layout.fields if f.is_filler]
        blanked = [*withheld, *undefined]
        places = (p for f in blanked for p in range(f.at, f.bytes.stop))
        decision = Decision({f.name: ruling for f, ruling in told}, self.policies)
        return Said(frozenset(places), tuple(counted), nothing, decision)

    def _ruling(
        self, field: Field, category: Category, protections: Protections
    ) -> Ruling:
        origin = self.layout.origin
        item = registry_item(field.key, category, self.vault, origin, protections)
        return decide(self.question, [item], with_routes=False).rulings[item.key]

    @cached_property
    def _spans(self) -> tuple[list[slice], list[slice], list[slice]]:
        """What is blanked of everybody, of the protected alone, and of all others alone."""
        some, others = self.said[True].withheld, self.said[False].withheld
        parts = (some & others, some - others, others - some)
        return _spans(parts[0]), _spans(parts[1]), _spans(parts[2])

    def redact(self, rows: Rows, protected: States) -> None:
        """Blank in place whatever is withheld; `protected` has a Boolean for each row."""
        of_all, of_some, of_others = self._spans
        for span in of_all:
            rows[:, span] = BLANK
        for spans, among in ((of_some, protected), (of_others, ~protected)):
            places = np.flatnonzero(among) if spans else ()
            for span in spans if len(places) else ():
                rows[places, span] = BLANK

    def leaves_out(self, protected: States) -> States:
        """The rows of which nothing may be told."""
        of = self.said
        if of[True].nothing and of[False].nothing:
            return np.ones(len(protected), np.bool_)
        return protected if of[True].nothing else np.zeros(len(protected), np.bool_)


def registry_item(
    key: str, category: Category, vault: str, source: Source, protections: Protections
) -> Item:
    """A field of a registry record or of a message between States, for the gate."""
    return Item(
        key=key,
        category=category,
        vault=vault,
        vault_kind=AgencyKind.CHILD_SUPPORT,
        partition=Partition.GENERAL,
        source=source,
        protections=protections,
        confided_by_child=Flag.CLEAR,
        privileged=Flag.CLEAR,
        shelter=Flag.CLEAR,
    )


def _what(field: Field, ruling: Ruling) -> str:
    return (
        f"{ruling.category.value}.{field.key}" if field.key else ruling.category.value
    )


def _why(ruling: Ruling) -> str:
    if ruling.answer is Answer.RELEASE:
        return RELEASED
    return ruling.reasons[0].code


def _spans(places: frozenset[int]) -> list[slice]:
    """Bytes that stand side by side are blanked together."""
    found: list[slice] = []
    for place in sorted(places):
        if found and found[-1].stop == place:
            found[-1] = slice(found[-1].start, place + 1)
        else:
            found.append(slice(place, place + 1))
    return found
