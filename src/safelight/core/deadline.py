"""One moment for every answer, whatever it cost to work out."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """Answers leave so many seconds after the question came; one that took longer, at the
    next multiple of that. `clock` (seconds) and `sleep` are given, so tests need no time.
    """

    seconds: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]

    def answer(self, work: Callable[[], T]) -> T:
        """What `work` gives, when its time has come; an error is raised then too."""
        began = self.clock()
        try:
            return work()
        finally:
            spent = self.clock() - began
            periods = max(1, math.ceil(spent / self.seconds))
            self.sleep(max(0.0, began + periods * self.seconds - self.clock()))
