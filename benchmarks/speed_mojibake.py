"""MB/s on documents garbled from end to end, by class of garble; and on genuine text, which pays gates.

MB/s are of the UTF-8 of the garbled text, which may be twice that of what it meant. Of lines that
do not survive a class's codec there are the sentences or clauses that do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import zhclean

from .clock import race
from .figures import Figure
from .quality_decoding import chinese
from .quality_mojibake import CLASSES, holed
from .speed_pipeline import genuine

DOCUMENT, LONG = 5000, 1_000_000
"""Bytes of a document, and of a long one."""
FAMILIES = ("mojibake", "controls", "byteshift", "readings", "insertions")
HOLES: dict[str, tuple[str, Callable[[str], str]]] = {
    "holes-question": ("hans", holed("?")),
    "holes-replaced": ("hans", holed("\ufffd")),
}


_PARTS = ("\n", "。", "，")


@cache
def _lines(script: str) -> list[str]:
    return [line for line in chinese(script).split("\n") if 40 <= len(line) <= 400]


def _garbled(line: str, damage: Callable[[str], str], kind: int = 0) -> Iterator[str]:
    """Garble a line, or those of its sentences and clauses that survive the codec."""
    try:
        yield damage(line)
    except UnicodeError:
        if kind + 1 < len(_PARTS):
            for part in line.split(_PARTS[kind + 1]):
                if len(part) > 7:
                    yield from _garbled(part, damage, kind + 1)


def documents(script: str, damage: Callable[[str], str], size: int) -> list[str]:
    """Make garbled documents of some 5 KB, of ``size`` bytes in all."""
    made: list[str] = []
    held: list[str] = []
    length = total = 0
    for line in _lines(script):
        for garbled in _garbled(line, damage):
            held.append(garbled)
            length += len(garbled.encode())
        if length >= DOCUMENT:
            made.append("\n".join(held))
            total += length
            held, length = [], 0
            if total >= size:
                break
    return made or ["\n".join(held)]


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s of the mojibake family alone on every class, and the slowest of them."""
    cleaner = zhclean.Pipeline(select=["mojibake"])
    size = 16_000 if quick else 60_000
    classes = {name: (script, damage) for name, (script, damage, _) in CLASSES.items()} | HOLES
    tools = {
        name: (cleaner.clean, documents(script, damage, size))
        for name, (script, damage) in classes.items()
    }
    timings = race(tools, 2 if quick else 5)
    for name, timing in timings.items():
        yield Figure(f"speed.mojibake.{name}", timing.best, "MB/s", note=timing.note)
    slowest = min(timings, key=lambda name: timings[name].best)
    yield Figure("speed.mojibake.slowest", timings[slowest].best, "MB/s", note=slowest)
    long = {
        name: (cleaner.clean, ["\n".join(documents(script, damage, LONG // (8 if quick else 1)))])
        for name, (script, damage) in classes.items()
    }
    for name, timing in race(long, 1 if quick else 2).items():
        if timing.size > LONG // 20:  # a class that few sentences survive makes no long document
            yield Figure(
                f"speed.mojibake.long.{name}", timing.best, "MB/s",
                note=f"one document of {timing.size / 1e6:.2f} MB",
            )  # fmt: skip
    yield from gates(quick)


def gates(quick: bool) -> Iterator[Figure]:
    """Yield MB/s of the five families of bytes on genuine text, together and each alone."""
    texts = genuine(60_000 if quick else 150_000)
    chosen = {"together": FAMILIES, **{name: (name,) for name in FAMILIES}}
    works = {name: zhclean.Pipeline("crawl", select=some).clean for name, some in chosen.items()}
    timings = race({name: (work, texts) for name, work in works.items()}, 5 if quick else 15)
    for name, timing in timings.items():
        note = timing.note + ("; wanted: 300" if name == "together" else "")
        yield Figure(f"speed.gates.{name}", timing.best, "MB/s", note=note)
