"""The benchmarks' one clock: processor time, in interleaved rounds, so that ratios stand in noise.

Every function is tried in every round, one after another, so that what slows the machine down for a
while slows them all. A ratio is the median over the rounds of the two in the same round.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T", str, bytes)
Work = Callable[[str], object]
LEAST = 0.02
"""Seconds a function is kept at it in one round; shorter passes are repeated, and the best counts."""


@dataclass(frozen=True)
class Timing:
    """Seconds of the best pass in each round over ``size`` bytes of UTF-8."""

    size: int
    rounds: tuple[float, ...]

    @property
    def best(self) -> float:
        """MB/s in the best round: what the code can do."""
        return self.size / min(self.rounds) / 1e6

    @property
    def median(self) -> float:
        """MB/s in the median round: what this machine gave."""
        return self.size / statistics.median(self.rounds) / 1e6

    @property
    def note(self) -> str:
        """The median, for a figure that tells the best."""
        return f"median {self.median:.4g} of {len(self.rounds)} rounds"

    def times(self, other: Timing) -> float:
        """How many times as fast as ``other``: the median over the rounds."""
        mine, theirs = self.rounds, other.rounds
        ratios = (b / other.size / (a / self.size) for a, b in zip(mine, theirs, strict=True))
        return statistics.median(ratios)


def race(
    tools: Mapping[str, tuple[Callable[[T], object], Sequence[T]]], rounds: int
) -> dict[str, Timing]:
    """Time each function over its texts in turn, ``rounds`` times over, after a pass to warm up."""
    spent: dict[str, list[float]] = {name: [] for name in tools}
    for work, texts in tools.values():
        for text in texts:
            work(text)
    for _ in range(rounds):
        for name, (work, texts) in tools.items():
            spent[name].append(_pass(work, texts))
    return {
        name: Timing(sum(map(_size, tools[name][1])), tuple(seconds))
        for name, seconds in spent.items()
    }


def _pass(work: Callable[[T], object], texts: Sequence[T]) -> float:
    """Return the seconds of the best pass over ``texts`` within LEAST seconds or one pass."""
    best, total = float("inf"), 0.0
    while total < LEAST:
        begin = time.process_time()
        for text in texts:
            work(text)
        spent = time.process_time() - begin
        best = min(best, spent)
        total += max(spent, 1e-6)
    return best


def _size(text: str | bytes) -> int:
    """Bytes, of UTF-8 where it is text."""
    return len(text if isinstance(text, bytes) else text.encode())


def peak() -> int:
    """The process's peak of memory in bytes; 0 where the system does not tell.

    Linux's ``ru_maxrss`` begins with that of the process that started this one: VmHWM does not.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            return 1024 * next(int(ln.split()[1]) for ln in file if ln.startswith("VmHWM"))
    except (OSError, StopIteration):
        pass
    if sys.platform == "win32":
        return 0
    import resource

    told = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return told if sys.platform == "darwin" else told * 1024


def forget_peak() -> None:
    """Let the peak begin anew, where Linux allows it; elsewhere what was before counts too."""
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
