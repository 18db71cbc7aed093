"""An invented registry file of as many people as wanted: cases of a custodial party, a
child and another parent."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safelight.core.registry.layout import layout
from safelight.core.registry.record import new
from safelight.demo.names import FIRST, LAST

CHUNK: Final = 30_000
IN_A_CASE: Final = 3
PARTS: Final = (b"CP", b"CH", b"NP")
BYTES = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sample:
    """How many people, how many of a hundred are flagged (custodial parties and other
    parents alike), whether their cases stand together, and how lines end."""

    people: int
    flagged: int = 25
    by_case: bool = True
    end: bytes = b"\n"
    seed: int = 1


def write(path: Path, sample: Sample) -> None:
    chance = np.random.default_rng(sample.seed)
    head = new(
        layout("FA"), state="09", version="00001", batch="000001", sent_on="20261122"
    )
    tail = new(layout("FZ"), count=f"{sample.people:08}")
    with path.open("wb") as file:
        file.write(head.raw + sample.end)
        for numbers in _numbers(sample, chance):
            _rows(numbers, sample, chance).tofile(file)
        file.write(tail.raw + sample.end)


def _numbers(
    sample: Sample, chance: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Every person's number once; a case has the people of three numbers in a row."""
    every = np.arange(sample.people)
    if not sample.by_case:
        chance.shuffle(every)
    yield from (every[at : at + CHUNK] for at in range(0, len(every), CHUNK))


def _rows(
    numbers: NDArray[np.int64], sample: Sample, chance: np.random.Generator
) -> BYTES:
    of = layout("FP")
    rows = np.full((len(numbers), of.length + len(sample.end)), 0x20, np.uint8)
    rows[:, of.length :] = np.frombuffer(sample.end, np.uint8)

    def put(name: str, texts: BYTES) -> None:
        at = of.field(name).at
        rows[:, at : at + texts.shape[1]] = texts

    def pick(name: str, words: tuple[bytes, ...]) -> None:
        table = np.array(words, f"S{of.field(name).length}")
        chosen = table[chance.integers(0, len(words), len(numbers))]
        put(name, _padded(chosen))

    put("record_id", _padded(np.full(len(numbers), b"FP")))
    put("action", _padded(np.full(len(numbers), b"A")))
    put("case_id", _digits(numbers // IN_A_CASE + 1, 10))
    put("member_id", _digits(numbers + 1, 15))
    put("county_fips", _digits(chance.integers(1, 16, len(numbers)) * 2 - 1, 3))
    put("participant_type", _padded(np.array(PARTS)[numbers % IN_A_CASE]))
    put("ssn", _digits(900_000_000 + numbers % 99_999_999, 9))
    born = chance.integers(1960, 2024, len(numbers)) * 10_000
    born += chance.integers(1, 13, len(numbers)) * 100 + chance.integers(
        1, 29, len(numbers)
    )
    put("birth_date", _digits(born, 8))
    pick("first_name", tuple(name.upper().encode() for name in FIRST))
    pick("last_name", tuple(name.upper().encode() for name in LAST))
    pick("sex", (b"F", b"M"))
    pick("locate_source_1", (b"A01", b"E01", b"   "))
    flagged = chance.integers(0, 100, len(numbers)) < sample.flagged
    put("family_violence", _padded(np.where(flagged, b"FV", b"  ")))
    return rows


def _digits(numbers: NDArray[np.int64], length: int) -> BYTES:
    powers = 10 ** np.arange(length - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def _padded(texts: NDArray[np.bytes_]) -> BYTES:
    """Texts of one width as rows of bytes, with blanks for what NumPy fills with zeros."""
    found = np.frombuffer(texts.tobytes(), np.uint8).reshape(len(texts), -1).copy()
    found[found == 0] = 0x20
    return found
