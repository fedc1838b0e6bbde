"""How time and memory grow with the size of a document, and what a start costs."""

from __future__ import annotations

import math
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import zhclean

from . import material
from .figures import Figure
from .speed_pipeline import genuine


def sized(parts: list[str], size: int) -> str:
    """Repeat and cut documents to a text of about ``size`` bytes of UTF-8."""
    whole = "".join(parts)
    each = len(whole.encode())
    text = whole * (size // each + 1)
    return text[: max(1, size * len(whole) // each)]


def seconds(cleaner: zhclean.Pipeline, text: str, least: float) -> float:
    """Return the best time of one cleaning, tried for ``least`` seconds."""
    best = math.inf
    until = time.perf_counter() + least
    while True:
        begin = time.perf_counter()
        cleaner.clean(text)
        best = min(best, time.perf_counter() - begin)
        if time.perf_counter() > until:
            return best


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s by size, the exponent of growth, starts and peak memory."""
    cleaner = zhclean.Pipeline(ignore=["spun"])
    data = {"genuine": genuine(200_000), "seeds": [t + "\n" for t in material.seeds().values()]}
    sizes = [200, 5_000, 100_000, 1_000_000] + ([] if quick else [10_000_000, 100_000_000])
    for name, parts in data.items():
        points: list[tuple[float, float]] = []
        rates: dict[int, float] = {}
        for size in sizes:
            text = sized(parts, size)
            spent = seconds(cleaner, text, 0.1 if quick else 0.5)
            actual = len(text.encode())
            rates[size] = actual / spent / 1e6
            yield Figure(f"speed.size.{name}.{size}", rates[size], "MB/s")
            if size >= 100_000:
                points.append((math.log(actual), math.log(spent)))
        slope = statistics.linear_regression([x for x, _ in points], [y for _, y in points]).slope
        yield Figure(f"speed.exponent.{name}", slope, "of time over size", "lower", "1 is linear")
        share = rates[5_000] / rates[1_000_000]
        yield Figure(f"speed.ratio.{name}.5KB-to-1MB", share, "of the speed of large documents")
    yield from starts(5 if quick else 15)
    yield from memory(10_000_000 if quick else 100_000_000)


STARTS = {
    "bare": "pass",
    "import": "import zhclean",
    "clean-a-line": "import zhclean; zhclean.clean('好,的')",
    "clean-a-seed": "import zhclean, pathlib; zhclean.clean(next(pathlib.Path('seeds').glob('003*')).read_text('utf-8'))",
    "convert-a-line": "import zhclean; zhclean.clean('头发', to='zh-TW')",
    "command-help": "import sys; sys.argv = ['zhclean', '--help']; from zhclean.cli import main\ntry: main()\nexcept SystemExit: pass",
}


def starts(times: int) -> Iterator[Figure]:
    """Yield milliseconds over a bare interpreter, medians of runs in turn."""
    spent: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(times):
        for name, code in STARTS.items():
            begin = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, check=True, cwd=material.ROOT
            )
            spent[name].append((time.perf_counter() - begin) * 1e3)
    bare = statistics.median(spent.pop("bare"))
    for name, values in spent.items():
        yield Figure(
            f"speed.start.{name}", statistics.median(values) - bare, "ms over a bare start", "lower"
        )


PEAK = """
import resource, sys, zhclean
from benchmarks.speed_sizes import sized
from benchmarks.speed_pipeline import SENTENCE
text = sized([SENTENCE * 30 + chr(10)], int(sys.argv[1]))
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
p = zhclean.Pipeline()
p.clean(text if sys.argv[2] == "clean" else text.replace("，", ","))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) / 1024)
"""


def memory(size: int) -> Iterator[Figure]:
    """Yield the peak memory that one cleaning adds, in bytes for each byte of text."""
    if sys.platform == "win32":
        return
    for kind in ("clean", "folded"):
        done = subprocess.run(
            [sys.executable, "-c", PEAK, str(size), kind], capture_output=True, text=True, check=True, cwd=material.ROOT
        )  # fmt: skip
        yield Figure(
            f"speed.memory.{kind}",
            float(done.stdout) * 2**20 / size,
            "bytes for each byte",
            "lower",
        )
