"""Do to genuine text what mirrors do: find-and-replace over its GBK bytes, then fold its marks."""

from __future__ import annotations

import html
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from zhclean.byteshift.bytereplace import decode, fold, readings


@dataclass(frozen=True)
class Mirror:
    """What one mirror replaces: readings behind characters, a comma before marks.

    ``share`` is the part of the marks' places that get a comma; ``seed`` makes a draw repeatable;
    ``whole`` damages a page in one, so that line ends can be swallowed too.
    """

    table: Mapping[str, str] = field(default_factory=dict)
    commas: tuple[str, ...] = ()
    share: float = 1.0
    folded: bool = True
    seed: int = 0
    whole: bool = False


def site_table(text: str, size: int = 140) -> dict[str, str]:
    """Return a mirror's table for a text: its most frequent characters that t2s changes."""
    known = readings()
    counted = Counter(c for c in text if c in known.changed)
    return {c: known.default[c] for c, _ in counted.most_common(size)}


def damage(text: str, mirror: Mirror) -> str:
    """Damage ``text`` as ``mirror`` would. What GBK cannot say is written as entities there."""
    draw = random.Random(f"{mirror.seed}{text}")
    data = _pages_bytes(text)
    for char, reading in mirror.table.items():
        target = char.encode("gb18030")
        data = data.replace(target, target + f"({reading})".encode("gb18030"))
    for mark in mirror.commas:
        data = _sprinkled(data, mark.encode("gb18030"), lambda: draw.random() < mirror.share)
    made = html.unescape(decode(data))
    return fold(made) if mirror.folded else made


def _pages_bytes(text: str) -> bytes:
    return b"".join(
        data if len(data := c.encode("gb18030", "replace")) <= 2 else f"&#{ord(c)};".encode()
        for c in text
    )


def _sprinkled(data: bytes, target: bytes, chosen: Callable[[], bool]) -> bytes:
    first, *rest = data.split(target)
    pieces = [first]
    for piece in rest:
        pieces += (b"," if chosen() else b"", target, piece)
    return b"".join(pieces)


def damaged_lines(lines: Iterable[str], mirror: Mirror) -> list[tuple[str, str]]:
    """Return (as it should come out, damaged) for every line, each damaged on its own."""
    found = []
    for line in lines:
        wanted = fold(line) if mirror.folded else line
        found.append((wanted, damage(line, mirror)))
    return found
