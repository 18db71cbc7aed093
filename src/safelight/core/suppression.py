"""Counts that may be shown: none so small that somebody could be recognised in it.

Cells of one to ten are suppressed, as in the cell size policy of the Centers for Medicare
and Medicaid Services; and with them the next smallest, until the rest of the whole tells no
such number either.
"""

from collections.abc import Mapping
from typing import Final, TypeVar

K = TypeVar("K")
SMALLEST_SHOWN: Final = 11


def suppressed(cells: Mapping[K, int]) -> dict[K, int | None]:
    """The parts of one whole, with None for each that is not shown."""
    hidden = {key for key, count in cells.items() if 0 < count < SMALLEST_SHOWN}
    others = sorted(
        (key for key, count in cells.items() if count and key not in hidden),
        key=lambda key: cells[key],
    )
    for key in others if hidden else ():
        if len(hidden) > 1 and sum(cells[one] for one in hidden) >= SMALLEST_SHOWN:
            break
        hidden.add(key)
    return {key: None if key in hidden else count for key, count in cells.items()}
