"""Read the labelled heads and tails: documents of lines, each furniture, article or credit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"

Line = tuple[str, str]
"""Label ("-" furniture, "+" article, "~" credit) and text."""


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [line for line in text.split("\n") if not line.startswith("# ")]


def documents(part: str) -> Iterator[tuple[str, list[Line]]]:
    """Yield (site, lines) for each document of ``part``, "tune" or "measure"."""
    bodies = [line for line in _lines(DATA / "boilerplate_bodies.txt") if line]
    site, held, used = "", list[Line](), 0
    for line in _lines(DATA / f"boilerplate_{part}.txt"):
        if line.startswith("===="):
            if held:
                yield site, held
            site, held = line[4:].strip(), []
        elif line.startswith("@"):
            for _ in range(int(line[1:])):
                held.append(("+", bodies[used % len(bodies)]))
                used += 1
        elif line[2:].strip():
            held.append((line[0], line[2:]))
    yield site, held
