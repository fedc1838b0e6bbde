"""How speed, time and memory change with the size of a document.

The same text in documents of 200 B, 5 KB and 1 MB: what a document costs apart from its length. And
one block of 100 KB over and over, up to 100 MB, each size in a process of its own: whether time and
peak memory grow with the size alone. An exponent of 1 is linear; it is fitted over 100 KB and more
for time, over 10 MB and more for memory. Each line ends in a number of its own, written out in
Chinese: lines that come twice would be cleaned away as copies.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import zhclean

from . import material
from .clock import Work, forget_peak, peak, race
from .damage_texts import damaged
from .figures import Figure
from .speed_pipeline import genuine

SIZES = {"200B": 200, "5KB": 5_000, "1MB": 1_000_000}
GROWING = ("genuine", "seeds", "page-portal", "page-mirror")
BLOCK = 100_000


def cut(text: str, size: int) -> list[str]:
    """Cut a text into documents of about ``size`` bytes of UTF-8, at line ends where they fit."""
    documents: list[str] = []
    held: list[str] = []
    room = size
    for line in text.splitlines(keepends=True):
        part = max(1, size * len(line) // max(1, len(line.encode())))
        for at in range(0, len(line), part):
            held.append(line[at : at + part])
            room -= len(held[-1].encode())
            if room <= 0:
                documents.append("".join(held))
                held, room = [], size
    return [*documents, "".join(held)] if held else documents


def text_of(name: str, size: int) -> str:
    """Give a text of about ``size`` bytes: as much as there is, then over again with other numbers."""
    if name == "genuine":
        parts = genuine(max(20_000, min(size, 1_000_000) // 4))
    elif name == "seeds":
        parts = list(material.seeds().values())
    else:
        parts = damaged()[name].documents(min(size, 1_000_000))
    return over_again("".join(part.rstrip("\n") + "\n" for part in parts), size)


def over_again(block: str, size: int) -> str:
    """Repeat lines up to ``size`` bytes of UTF-8, a number behind each."""
    lines = block.split("\n")[:-1]
    each = len(block.encode()) + 18 * len(lines)  # 第一二三四段
    count = max(1, size * len(lines) // each)
    return "\n".join(
        f"{lines[k % len(lines)]}第{str(k).translate(_NUMERALS)}段" for k in range(count)
    )


_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s by size of document, then the growth of time and memory."""
    yield from by_size(quick)
    sizes = [BLOCK, 1_000_000, 10_000_000] + ([] if quick else [30_000_000, 100_000_000])
    for name in GROWING[:2] if quick else GROWING:
        yield from growth(name, sizes)


def by_size(quick: bool) -> Iterator[Figure]:
    """Yield MB/s over the same text cut small and large; without ``spun``, which is timed apart."""
    kinds = ["genuine", "seeds", *damaged()]
    size = 300_000 if quick else 1_000_000
    for name in kinds:
        if name in ("spun", "page-spun"):
            continue
        to = damaged()[name].to if name in damaged() else None
        cleaner = zhclean.Pipeline(to=to, ignore=["spun"])
        text = text_of(name, size)
        texts = {label: cut(text, n) for label, n in SIZES.items()}
        tools: dict[str, tuple[Work, list[str]]] = {
            label: (cleaner.clean, parts) for label, parts in texts.items()
        }
        timings = race(dict(tools), 3 if quick else 5)
        for label, timing in timings.items():
            yield Figure(f"speed.size.{name}.{label}", timing.best, "MB/s", note=timing.note)
        share = timings["5KB"].times(timings["1MB"])
        yield Figure(f"speed.ratio.size.{name}.5KB-to-1MB", share, "of the speed of 1 MB")


def growth(name: str, sizes: list[int]) -> Iterator[Figure]:
    """Yield MB/s, peak memory and the exponents of both, each size in a process of its own."""
    times: list[tuple[float, float]] = []
    peaks: list[tuple[float, float]] = []
    for size in sizes:
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.speed_sizes", name, str(size)],
            capture_output=True, text=True, check=True, cwd=material.ROOT,
        )  # fmt: skip
        actual, spent, memory = json.loads(told.stdout)
        yield Figure(
            f"speed.growth.{name}.{size}", actual / spent / 1e6, "MB/s", note=f"{spent:.3f} s"
        )
        times.append((math.log(actual), math.log(spent)))
        if memory and size >= 10_000_000:  # below, what is free already hides it
            yield Figure(
                f"speed.memory.{name}.{size}", memory / actual, "bytes at the peak for each byte",
                "lower", f"{memory / 2**20:.1f} MB, the text itself included",
            )  # fmt: skip
            peaks.append((math.log(actual), math.log(memory)))
    yield Figure(f"speed.exponent.time.{name}", _slope(times), "1 is linear", "lower")
    if len(peaks) > 1:
        yield Figure(f"speed.exponent.memory.{name}", _slope(peaks), "1 is linear", "lower")


def _slope(points: list[tuple[float, float]]) -> float:
    return statistics.linear_regression([x for x, _ in points], [y for _, y in points]).slope


def _alone(name: str, size: int) -> None:
    """Clean a text of ``size`` bytes here; print its bytes, the seconds it took and the memory."""
    cleaner = zhclean.Pipeline(ignore=["spun"])
    block = text_of(name, BLOCK)
    cleaner.clean(block)
    forget_peak()
    empty = peak()
    text = over_again(block, size)
    forget_peak()
    best = math.inf
    until = time.perf_counter() + 1
    while True:
        begin = time.process_time()
        cleaned = cleaner.clean(text)
        best = min(best, time.process_time() - begin)
        if time.perf_counter() > until:
            break
        del cleaned
    memory = peak() - empty
    print(json.dumps([len(text.encode()), best, memory]))


if __name__ == "__main__":
    _alone(sys.argv[1], int(sys.argv[2]))
