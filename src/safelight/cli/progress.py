"""How far a run over a file has come: records a second, and the time left."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from safelight.interop.registry.files import Shape
from safelight.interop.registry.passes import Progress

# No thread of its own: a run makes processes by forking.
tqdm.monitor_interval = 0


@contextmanager
def bar(shape: Shape) -> Iterator[Progress]:
    """A bar for each pass, on a terminal alone; gone when the pass is over."""
    total = (shape.stop - shape.start) // shape.stride
    with tqdm(
        total=total, unit=" records", unit_scale=True, leave=False,
        disable=not sys.stderr.isatty(),
    ) as shown:  # fmt: skip

        def progress(done: int) -> None:
            records = done // shape.stride
            if records < shown.n:
                shown.reset(total)
            shown.update(records - shown.n)

        yield progress
