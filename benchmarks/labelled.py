"""Read the labelled heads and tails: documents of lines, each furniture, article or credit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"

Line = tuple[str, str, str]
"""Label ("-" furniture, "+" article, "~" credit, "*" joined), text, and what of it is the article's."""


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
                body = bodies[used % len(bodies)]
                held.append(("+", body, body))
                used += 1
        elif line[2:].strip():
            text, _, rest = line[2:].partition(" => ")
            held.append((line[0], text, rest if line[0] == "*" else "" if line[0] == "-" else text))
    yield site, held
